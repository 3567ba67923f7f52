package io.devp2p.interop.peers;

import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.Version;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/**
 * A node that speaks discv5 and nothing else, run by a driver of ours which takes the arguments IP,
 * UDP port and bootnode records. It answers a TALKREQ by the protocol's name followed by the
 * request.
 */
final class DrivenDiscv5 {

  private static final Duration START_LIMIT = Duration.ofSeconds(30);

  private DrivenDiscv5() {}

  /**
   * Starts a node.
   *
   * @param name of its output files
   * @param command the driver, without its arguments
   */
  static RunningPeer start(String name, Path work, List<String> command, Launch launch)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(command);
    all.addAll(
        List.of(
            launch.family().host(),
            Integer.toString(Ports.free(launch.family())),
            launch.records()));
    DrivenPeer driver = DrivenPeer.start(name, work, all);
    try {
      NodeRecord record = NodeRecord.parse(driver.ready().text("enr"));
      Node node = Node.of(record).orElseThrow(() -> new IOException("no address in " + record));
      Probe.pong(Version.V5, node, launch.family(), START_LIMIT);
      EnumSet<Verb> verbs = EnumSet.of(Verb.PING, Verb.RECORD, Verb.FIND, Verb.TALK);
      return StartedPeer.of(driver, node)
          .with(Version.V5, new DrivenAsker(driver, Version.V5, verbs));
    } catch (IOException | InterruptedException failed) {
      driver.close();
      throw failed;
    }
  }
}
