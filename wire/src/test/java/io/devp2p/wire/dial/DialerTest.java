package io.devp2p.wire.dial;

import static io.devp2p.wire.dial.DialerDialogue.IP4;
import static io.devp2p.wire.dial.DialerDialogue.IP6;
import static io.devp2p.wire.dial.DialerDialogue.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.NetworkException;
import io.devp2p.core.crypto.PublicKey;
import io.devp2p.wire.Capability;
import io.devp2p.wire.Cause;
import io.devp2p.wire.DialFailure;
import io.devp2p.wire.Stage;
import io.devp2p.wire.Timings;
import io.devp2p.wire.dial.Dialer.Effect;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a dialer does with those that it is told to dial. */
final class DialerTest {

  private final DialerDialogue d = new DialerDialogue();

  // ---- what is asked for

  @Test
  void aDialHasOneOutcome() {
    PublicKey good = d.key();
    long call = d.dialer.dial(d.now, target(good));
    assertThat(d.drain()).containsExactly(new Effect.Connect(call + 1, good, IP4));
    d.connected(good);
    assertThat(d.outcome(call)).isEmpty();

    PublicKey bad = d.key();
    long other = d.dialer.dial(d.now, target(bad));
    d.drain();
    d.refused(bad);
    assertThat(d.outcome(other)).contains(Cause.CONNECT_REFUSED);
    d.refused(bad);
    assertThat(d.drain()).as("told once").isEmpty();
    assertThat(d.dialer.inFlight()).isZero();
  }

  @Test
  void aSecondCallJoinsTheDialInFlight() {
    PublicKey peer = d.key();
    long first = d.dialer.dial(d.now, target(peer));
    long second = d.dialer.dial(d.now, target(peer));
    assertThat(d.dialed()).containsExactly(peer);
    d.connected(peer);
    List<Effect> effects = d.drain();
    assertThat(effects)
        .containsExactly(
            new Effect.Done(first, peer, Optional.empty()),
            new Effect.Done(second, peer, Optional.empty()));
  }

  @Test
  void whatIsNotTried() {
    assertThat(d.outcome(d.dialer.dial(d.now, target(d.self)))).contains(Cause.SELF);
    PublicKey there = d.key();
    d.connected(there);
    assertThat(d.outcome(d.dialer.dial(d.now, target(there)))).contains(Cause.ALREADY_CONNECTED);
    PublicKey bad = d.key();
    d.reputation.ban(d.now, bad, Duration.ofMinutes(1));
    assertThat(d.outcome(d.dialer.dial(d.now, target(bad)))).contains(Cause.BANNED);
    Target nowhere = new Target(d.key(), List.of(), Optional.empty());
    assertThat(d.outcome(d.dialer.dial(d.now, nowhere))).contains(Cause.NO_TCP_PORT);
    for (int i = 0; i < 3; i++) {
      d.dialer.dial(d.now, target(d.key()));
    }
    assertThat(d.outcome(d.dialer.dial(d.now, target(d.key())))).contains(Cause.NO_FREE_SLOT);
    d.dialer.close(d.now);
    assertThat(d.outcome(d.dialer.dial(d.now, target(d.key())))).contains(Cause.HOST_CLOSED);
  }

  @Test
  void bannedAddressesAreNotDialedExceptForTrustedNodes() {
    d.reputation.ban(d.now, IP4.getAddress(), Duration.ofMinutes(1));
    assertThat(d.outcome(d.dialer.dial(d.now, target(d.key())))).contains(Cause.BANNED);
    PublicKey friend = d.key();
    d.slots.trust(friend);
    d.dialer.dial(d.now, target(friend));
    assertThat(d.dialed()).containsExactly(friend);
  }

  @Test
  void whoAsksIsNotHeldBackByHistory() {
    PublicKey peer = d.key();
    for (int i = 0; i < 5; i++) {
      long call = d.dialer.dial(d.now, target(peer));
      assertThat(d.dialed()).containsExactly(peer);
      d.refused(peer);
      assertThat(d.outcome(call)).contains(Cause.CONNECT_REFUSED);
    }
  }

  // ---- both families

  @Test
  void theOtherFamilyIsTriedWhereThereIsNoConnection() {
    PublicKey peer = d.key();
    long call = d.dialer.dial(d.now, new Target(peer, List.of(IP6, IP4), Optional.empty()));
    assertThat(d.drain()).containsExactly(new Effect.Connect(call + 1, peer, IP4));
    d.refused(peer);
    assertThat(d.drain()).containsExactly(new Effect.Connect(call + 1, peer, IP6));
    d.failed(peer, Stage.CONNECT, new NetworkException.TimedOut("TCP"));
    assertThat(d.outcome(call)).as("of the preferred one").contains(Cause.CONNECT_REFUSED);
  }

  @Test
  void theOtherFamilyIsNotTriedWhereTheNodeIsThere() {
    PublicKey peer = d.key();
    long call = d.dialer.dial(d.now, new Target(peer, List.of(IP4, IP6), Optional.empty()));
    d.drain();
    d.failed(peer, Stage.HELLO, new NetworkException.Disconnected(4, true));
    assertThat(d.outcome(call)).contains(Cause.DISCONNECT_BEFORE_HELLO);
  }

