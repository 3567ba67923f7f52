package io.devp2p.interop.peers;

import io.devp2p.core.node.Enode;
import io.devp2p.core.node.ForkId;
import io.devp2p.core.node.Node;
import io.devp2p.discovery.Version;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * A node of {@code @ethereumjs/devp2p} on 127.0.0.1: discv4 without records, RLPx with eth/68 and
 * mainnet's genesis. It sends its Status at once and answers no request. Thread-safe.
 */
public final class EthereumJs implements RunningPeer {

  private static final Duration START_LIMIT = Duration.ofSeconds(30);

  /** Network id of its Status unless another is wanted: mainnet's. */
  private static final long NETWORK = 1;

  private final DrivenPeer driver;
  private final Node node;
  private final Chain chain;

  private EthereumJs(DrivenPeer driver, Node node, Chain chain) {
    this.driver = driver;
    this.node = node;
    this.chain = chain;
  }

  /**
   * Starts a node; takes about a second. It walks on from the bootnodes.
   *
   * @param installation of {@code ethereumjs}
   */
  public static EthereumJs start(Installation installation, Path work, Launch launch)
      throws IOException, InterruptedException {
    DrivenPeer driver =
        DrivenPeer.start(
            "ethereumjs",
            work,
            List.of(
                "node",
                installation.path("driver.mjs").toString(),
                Integer.toString(Ports.free()),
                Integer.toString(Ports.free()),
                Long.toString(launch.networkId().orElse(NETWORK)),
                launch.enodes()));
    try {
      Json ready = driver.ready();
      Enode enode = Enode.parse(ready.text("enode"));
      Probe.status(enode, START_LIMIT);
      Bytes32 genesis = Bytes32.fromHexString(ready.text("genesis"));
      ForkId forkId =
          new ForkId(
              Bytes.fromHexString(ready.text("forkHash")).toInt(),
              Long.parseUnsignedLong(ready.text("forkNext")));
      return new EthereumJs(
          driver,
          Node.of(enode.key(), enode.endpoint().orElseThrow()),
          new Chain(Long.parseLong(ready.text("networkId")), genesis, forkId, genesis));
    } catch (IOException | InterruptedException failed) {
      driver.close();
      throw failed;
    }
  }

  /** Its address; UDP and TCP port differ. */
  @Override
  public Node node() {
    return node;
  }

  @Override
  public Optional<Asker> asker(Version version) {
    return version == Version.V4
        ? Optional.of(new DrivenAsker(driver, version, EnumSet.of(Verb.PING, Verb.FIND)))
        : Optional.empty();
  }

  @Override
  public Optional<Dialer> dialer() {
    return Optional.of(new DrivenDialer(driver));
  }

  /** What it tells us itself, not in its Status. */
  @Override
  public Optional<Chain> chain() {
    return Optional.of(chain);
  }

  @Override
  public Path log() {
    return driver.log();
  }

  @Override
  public void close() {
    driver.close();
  }
}
