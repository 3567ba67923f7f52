package io.devp2p.wire.dial;

import static org.assertj.core.api.Assertions.assertThat;

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

/** A dialer, and the world around it in virtual time. */
final class DialerDialogue {

  static final long SECOND = Duration.ofSeconds(1).toNanos();
  static final long MINUTE = 60 * SECOND;
  static final InetSocketAddress IP4 = new InetSocketAddress("192.0.2.1", 30303);
  static final InetSocketAddress IP6 = new InetSocketAddress("2001:db8::1", 30303);

  private final Random random = new Random(11);
  final PublicKey self = key();
  final PeerSlots<String> slots =
      new PeerSlots<>(NodeId.of(self), new PeerSlots.Limits(8, 4, 4, Map.of()));
  final Reputation reputation = new Reputation(slots::isTrusted, a -> false);
  final Dialer dialer =
      new Dialer(new Dialer.Settings(self, 3, false, a -> true, random), slots, reputation);
  final Map<PublicKey, Long> ids = new HashMap<>();
  long now;

  PublicKey key() {
    return NodeKey.generate(random).publicKey();
  }

  static Target target(PublicKey key) {
    return Target.of(key, IP4);
  }

  List<Effect> drain() {
    List<Effect> effects = dialer.drain();
    for (Effect effect : effects) {
      if (effect instanceof Effect.Connect connect) {
        ids.put(connect.key(), connect.id());
      }
    }
    return effects;
  }

  List<PublicKey> dialed() {
    List<PublicKey> keys = new ArrayList<>();
    for (Effect effect : drain()) {
      if (effect instanceof Effect.Connect connect) {
        keys.add(connect.key());
      }
    }
    return keys;
  }

  void advance(long nanos) {
    now += nanos;
    if (dialer.deadline() <= now) {
      dialer.onTime(now);
    }
  }

  /** Lets time pass as a timer would, until somebody is dialed. */
  long untilDialed(PublicKey key) {
    long start = now;
    while (!dialed().contains(key)) {
      assertThat(dialer.deadline()).as("it is not forgotten").isLessThan(Long.MAX_VALUE);
      advance(dialer.deadline() - now);
    }
    return now - start;
  }

  void connected(PublicKey key) {
    slots.onProved("to " + key, key, false);
    slots.onGreeted("to " + key, key, List.of(new Capability("eth", 69)));
    dialer.onConnected(now, key);
  }

  void down(PublicKey key, int reason, Duration age) {
    slots.onGone("to " + key, key);
    PeerDown down = new PeerDown(new DisconnectReason(reason), true, Optional.empty());
    dialer.onDown(now, key, down, age);
  }

  void failed(PublicKey key, Stage stage, Throwable cause) {
    DialFailure failure = new DialFailure(stage, cause, Optional.empty(), Timings.NONE);
    dialer.onFailed(now, ids.getOrDefault(key, -1L), key, failure);
  }

  void refused(PublicKey key) {
    failed(key, Stage.CONNECT, new ConnectException("Connection refused"));
  }

  Optional<Cause> outcome(long call) {
    return drain().stream()
        .filter(Effect.Done.class::isInstance)
        .map(Effect.Done.class::cast)
        .filter(done -> done.call() == call)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no outcome of call " + call))
        .failure()
        .map(DialFailure::why);
  }
}
