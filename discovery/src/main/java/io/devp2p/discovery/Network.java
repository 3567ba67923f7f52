package io.devp2p.discovery;

import io.devp2p.core.node.Enode;
import io.devp2p.core.node.ForkSchedule;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeRecord;
import java.util.List;

/**
 * A network that one can join.
 *
 * @param networkId as eth tells it in its Status, unsigned
 * @param bootnodeTexts records and enode URLs of nodes to start from
 */
public record Network(String name, long networkId, ForkSchedule forks, List<String> bootnodeTexts) {

  public Network {
    bootnodeTexts = List.copyOf(bootnodeTexts);
  }

  /** The nodes to start from, one for each address. Verifies the records: some milliseconds. */
  public List<Node> bootnodes() {
    return bootnodeTexts.stream().flatMap(text -> nodes(text).stream()).toList();
  }

  private static List<Node> nodes(String text) {
    if (text.startsWith("enr:")) {
      NodeRecord record = NodeRecord.parse(text);
      return record.endpoints().stream().map(endpoint -> Node.of(record, endpoint)).toList();
    }
    Enode url = Enode.parse(text);
    return url.endpoint().map(e -> Node.of(url.key(), e)).stream().toList();
  }
}
