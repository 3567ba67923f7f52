package io.devp2p.wire.dial;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.NetworkException;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.crypto.PublicKey;
import io.devp2p.core.node.NodeId;
import io.devp2p.wire.Capability;
import io.devp2p.wire.Cause;
import io.devp2p.wire.DialFailure;
import io.devp2p.wire.DisconnectReason;
import io.devp2p.wire.PeerDown;
import io.devp2p.wire.Stage;
import io.devp2p.wire.Timings;
import io.devp2p.wire.dial.Dialer.Effect;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Dialogues with the dialer, in virtual time. */
final class DialerTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long MINUTE = 60 * SECOND;
  private static final InetSocketAddress IP4 = new InetSocketAddress("192.0.2.1", 30303);
  private static final InetSocketAddress IP6 = new InetSocketAddress("2001:db8::1", 30303);

  private final Random random = new Random(11);
  private final PublicKey self = key();
  private final PeerSlots<String> slots =
      new PeerSlots<>(NodeId.of(self), new PeerSlots.Limits(8, 4, 4, Map.of()));
  private final Reputation reputation = new Reputation(slots::isTrusted, a -> false);
  private final Dialer dialer =
      new Dialer(new Dialer.Settings(self, 3, false, a -> true, random), slots, reputation);
  private final Map<PublicKey, Long> ids = new HashMap<>();
  private long now;

  private PublicKey key() {
    return NodeKey.generate(random).publicKey();
  }

  private static Target target(PublicKey key) {
    return Target.of(key, IP4);
  }

  private List<Effect> drain() {
    List<Effect> effects = dialer.drain();
    for (Effect effect : effects) {
      if (effect instanceof Effect.Connect connect) {
        ids.put(connect.key(), connect.id());
      }
    }
    return effects;
  }

  private List<PublicKey> dialed() {
    List<PublicKey> keys = new ArrayList<>();
    for (Effect effect : drain()) {
      if (effect instanceof Effect.Connect connect) {
        keys.add(connect.key());
      }
    }
    return keys;
  }

  private void advance(long nanos) {
    now += nanos;
    if (dialer.deadline() <= now) {
      dialer.onTime(now);
    }
  }

  /** Lets time pass as a timer would, until somebody is dialed. */
  private long untilDialed(PublicKey key) {
    long start = now;
    while (!dialed().contains(key)) {
      assertThat(dialer.deadline()).as("it is not forgotten").isLessThan(Long.MAX_VALUE);
      advance(dialer.deadline() - now);
    }
    return now - start;
  }

  private void connected(PublicKey key) {
    slots.onProved("to " + key, key, false);
    slots.onGreeted("to " + key, key, List.of(new Capability("eth", 69)));
    dialer.onConnected(now, key);
  }

  private void down(PublicKey key, int reason, Duration age) {
    slots.onGone("to " + key, key);
    PeerDown down = new PeerDown(new DisconnectReason(reason), true, Optional.empty());
    dialer.onDown(now, key, down, age);
  }

  private void failed(PublicKey key, Stage stage, Throwable cause) {
    DialFailure failure = new DialFailure(stage, cause, Optional.empty(), Timings.NONE);
    dialer.onFailed(now, ids.getOrDefault(key, -1L), key, failure);
  }

  private void refused(PublicKey key) {
    failed(key, Stage.CONNECT, new ConnectException("Connection refused"));
  }

  private Optional<Cause> outcome(long call) {
    return drain().stream()
        .filter(Effect.Done.class::isInstance)
        .map(Effect.Done.class::cast)
        .filter(done -> done.call() == call)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no outcome of call " + call))
        .failure()
        .map(DialFailure::why);
  }

  // ---- what is asked for

  @Test
  void aDialHasOneOutcome() {
    PublicKey good = key();
    long call = dialer.dial(now, target(good));
    assertThat(drain()).containsExactly(new Effect.Connect(call + 1, good, IP4));
    connected(good);
    assertThat(outcome(call)).isEmpty();

    PublicKey bad = key();
    long other = dialer.dial(now, target(bad));
    drain();
    refused(bad);
    assertThat(outcome(other)).contains(Cause.CONNECT_REFUSED);
    refused(bad);
    assertThat(drain()).as("told once").isEmpty();
    assertThat(dialer.inFlight()).isZero();
  }

  @Test
  void aSecondCallJoinsTheDialInFlight() {
    PublicKey peer = key();
    long first = dialer.dial(now, target(peer));
    long second = dialer.dial(now, target(peer));
    assertThat(dialed()).containsExactly(peer);
    connected(peer);
    List<Effect> effects = drain();
    assertThat(effects)
        .containsExactly(
            new Effect.Done(first, peer, Optional.empty()),
            new Effect.Done(second, peer, Optional.empty()));
  }

  @Test
  void whatIsNotTried() {
    assertThat(outcome(dialer.dial(now, target(self)))).contains(Cause.SELF);
    PublicKey there = key();
    connected(there);
    assertThat(outcome(dialer.dial(now, target(there)))).contains(Cause.ALREADY_CONNECTED);
    PublicKey bad = key();
    reputation.ban(now, bad, Duration.ofMinutes(1));
    assertThat(outcome(dialer.dial(now, target(bad)))).contains(Cause.BANNED);
    Target nowhere = new Target(key(), List.of(), Optional.empty());
    assertThat(outcome(dialer.dial(now, nowhere))).contains(Cause.NO_TCP_PORT);
    for (int i = 0; i < 3; i++) {
      dialer.dial(now, target(key()));
    }
    assertThat(outcome(dialer.dial(now, target(key())))).contains(Cause.NO_FREE_SLOT);
    dialer.close(now);
    assertThat(outcome(dialer.dial(now, target(key())))).contains(Cause.HOST_CLOSED);
  }

  @Test
  void bannedAddressesAreNotDialedExceptForTrustedNodes() {
    reputation.ban(now, IP4.getAddress(), Duration.ofMinutes(1));
    assertThat(outcome(dialer.dial(now, target(key())))).contains(Cause.BANNED);
    PublicKey friend = key();
    slots.trust(friend);
    dialer.dial(now, target(friend));
    assertThat(dialed()).containsExactly(friend);
  }

  @Test
  void whoAsksIsNotHeldBackByHistory() {
    PublicKey peer = key();
    for (int i = 0; i < 5; i++) {
      long call = dialer.dial(now, target(peer));
      assertThat(dialed()).containsExactly(peer);
      refused(peer);
      assertThat(outcome(call)).contains(Cause.CONNECT_REFUSED);
    }
  }

  // ---- both families

  @Test
  void theOtherFamilyIsTriedWhereThereIsNoConnection() {
    PublicKey peer = key();
    long call = dialer.dial(now, new Target(peer, List.of(IP6, IP4), Optional.empty()));
    assertThat(drain()).containsExactly(new Effect.Connect(call + 1, peer, IP4));
    refused(peer);
    assertThat(drain()).containsExactly(new Effect.Connect(call + 1, peer, IP6));
    failed(peer, Stage.CONNECT, new NetworkException.TimedOut("TCP"));
    assertThat(outcome(call)).as("of the preferred one").contains(Cause.CONNECT_REFUSED);
  }

  @Test
  void theOtherFamilyIsNotTriedWhereTheNodeIsThere() {
    PublicKey peer = key();
    long call = dialer.dial(now, new Target(peer, List.of(IP4, IP6), Optional.empty()));
    drain();
    failed(peer, Stage.HELLO, new NetworkException.Disconnected(4, true));
    assertThat(outcome(call)).contains(Cause.DISCONNECT_BEFORE_HELLO);
  }

  // ---- names

  @Test
  void namesAreLookedUpBeforeEachDial() {
    PublicKey peer = key();
    Target.Name name = new Target.Name("node.example.org", 30303);
    Target target = new Target(peer, List.of(), Optional.of(name));
    long call = dialer.addStatic(now, target);
    assertThat(drain()).containsExactly(new Effect.Resolve(peer, name));
    dialer.onResolved(now, peer, List.of());
    assertThat(outcome(call)).contains(Cause.NAME_UNRESOLVED);

    advance(dialer.deadline() - now);
    assertThat(drain()).containsExactly(new Effect.Resolve(peer, name));
    dialer.onResolved(now, peer, List.of(IP6));
    assertThat(dialed()).containsExactly(peer);
    dialer.onResolved(now, peer, List.of(IP4));
    assertThat(drain()).as("an answer that comes twice").isEmpty();
    connected(peer);
    down(peer, 8, Duration.ofHours(1));
    advance(dialer.deadline() - now);
    assertThat(drain()).containsExactly(new Effect.Resolve(peer, name));
  }

  // ---- static nodes

  @Test
  void staticNodesAreDialedUntilTheyAreThereAndWhenTheyAreLost() {
    PublicKey peer = key();
    long call = dialer.addStatic(now, target(peer));
    assertThat(dialed()).containsExactly(peer);
    refused(peer);
    assertThat(outcome(call)).as("of the first dial").contains(Cause.CONNECT_REFUSED);
    assertThat(untilDialed(peer)).isBetween(3 * MINUTE, 5 * MINUTE);
    connected(peer);
    assertThat(dialer.deadline()).isEqualTo(Long.MAX_VALUE);
    advance(10 * MINUTE);
    down(peer, 8, Duration.ofMinutes(10));
    assertThat(untilDialed(peer)).isBetween(30 * SECOND, 45 * SECOND);
  }

  @Test
  void aStaticNodeIsTriedEveryFiveMinutesAtTheLatest() {
    PublicKey peer = key();
    dialer.addStatic(now, target(peer));
    dialed();
    for (int i = 0; i < 20; i++) {
      failed(peer, Stage.HELLO, new NetworkException.Disconnected(3, true));
      assertThat(untilDialed(peer)).isBetween(35 * SECOND, 5 * MINUTE);
    }
  }

  /** reth#18733: a throttle of 30 s at the other side is never run into. */
  @Test
  void nobodyIsDialedAgainWithinTheThrottleOfOthers() {
    PublicKey peer = key();
    dialer.addStatic(now, target(peer));
    dialed();
    connected(peer);
    down(peer, 4, Duration.ofSeconds(1));
    assertThat(untilDialed(peer)).isGreaterThanOrEqualTo(35 * SECOND);
  }

  @Test
  void staticNodesComeFirst() {
    dialer.onSource(now);
    drain();
    for (int i = 0; i < 6; i++) {
      dialer.offer(now, target(key()));
    }
    List<PublicKey> strangers = dialed();
    assertThat(strangers).hasSize(3);
    PublicKey wanted = key();
    dialer.addStatic(now, target(wanted));
    assertThat(dialed()).as("all dials are taken").isEmpty();
    refused(strangers.getFirst());
    assertThat(dialed()).containsExactly(wanted);
  }

  @Test
  void aStaticNodeThatIsLetGoIsDialedNoMore() {
    PublicKey peer = key();
    dialer.addStatic(now, target(peer));
    drain();
    assertThat(dialer.removeStatic(peer)).isTrue();
    assertThat(dialer.removeStatic(peer)).isFalse();
    refused(peer);
    assertThat(dialer.deadline()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void whoWaitsForAStaticNodeIsAlwaysAnswered() {
    PublicKey there = key();
    connected(there);
    assertThat(outcome(dialer.addStatic(now, target(there)))).isEmpty();
    assertThat(outcome(dialer.addStatic(now, target(self)))).contains(Cause.SELF);
    PublicKey bad = key();
    reputation.ban(now, bad, Duration.ofMinutes(1));
    assertThat(outcome(dialer.addStatic(now, target(bad)))).contains(Cause.BANNED);
    for (int i = 0; i < 3; i++) {
      dialer.dial(now, target(key()));
    }
    PublicKey late = key();
    long removed = dialer.addStatic(now, target(late));
    dialer.removeStatic(late);
    assertThat(outcome(removed)).contains(Cause.LOCAL_CLOSE);
    long closed = dialer.addStatic(now, target(late));
    dialer.close(now);
    assertThat(outcome(closed)).contains(Cause.HOST_CLOSED);
  }

  @Test
  void aBannedStaticNodeIsTriedWhenTheBanIsOver() {
    PublicKey bad = key();
    reputation.ban(now, bad, Duration.ofMinutes(2));
    dialer.addStatic(now, target(bad));
    assertThat(untilDialed(bad)).isBetween(2 * MINUTE, 3 * MINUTE);
  }

  // ---- candidates

  @Test
  void asksForCandidatesWhileThereArePlaces() {
    assertThat(dialer.deadline()).as("nobody to ask").isEqualTo(Long.MAX_VALUE);
    dialer.onSource(now);
    assertThat(drain()).containsExactly(new Effect.Demand(3));
    List<PublicKey> found = List.of(key(), key(), key());
    found.forEach(key -> dialer.offer(now, target(key)));
    assertThat(dialed()).isEqualTo(found);
    assertThat(dialer.deadline()).as("all dials are taken").isEqualTo(Long.MAX_VALUE);
    found.forEach(this::connected);
    assertThat(drain()).as("not within a second").isEmpty();
    advance(SECOND);
    assertThat(drain()).as("one place is left").containsExactly(new Effect.Demand(1));
    PublicKey last = key();
    dialer.offer(now, target(last));
    assertThat(dialed()).containsExactly(last);
    connected(last);
    advance(MINUTE);
    assertThat(drain()).as("no place is left").isEmpty();
    down(last, 4, Duration.ofMinutes(1));
    assertThat(drain()).containsExactly(new Effect.Demand(1));
  }

  /** A source that gives the same useless nodes again and again costs one question a second. */
  @Test
  void uselessCandidatesAreNoLoop() {
    PublicKey peer = key();
    dialer.dial(now, target(peer));
    drain();
    refused(peer);
    drain();
    dialer.onSource(now);
    int demanded = 0;
    for (int i = 0; i < 100; i++) {
      for (Effect effect : drain()) {
        demanded++;
        for (int n = 0; n < ((Effect.Demand) effect).candidates(); n++) {
          dialer.offer(now, target(peer));
        }
      }
      advance(SECOND / 10);
    }
    assertThat(demanded).isBetween(9, 11);
  }

  @Test
  void aSourceThatDoesNotGiveIsAskedAgain() {
    dialer.onSource(now);
    assertThat(drain()).hasSize(1);
    advance(9 * SECOND);
    assertThat(drain()).isEmpty();
    advance(SECOND);
    assertThat(drain()).containsExactly(new Effect.Demand(3));
  }

  @Test
  void aSourceThatGivesTooMuchLosesIt() {
    for (int i = 0; i < 1000; i++) {
      dialer.offer(now, target(key()));
    }
    List<PublicKey> dialed = dialed();
    int all = 0;
    while (!dialed.isEmpty()) {
      all += dialed.size();
      dialed.forEach(this::refused);
      dialed = dialed();
    }
    assertThat(all).isEqualTo(3 + Candidates.MOST);
  }

  @Test
  void candidatesThatFailedOrAreThereAreNotDialed() {
    PublicKey peer = key();
    dialer.offer(now, target(peer));
    assertThat(dialed()).containsExactly(peer);
    refused(peer);
    dialer.offer(now, target(peer));
    assertThat(dialed()).as("backs off").isEmpty();
    Target moved = Target.of(peer, new InetSocketAddress("198.51.100.1", 1));
    dialer.offer(now + 36 * SECOND, moved);
    assertThat(dialed()).as("but not at another address").containsExactly(peer);
    connected(peer);
    dialer.offer(now, moved);
    assertThat(drain()).noneMatch(Effect.Connect.class::isInstance);
    PublicKey coming = key();
    slots.onProved("from", coming, true);
    dialer.offer(now, target(coming));
    assertThat(dialed()).isEmpty();
  }

  // ---- two connections with one node

  @Test
  void aDialThatLosesAgainstAnInboundConnectionSucceedsWithIt() {
    PublicKey peer = key();
    long call = dialer.dial(now, target(peer));
    drain();
    slots.onProved("from", peer, true);
    failed(peer, Stage.HELLO, new NetworkException.Disconnected(5, true));
    assertThat(drain()).as("the other connection may still become a session").isEmpty();
    slots.onGreeted("from", peer, List.of(new Capability("eth", 69)));
    dialer.onConnected(now, peer);
    assertThat(outcome(call)).isEmpty();
  }

  /** The peer knows of the session when it has our Hello, we a moment after we have its own. */
  @Test
  void aDialThatLosesAgainstASessionThatIsNotToldYetSucceedsWithIt() {
    PublicKey peer = key();
    long call = dialer.dial(now, target(peer));
    drain();
    slots.onProved("from", peer, true);
    slots.onGreeted("from", peer, List.of(new Capability("eth", 69)));
    failed(peer, Stage.HELLO, new NetworkException.Disconnected(5, true));
    assertThat(drain()).as("the session is told next").isEmpty();
    dialer.onConnected(now, peer);
    assertThat(outcome(call)).isEmpty();
  }

  @Test
  void aDialThatLosesAgainstAConnectionThatFailsHasFailed() {
    PublicKey peer = key();
    long call = dialer.dial(now, target(peer));
    drain();
    slots.onProved("from", peer, true);
    failed(peer, Stage.HELLO, new NetworkException.Disconnected(5, true));
    slots.onGone("from", peer);
    dialer.onGone(now, peer);
    assertThat(outcome(call)).contains(Cause.DISCONNECT_BEFORE_HELLO);
    assertThat(dialer.inFlight()).isZero();
  }

  @Test
  void aConnectionThatLostIsNotTheNextDial() {
    PublicKey peer = key();
    dialer.dial(now, target(peer));
    drain();
    long old = ids.getOrDefault(peer, -1L);
    connected(peer); // from outside, while our dial is under way
    down(peer, 4, Duration.ofSeconds(1));
    long call = dialer.dial(now, target(peer));
    drain();
    DialFailure late =
        new DialFailure(
            Stage.HELLO,
            new NetworkException.Disconnected(5, true),
            Optional.empty(),
            Timings.NONE);
    dialer.onFailed(now, old, peer, late);
    assertThat(drain()).isEmpty();
    connected(peer);
    assertThat(outcome(call)).isEmpty();
  }

  /** F-06: after ten thousand mixed outcomes nothing is left. */
  @Test
  void nothingIsLeftInFlight() {
    for (int i = 0; i < 2_500; i++) {
      PublicKey peer = key();
      long call = dialer.dial(now, target(peer));
      drain();
      switch (i % 4) {
        case 0 -> connected(peer);
        case 1 -> refused(peer);
        case 2 -> failed(peer, Stage.AUTH, new NetworkException.TimedOut("ack"));
        default -> failed(peer, Stage.HELLO, new NetworkException.Disconnected(4, true));
      }
      assertThat(outcome(call).isEmpty()).isEqualTo(i % 4 == 0);
      if (i % 4 == 0) {
        down(peer, 8, Duration.ofHours(1));
      }
      assertThat(dialer.inFlight()).isZero();
    }
  }
}
