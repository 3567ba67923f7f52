package io.devp2p.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.devp2p.core.Vectors;
import io.devp2p.core.node.Enode;
import io.devp2p.core.node.ForkId;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import io.devp2p.core.node.NodeRecord;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The built-in networks say what networks.json says. */
final class NetworksTest {

  static Stream<JsonNode> networks() {
    // Holesky has ended, and its source does not know it any more.
    return Vectors.each(Vectors.load("networks").get("networks"))
        .filter(vector -> !vector.get("name").asText().equals("holesky"));
  }

  private static Network of(JsonNode vector) {
    return Networks.byName(vector.get("name").asText()).orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("networks")
  void identity(JsonNode vector) {
    assertThat(of(vector).networkId()).isEqualTo(vector.get("network_id").asLong());
    assertThat(of(vector).forks().genesisHash()).isEqualTo(Vectors.hex(vector, "genesis_hash"));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void forkIds(JsonNode vector) {
    int blocks = vector.get("forkid_block_list").size();
    List<JsonNode> expected = Vectors.each(vector.get("fork_ids")).toList();
    for (int i = 0; i < expected.size(); i++) {
      long activation = expected.get(i).get("activation").asLong();
      ForkId id =
          i <= blocks
              ? of(vector).forks().forkId(activation, 0)
              : of(vector).forks().forkId(Long.MAX_VALUE, activation);
      assertThat(id.hashHex()).isEqualTo(expected.get(i).get("hash").asText());
      assertThat(id.next()).isEqualTo(expected.get(i).get("next").asLong());
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void bootNodesWithRecordsFirst(JsonNode vector) {
    Set<NodeId> expected = new LinkedHashSet<>();
    Vectors.each(vector.get("bootnodes_enr"))
        .forEach(text -> expected.add(NodeRecord.parse(text.asText()).id()));
    int records = expected.size();
    Vectors.each(vector.get("bootnodes_enode"))
        .forEach(text -> expected.add(NodeId.of(Enode.parse(text.asText()).key())));
    List<Node> nodes = of(vector).bootnodes();
    Set<NodeId> found = new LinkedHashSet<>();
    nodes.forEach(node -> found.add(node.id()));
    assertThat(found).containsExactlyElementsOf(expected);
    assertThat(nodes.stream().filter(node -> node.record().isPresent()).map(Node::id).distinct())
        .containsExactlyElementsOf(expected.stream().limit(records).toList());
    assertThat(nodes).allMatch(node -> node.endpoint().udp() > 1024);
    // Those with two addresses come once for each.
    assertThat(nodes).doesNotHaveDuplicates().hasSizeGreaterThan(found.size());
  }

  @Test
  void namesAreExact() {
    assertThat(Networks.byName("mainnet")).contains(Networks.MAINNET);
    assertThat(Networks.byName("sepolia")).contains(Networks.SEPOLIA);
    assertThat(Networks.byName("hoodi")).contains(Networks.HOODI);
    assertThat(Stream.of("Mainnet", "holesky", "", "custom").map(Networks::byName))
        .containsOnly(Optional.empty());
  }
}
