package io.devp2p.interop.peers;

import io.devp2p.core.NetworkException;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.Enode;
import io.devp2p.core.node.Node;
import io.devp2p.discovery.Discovery;
import io.devp2p.discovery.Version;
import io.devp2p.discovery.guard.AddressPolicy;
import io.devp2p.wire.Host;
import io.devp2p.wire.eth.Eth;
import io.devp2p.wire.eth.Status;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks a node that comes up until it answers: what it prints is no proof that it does. */
final class Probe {

  /** Longer than a handshake and a Status take together; then another try is worth more. */
  private static final Duration TRY = Duration.ofSeconds(8);

  private static final Duration PAUSE = Duration.ofMillis(200);

  private Probe() {}

  /**
   * The chain of the first Status of a node; some answer everything else before they send one.
   *
   * @param limit after which no further try is begun
   * @throws IOException if there was none, with what the last try met
   */
  static Chain status(Enode node, Duration limit) throws IOException, InterruptedException {
    Endpoint endpoint = node.endpoint().orElseThrow(() -> new IOException("no address in " + node));
    Eth eth = Eth.observing(Eth.VERSIONS);
    long start = System.nanoTime();
    try (Host host = Host.start(NodeKey.generate(new SecureRandom()), c -> c.offer(eth))) {
      while (true) {
        try {
          Status status =
              host.dial(node.key(), endpoint.tcpAddress())
                  .thenCompose(peer -> peer.session(eth).orElseThrow().status())
                  .get(TRY.toSeconds(), TimeUnit.SECONDS);
          return new Chain(
              status.networkId(), status.genesis(), status.forkId(), status.latestHash());
        } catch (ExecutionException | TimeoutException notYet) {
          if (System.nanoTime() - start > limit.toNanos()) {
            throw new IOException("no Status from " + node, notYet);
          }
          TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        }
      }
    } catch (NetworkException.Unreachable noThreads) {
      throw new IOException("no host could be started", noThreads);
    }
  }

  /**
   * Pings a node until it answers.
   *
   * @param family of its address
   * @param limit after which no further try is begun
   * @throws IOException if it did not answer
   */
  static void pong(Version version, Node node, IpFamily family, Duration limit)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    try (Discovery asker =
        Discovery.start(
            NodeKey.generate(new SecureRandom()),
            c ->
                c.bind(family.anyPort())
                    .addresses(AddressPolicy.only("127.0.0.0/8", "::1/128"))
                    .revalidate(false))) {
      while (true) {
        try {
          asker.ping(version, node).get(TRY.toSeconds(), TimeUnit.SECONDS);
          return;
        } catch (ExecutionException | TimeoutException notYet) {
          if (System.nanoTime() - start > limit.toNanos()) {
            throw new IOException("no PONG from " + node, notYet);
          }
        }
      }
    } catch (NetworkException.Unreachable noPort) {
      throw new IOException("no asker could be started", noPort);
    }
  }
}
