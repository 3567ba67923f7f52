package io.devp2p.interop.peers;

import io.devp2p.core.node.Enode;
import io.devp2p.core.node.ForkId;
import io.devp2p.core.node.Node;
import io.devp2p.discovery.Version;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * A node of {@code @ethereumjs/devp2p} on 127.0.0.1: discv4 without records, RLPx with eth/68 and
 * mainnet's genesis. It sends its Status at once and answers no request.
 */
final class EthereumJs {

  private static final Duration START_LIMIT = Duration.ofSeconds(30);

  /** Network id of its Status unless another is wanted: mainnet's. */
  private static final long NETWORK = 1;

  private EthereumJs() {}

  /**
   * Starts a node; takes about a second. It walks on from the bootnodes.
   *
   * @param installation of {@code ethereumjs}
   */
  static RunningPeer start(Installation installation, Path work, Launch launch)
      throws IOException, InterruptedException {
    DrivenPeer driver = DrivenPeer.start("ethereumjs", work, command(installation, launch));
    try {
      Json ready = driver.ready();
      Enode enode = Enode.parse(ready.text("enode"));
      Probe.status(enode, START_LIMIT);
      Bytes32 genesis = Bytes32.fromHexString(ready.text("genesis"));
      ForkId forkId =
          new ForkId(
              Bytes.fromHexString(ready.text("forkHash")).toInt(),
              Long.parseUnsignedLong(ready.text("forkNext")));
      Chain chain = new Chain(Long.parseLong(ready.text("networkId")), genesis, forkId, genesis);
      EnumSet<Verb> verbs = EnumSet.of(Verb.PING, Verb.FIND);
      return StartedPeer.of(driver, Node.of(enode.key(), enode.endpoint().orElseThrow()), chain)
          .with(Version.V4, new DrivenAsker(driver, Version.V4, verbs));
    } catch (IOException | InterruptedException failed) {
      driver.close();
      throw failed;
    }
  }

  private static List<String> command(Installation installation, Launch launch) throws IOException {
    long network = launch.status().map(Chain::networkId).orElse(launch.networkId().orElse(NETWORK));
    List<String> command =
        new ArrayList<>(
            List.of(
                "node",
                installation.path("driver.mjs").toString(),
                Integer.toString(Ports.free()),
                Integer.toString(Ports.free()),
                Long.toString(network),
                launch.enodes()));
    launch
        .status()
        .ifPresent(chain ->
            command.addAll(
                List.of(
                    chain.genesis().toHexString(),
                    chain.forkId().hashHex(),
                    Long.toUnsignedString(chain.forkId().next()))));
    return command;
  }
}
