package io.devp2p.bench;

import io.devp2p.core.NetworkException;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.wire.DisconnectReason;
import io.devp2p.wire.Host;
import io.devp2p.wire.Peer;
import io.devp2p.wire.eth.Eth;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;

/**
 * Dials over loopback in one process, both sides counted: TCP, the RLPx handshake, both Hellos,
 * Disconnect.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Threads(8)
public class DialBenchmark {

  private final NodeKey serverKey = NodeKey.generate(new SecureRandom());
  private Host server;
  private Host client;
  private InetSocketAddress address;

  @Setup
  public void start() throws NetworkException {
    server =
        Host.start(
            serverKey,
            c ->
                c.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .offer(Eth.observing(Eth.VERSIONS))
                    .maxPeers(4_096)
                    .maxInbound(4_096)
                    .acceptsPerSecond(1_000_000));
    address = server.localAddress().orElseThrow();
    client =
        Host.start(
            NodeKey.generate(new SecureRandom()),
            c -> c.offer(Eth.observing(Eth.VERSIONS)).maxPeers(4_096).maxDials(4_096));
  }

  @Benchmark
  public Object dial() {
    Peer peer = client.dial(serverKey.publicKey(), address).join();
    peer.disconnect(DisconnectReason.QUITTING);
    return peer.down().join();
  }

  @TearDown
  public void stop() {
    client.close();
    server.close();
  }
}
