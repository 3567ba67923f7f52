package io.devp2p.interop.peers;

import io.devp2p.core.node.NodeRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * A discv5 node of Consensys discovery (the one of Teku and Besu) on 127.0.0.1, in a JVM of its
 * own. It answers a TALKREQ by the protocol's name followed by the request. Thread-safe.
 */
public final class ConsensysDiscovery implements AutoCloseable {

  private final DrivenPeer driver;
  private final NodeRecord self;

  private ConsensysDiscovery(DrivenPeer driver) throws IOException {
    this.driver = driver;
    this.self = NodeRecord.parse(driver.ready().text("enr"));
  }

  /**
   * Starts a node; takes about 3 seconds.
   *
   * @param installation of {@code consensys}
   * @param work folder for its output
   * @param privateKey its key
   * @param bootnode whom it asks first
   */
  public static ConsensysDiscovery start(
      Installation installation, Path work, Bytes32 privateKey, Optional<NodeRecord> bootnode)
      throws IOException, InterruptedException {
    return new ConsensysDiscovery(
        DrivenPeer.start(
            "consensys",
            work,
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                installation.path("lib") + "/*",
                installation.path("ConsensysDriver.java").toString(),
                Integer.toString(Ports.free()),
                privateKey.toHexString(),
                bootnode.map(NodeRecord::toString).orElse(""))));
  }

  /** Its record; the {@code tcp} entry in it leads nowhere. */
  public NodeRecord self() {
    return self;
  }

  /** File of its log. */
  public Path log() {
    return driver.log();
  }

  /** Sends a PING; done when the PONG is there. */
  public CompletableFuture<Void> ping(NodeRecord node) {
    return driver.call("ping", node.toString()).thenAccept(pong -> {});
  }

  /** Sends a FINDNODE. */
  public CompletableFuture<List<NodeRecord>> findNode(NodeRecord node, int... distances) {
    String list =
        Arrays.stream(distances).mapToObj(Integer::toString).collect(Collectors.joining(","));
    return driver.call("findnode", node.toString(), list).thenApply(ConsensysDiscovery::records);
  }

  /** Sends a TALKREQ and gives the response. */
  public CompletableFuture<Bytes> talk(NodeRecord node, String protocol, Bytes request) {
    return driver
        .call("talk", node.toString(), protocol, request.toHexString())
        .thenApply(answer -> Bytes.fromHexString(text(answer)));
  }

  private static String text(Json answer) {
    try {
      return answer.text("response");
    } catch (IOException unexpected) {
      throw new UncheckedIOException(unexpected);
    }
  }

  private static List<NodeRecord> records(Json answer) {
    try {
      return answer.texts("enrs").stream().map(NodeRecord::parse).toList();
    } catch (IOException unexpected) {
      throw new UncheckedIOException(unexpected);
    }
  }

  @Override
  public void close() {
    driver.close();
  }
}