  // ---- names

  @Test
  void namesAreLookedUpBeforeEachDial() {
    PublicKey peer = d.key();
    Target.Name name = new Target.Name("node.example.org", 30303);
    Target target = new Target(peer, List.of(), Optional.of(name));
    long call = d.dialer.addStatic(d.now, target);
    assertThat(d.drain()).containsExactly(new Effect.Resolve(peer, name));
    d.dialer.onResolved(d.now, peer, List.of());
    assertThat(d.outcome(call)).contains(Cause.NAME_UNRESOLVED);

    d.advance(d.dialer.deadline() - d.now);
    assertThat(d.drain()).containsExactly(new Effect.Resolve(peer, name));
    d.dialer.onResolved(d.now, peer, List.of(IP6));
    assertThat(d.dialed()).containsExactly(peer);
    d.dialer.onResolved(d.now, peer, List.of(IP4));
    assertThat(d.drain()).as("an answer that comes twice").isEmpty();
    d.connected(peer);
    d.down(peer, 8, Duration.ofHours(1));
    d.advance(d.dialer.deadline() - d.now);
    assertThat(d.drain()).containsExactly(new Effect.Resolve(peer, name));
  }

  // ---- two connections with one node

  @Test
  void aDialThatLosesAgainstAnInboundConnectionSucceedsWithIt() {
    PublicKey peer = d.key();
    long call = d.dialer.dial(d.now, target(peer));
    d.drain();
    d.slots.onProved("from", peer, true);
    d.failed(peer, Stage.HELLO, new NetworkException.Disconnected(5, true));
    assertThat(d.drain()).as("the other connection may still become a session").isEmpty();
    d.slots.onGreeted("from", peer, List.of(new Capability("eth", 69)));
    d.dialer.onConnected(d.now, peer);
    assertThat(d.outcome(call)).isEmpty();
  }

  /** The peer knows of the session when it has our Hello, we a moment after we have its own. */
  @Test
  void aDialThatLosesAgainstASessionThatIsNotToldYetSucceedsWithIt() {
    PublicKey peer = d.key();
    long call = d.dialer.dial(d.now, target(peer));
    d.drain();
    d.slots.onProved("from", peer, true);
    d.slots.onGreeted("from", peer, List.of(new Capability("eth", 69)));
    d.failed(peer, Stage.HELLO, new NetworkException.Disconnected(5, true));
    assertThat(d.drain()).as("the session is told next").isEmpty();
    d.dialer.onConnected(d.now, peer);
    assertThat(d.outcome(call)).isEmpty();
  }

  @Test
  void aDialThatLosesAgainstAConnectionThatFailsHasFailed() {
    PublicKey peer = d.key();
    long call = d.dialer.dial(d.now, target(peer));
    d.drain();
    d.slots.onProved("from", peer, true);
    d.failed(peer, Stage.HELLO, new NetworkException.Disconnected(5, true));
    d.slots.onGone("from", peer);
    d.dialer.onGone(d.now, peer);
    assertThat(d.outcome(call)).contains(Cause.DISCONNECT_BEFORE_HELLO);
    assertThat(d.dialer.inFlight()).isZero();
  }

  @Test
  void aConnectionThatLostIsNotTheNextDial() {
    PublicKey peer = d.key();
    d.dialer.dial(d.now, target(peer));
    d.drain();
    long old = d.ids.getOrDefault(peer, -1L);
    d.connected(peer); // from outside, while our dial is under way
    d.down(peer, 4, Duration.ofSeconds(1));
    long call = d.dialer.dial(d.now, target(peer));
    d.drain();
    DialFailure late =
        new DialFailure(
            Stage.HELLO,
            new NetworkException.Disconnected(5, true),
            Optional.empty(),
            Timings.NONE);
    d.dialer.onFailed(d.now, old, peer, late);
    assertThat(d.drain()).isEmpty();
    d.connected(peer);
    assertThat(d.outcome(call)).isEmpty();
  }

  /** F-06: after ten thousand mixed outcomes nothing is left. */
  @Test
  void nothingIsLeftInFlight() {
    for (int i = 0; i < 2_500; i++) {
      PublicKey peer = d.key();
      long call = d.dialer.dial(d.now, target(peer));
      d.drain();
      switch (i % 4) {
        case 0 -> d.connected(peer);
        case 1 -> d.refused(peer);
        case 2 -> d.failed(peer, Stage.AUTH, new NetworkException.TimedOut("ack"));
        default -> d.failed(peer, Stage.HELLO, new NetworkException.Disconnected(4, true));
      }
      assertThat(d.outcome(call).isEmpty()).isEqualTo(i % 4 == 0);
      if (i % 4 == 0) {
        d.down(peer, 8, Duration.ofHours(1));
      }
      assertThat(d.dialer.inFlight()).isZero();
    }
  }
}
