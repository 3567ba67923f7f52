package io.devp2p.interop.peers;

import io.devp2p.core.node.Enode;
import io.devp2p.core.node.ForkId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * A node of {@code @ethereumjs/devp2p} on 127.0.0.1: discv4 without records, RLPx with eth/68 and
 * mainnet's genesis. It sends its Status at once and answers no request. Thread-safe.
 */
public final class EthereumJs implements AutoCloseable {

  private final DrivenPeer driver;
  private final Enode enode;
  private final Chain chain;

  private EthereumJs(DrivenPeer driver) throws IOException {
    this.driver = driver;
    Json ready = driver.ready();
    this.enode = Enode.parse(ready.text("enode"));
    this.chain =
        new Chain(
            Long.parseLong(ready.text("networkId")),
            Bytes32.fromHexString(ready.text("genesis")),
            new ForkId(
                Bytes.fromHexString(ready.text("forkHash")).toInt(),
                Long.parseUnsignedLong(ready.text("forkNext"))));
  }

  /**
   * What it says of its chain.
   *
   * @param networkId the network id
   * @param genesis the genesis hash
   * @param forkId the fork id
   */
  public record Chain(long networkId, Bytes32 genesis, ForkId forkId) {}

  /**
   * What it read in another's Hello and Status.
   *
   * @param clientId the client id
   * @param version the version of eth that both speak
   * @param chain the chain of the Status
   */
  public record Met(String clientId, int version, Chain chain) {}

  /**
   * Starts a node.
   *
   * @param installation of {@code ethereumjs}
   * @param work folder for its output
   * @param networkId the network id of its Status
   * @param bootnode whom it pings first; it walks on from there
   */
  public static EthereumJs start(
      Installation installation, Path work, long networkId, Optional<Enode> bootnode)
      throws IOException, InterruptedException {
    return new EthereumJs(
        DrivenPeer.start(
            "ethereumjs",
            work,
            List.of(
                "node",
                installation.path("driver.mjs").toString(),
                Integer.toString(Ports.free()),
                Integer.toString(Ports.free()),
                Long.toString(networkId),
                bootnode.map(Enode::toString).orElse(""))));
  }

  /** Its address; UDP and TCP port differ. */
  public Enode enode() {
    return enode;
  }

  /** Its chain. */
  public Chain chain() {
    return chain;
  }

  /** File of its log. */
  public Path log() {
    return driver.log();
  }

  /** Pings by discv4; done when the pong is there. */
  public CompletableFuture<Void> ping(Enode node) {
    return driver.call("ping", node.toString()).thenAccept(pong -> {});
  }

  /**
   * Asks by discv4 for neighbors.
   *
   * @param target 64 bytes
   * @return the public keys that came, as 128 hex digits
   */
  public CompletableFuture<List<String>> findNode(Enode node, Bytes target) {
    return driver
        .call("findnode", node.toString(), target.toUnprefixedHexString())
        .thenApply(answer -> texts(answer, "ids"));
  }

  /** Dials, and gives what the Status says. */
  public CompletableFuture<Met> dial(Enode node) {
    return driver.call("dial", node.toString()).thenApply(EthereumJs::met);
  }

  /** What the Status said of a node that dialed it or will do so within seconds. */
  public CompletableFuture<Met> met(Enode node) {
    return driver
        .call("status", node.key().bytes().toUnprefixedHexString())
        .thenApply(EthereumJs::met);
  }

  private static Met met(Json status) {
    try {
      List<String> fork = status.texts("forkId");
      return new Met(
          status.text("clientId"),
          Integer.parseInt(status.text("version")),
          new Chain(
              Bytes.fromHexString(status.text("networkId")).toLong(),
              Bytes32.fromHexString(status.text("genesis")),
              new ForkId(
                  Bytes.fromHexString(fork.getFirst()).toInt(),
                  Bytes.fromHexString(fork.getLast()).toLong())));
    } catch (IOException unexpected) {
      throw new UncheckedIOException(unexpected);
    }
  }

  private static List<String> texts(Json answer, String field) {
    try {
      return answer.texts(field);
    } catch (IOException unexpected) {
      throw new UncheckedIOException(unexpected);
    }
  }

  @Override
  public void close() {
    driver.close();
  }
}
