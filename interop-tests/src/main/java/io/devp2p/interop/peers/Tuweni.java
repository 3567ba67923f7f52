package io.devp2p.interop.peers;

import io.devp2p.core.node.Enode;
import io.devp2p.core.node.ForkId;
import io.devp2p.core.node.Node;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.tuweni.bytes.Bytes32;

/**
 * Tuweni's last discv4 and RLPx, with eth/68 and a chain of a genesis block alone, in a JVM of its
 * own: its packages have the names of those that we use. It sends its Status at once and answers no
 * request.
 */
final class Tuweni {

  private static final Duration START_LIMIT = Duration.ofSeconds(30);

  /** Mainnet's, whose Status it pretends to. */
  private static final Bytes32 GENESIS =
      Bytes32.fromHexString("0xd4e56740f876aef8c010b86a40d5f56745a118d0906a34e69aec8c0db1cb8fa3");

  private static final ForkId FORK_ID = new ForkId(0x07c9462e, 0);

  private Tuweni() {}

  /** Starts a node; takes 2 seconds. */
  static RunningPeer start(Installation installation, Path work, Launch launch)
      throws IOException, InterruptedException {
    Chain chain =
        launch
            .status()
            .orElseGet(() -> new Chain(launch.networkId().orElse(1), GENESIS, FORK_ID, GENESIS));
    List<String> command = new ArrayList<>(ChildJvm.command(installation, "TuweniDriver.java"));
    command.addAll(
        List.of(
            Integer.toString(Ports.free()),
            Long.toString(chain.networkId()),
            chain.genesis().toHexString(),
            chain.forkId().hashHex(),
            Long.toString(chain.forkId().next()),
            launch.enodes()));
    DrivenPeer driver = DrivenPeer.start("tuweni", work, command);
    try {
      Enode enode = Enode.parse(driver.ready().text("enode"));
      Probe.status(enode, START_LIMIT);
      return StartedPeer.of(driver, Node.of(enode.key(), enode.endpoint().orElseThrow()), chain);
    } catch (IOException | InterruptedException failed) {
      driver.close();
      throw failed;
    }
  }
}
