package io.devp2p.interop.peers;

import io.devp2p.core.NetworkException;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.Enode;
import io.devp2p.wire.Host;
import io.devp2p.wire.eth.Eth;
import io.devp2p.wire.eth.Status;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Dials a node until it has sent a Status, as some answer everything else before that. */
final class StatusProbe {

  /** Longer than a handshake and a Status take together; then another try is worth more. */
  private static final Duration TRY = Duration.ofSeconds(8);

  private static final Duration PAUSE = Duration.ofMillis(200);

  private StatusProbe() {}

  /**
   * The first Status of a node.
   *
   * @param limit after which no further try is begun
   * @throws IOException if there was none, with what the last try met
   */
  static Status await(Enode node, Duration limit) throws IOException, InterruptedException {
    Endpoint endpoint = node.endpoint().orElseThrow(() -> new IOException("no address in " + node));
    Eth eth = Eth.observing(Eth.VERSIONS);
    long start = System.nanoTime();
    try (Host host = Host.start(NodeKey.generate(new SecureRandom()), c -> c.offer(eth))) {
      while (true) {
        try {
          return host.dial(node.key(), endpoint.tcpAddress())
              .thenCompose(peer -> peer.session(eth).orElseThrow().status())
              .get(TRY.toSeconds(), TimeUnit.SECONDS);
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
}
