package io.devp2p.wire.dial;

import static io.devp2p.wire.dial.DialerDialogue.MINUTE;
import static io.devp2p.wire.dial.DialerDialogue.SECOND;
import static io.devp2p.wire.dial.DialerDialogue.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.crypto.PublicKey;
import io.devp2p.wire.dial.Dialer.Effect;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a dialer does with candidates. */
final class DialerCandidatesTest {

  private final DialerDialogue d = new DialerDialogue();

  @Test
  void asksForCandidatesWhileThereArePlaces() {
    assertThat(d.dialer.deadline()).as("nobody to ask").isEqualTo(Long.MAX_VALUE);
    d.dialer.onSource(d.now);
    assertThat(d.drain()).containsExactly(new Effect.Demand(3));
    List<PublicKey> found = List.of(d.key(), d.key(), d.key());
    found.forEach(key -> d.dialer.offer(d.now, target(key)));
    assertThat(d.dialed()).isEqualTo(found);
    assertThat(d.dialer.deadline()).as("all dials are taken").isEqualTo(Long.MAX_VALUE);
    found.forEach(d::connected);
    assertThat(d.drain()).as("not within a second").isEmpty();
    d.advance(SECOND);
    assertThat(d.drain()).as("one place is left").containsExactly(new Effect.Demand(1));
    PublicKey last = d.key();
    d.dialer.offer(d.now, target(last));
    assertThat(d.dialed()).containsExactly(last);
    d.connected(last);
    d.advance(MINUTE);
    assertThat(d.drain()).as("no place is left").isEmpty();
    d.down(last, 4, Duration.ofMinutes(1));
    assertThat(d.drain()).containsExactly(new Effect.Demand(1));
  }

  /** A source that gives the same useless nodes again and again costs one question a second. */
  @Test
  void uselessCandidatesAreNoLoop() {
    PublicKey peer = d.key();
    d.dialer.dial(d.now, target(peer));
    d.drain();
    d.refused(peer);
    d.drain();
    d.dialer.onSource(d.now);
    int demanded = 0;
    for (int i = 0; i < 100; i++) {
      for (Effect effect : d.drain()) {
        demanded++;
        for (int n = 0; n < ((Effect.Demand) effect).candidates(); n++) {
          d.dialer.offer(d.now, target(peer));
        }
      }
      d.advance(SECOND / 10);
    }
    assertThat(demanded).isBetween(9, 11);
  }

  @Test
  void aSourceThatDoesNotGiveIsAskedAgain() {
    d.dialer.onSource(d.now);
    assertThat(d.drain()).hasSize(1);
    d.advance(9 * SECOND);
    assertThat(d.drain()).isEmpty();
    d.advance(SECOND);
    assertThat(d.drain()).containsExactly(new Effect.Demand(3));
  }

  @Test
  void aSourceThatGivesTooMuchLosesIt() {
    for (int i = 0; i < 1000; i++) {
      d.dialer.offer(d.now, target(d.key()));
    }
    List<PublicKey> dialed = d.dialed();
    int all = 0;
    while (!dialed.isEmpty()) {
      all += dialed.size();
      dialed.forEach(d::refused);
      dialed = d.dialed();
    }
    assertThat(all).isEqualTo(3 + Candidates.MOST);
  }

  @Test
  void candidatesThatFailedOrAreThereAreNotDialed() {
    PublicKey peer = d.key();
    d.dialer.offer(d.now, target(peer));
    assertThat(d.dialed()).containsExactly(peer);
    d.refused(peer);
    d.dialer.offer(d.now, target(peer));
    assertThat(d.dialed()).as("backs off").isEmpty();
    Target moved = Target.of(peer, new InetSocketAddress("198.51.100.1", 1));
    d.dialer.offer(d.now + 36 * SECOND, moved);
    assertThat(d.dialed()).as("but not at another address").containsExactly(peer);
    d.connected(peer);
    d.dialer.offer(d.now, moved);
    assertThat(d.drain()).noneMatch(Effect.Connect.class::isInstance);
    PublicKey coming = d.key();
    d.slots.onProved("from", coming, true);
    d.dialer.offer(d.now, target(coming));
    assertThat(d.dialed()).isEmpty();
  }
}
