package io.devp2p.wire.dial;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.crypto.PublicKey;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class DialHistoryTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final PublicKey PEER = NodeKey.generate(new Random(1)).publicKey();
  private static final InetSocketAddress HERE = new InetSocketAddress("192.0.2.1", 1);
  private static final InetSocketAddress THERE = new InetSocketAddress("192.0.2.2", 1);

  private final DialHistory history = new DialHistory(new Random(7));

  private long mayFrom(long now, InetSocketAddress... addresses) {
    return history.mayFrom(now, PEER, List.of(addresses));
  }

  @Test
  void nobodyIsDialedTwiceWithin35Seconds() {
    assertThat(mayFrom(0, HERE)).isZero();
    history.onDial(0, PEER);
    history.onProved(PEER);
    assertThat(mayFrom(0, HERE)).isEqualTo(35 * SECOND);
    assertThat(mayFrom(40 * SECOND, HERE)).isEqualTo(40 * SECOND);
  }

  @Test
  void whoFailedIsLeftAlone() {
    history.onDial(0, PEER);
    history.onFailure(0, PEER, Backoff.HIGH, Backoff.LONGEST);
    assertThat(mayFrom(0, HERE)).isBetween(900 * SECOND, 1350 * SECOND);
    history.onFailure(0, PEER, Backoff.HIGH, Backoff.LONGEST);
    assertThat(mayFrom(0, HERE)).isBetween(1800 * SECOND, 2700 * SECOND);
    history.forgive(PEER);
    history.onFailure(0, PEER, Backoff.LOW, Backoff.LONGEST);
    assertThat(mayFrom(0, HERE)).isBetween(35 * SECOND, 45 * SECOND);
  }

  @Test
  void whoHasMovedIsTriedAtTheNewAddress() {
    history.onDial(0, PEER);
    history.onUseless(PEER, HERE);
    history.onFailure(0, PEER, Backoff.MEDIUM, Backoff.LONGEST);
    assertThat(mayFrom(0, HERE)).isGreaterThanOrEqualTo(180 * SECOND);
    assertThat(mayFrom(0, HERE, THERE)).isEqualTo(35 * SECOND);
    history.onProved(PEER);
    assertThat(mayFrom(0, HERE, THERE))
        .as("the node itself did not want us")
        .isGreaterThanOrEqualTo(180 * SECOND);
  }

  @Test
  void remembersSoManyNodes() {
    Random random = new Random(3);
    history.onDial(0, PEER);
    for (int i = 0; i < 4096; i++) {
      history.onDial(0, NodeKey.generate(random).publicKey());
    }
    assertThat(history.size()).isEqualTo(4096);
    assertThat(mayFrom(0, HERE)).as("the oldest is forgotten").isZero();
  }
}
