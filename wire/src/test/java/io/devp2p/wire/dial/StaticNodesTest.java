package io.devp2p.wire.dial;

import static io.devp2p.wire.dial.DialerDialogue.MINUTE;
import static io.devp2p.wire.dial.DialerDialogue.SECOND;
import static io.devp2p.wire.dial.DialerDialogue.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.NetworkException;
import io.devp2p.core.crypto.PublicKey;
import io.devp2p.wire.Cause;
import io.devp2p.wire.Stage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a dialer does for static nodes. */
final class StaticNodesTest {

  private final DialerDialogue d = new DialerDialogue();

  @Test
  void staticNodesAreDialedUntilTheyAreThereAndWhenTheyAreLost() {
    PublicKey peer = d.key();
    long call = d.dialer.addStatic(d.now, target(peer));
    assertThat(d.dialed()).containsExactly(peer);
    d.refused(peer);
    assertThat(d.outcome(call)).as("of the first dial").contains(Cause.CONNECT_REFUSED);
    assertThat(d.untilDialed(peer)).isBetween(3 * MINUTE, 5 * MINUTE);
    d.connected(peer);
    assertThat(d.dialer.deadline()).isEqualTo(Long.MAX_VALUE);
    d.advance(10 * MINUTE);
    d.down(peer, 8, Duration.ofMinutes(10));
    assertThat(d.untilDialed(peer)).isBetween(30 * SECOND, 45 * SECOND);
  }

  @Test
  void aStaticNodeIsTriedEveryFiveMinutesAtTheLatest() {
    PublicKey peer = d.key();
    d.dialer.addStatic(d.now, target(peer));
    d.dialed();
    for (int i = 0; i < 20; i++) {
      d.failed(peer, Stage.HELLO, new NetworkException.Disconnected(3, true));
      assertThat(d.untilDialed(peer)).isBetween(35 * SECOND, 5 * MINUTE);
    }
  }

  /** reth#18733: a throttle of 30 s at the other side is never run into. */
  @Test
  void nobodyIsDialedAgainWithinTheThrottleOfOthers() {
    PublicKey peer = d.key();
    d.dialer.addStatic(d.now, target(peer));
    d.dialed();
    d.connected(peer);
    d.down(peer, 4, Duration.ofSeconds(1));
    assertThat(d.untilDialed(peer)).isGreaterThanOrEqualTo(35 * SECOND);
  }

  @Test
  void staticNodesComeFirst() {
    d.dialer.onSource(d.now);
    d.drain();
    for (int i = 0; i < 6; i++) {
      d.dialer.offer(d.now, target(d.key()));
    }
    List<PublicKey> strangers = d.dialed();
    assertThat(strangers).hasSize(3);
    PublicKey wanted = d.key();
    d.dialer.addStatic(d.now, target(wanted));
    assertThat(d.dialed()).as("all dials are taken").isEmpty();
    d.refused(strangers.getFirst());
    assertThat(d.dialed()).containsExactly(wanted);
  }

  @Test
  void aStaticNodeThatIsLetGoIsDialedNoMore() {
    PublicKey peer = d.key();
    d.dialer.addStatic(d.now, target(peer));
    d.drain();
    assertThat(d.dialer.removeStatic(peer)).isTrue();
    assertThat(d.dialer.removeStatic(peer)).isFalse();
    d.refused(peer);
    assertThat(d.dialer.deadline()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void whoWaitsForAStaticNodeIsAlwaysAnswered() {
    PublicKey there = d.key();
    d.connected(there);
    assertThat(d.outcome(d.dialer.addStatic(d.now, target(there)))).isEmpty();
    assertThat(d.outcome(d.dialer.addStatic(d.now, target(d.self)))).contains(Cause.SELF);
    PublicKey bad = d.key();
    d.reputation.ban(d.now, bad, Duration.ofMinutes(1));
    assertThat(d.outcome(d.dialer.addStatic(d.now, target(bad)))).contains(Cause.BANNED);
    for (int i = 0; i < 3; i++) {
      d.dialer.dial(d.now, target(d.key()));
    }
    PublicKey late = d.key();
    long removed = d.dialer.addStatic(d.now, target(late));
    d.dialer.removeStatic(late);
    assertThat(d.outcome(removed)).contains(Cause.LOCAL_CLOSE);
    long closed = d.dialer.addStatic(d.now, target(late));
    d.dialer.close(d.now);
    assertThat(d.outcome(closed)).contains(Cause.HOST_CLOSED);
  }

  @Test
  void aBannedStaticNodeIsTriedWhenTheBanIsOver() {
    PublicKey bad = d.key();
    d.reputation.ban(d.now, bad, Duration.ofMinutes(2));
    d.dialer.addStatic(d.now, target(bad));
    assertThat(d.untilDialed(bad)).isBetween(2 * MINUTE, 3 * MINUTE);
  }
}
