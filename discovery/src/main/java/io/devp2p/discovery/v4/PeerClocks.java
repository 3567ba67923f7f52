package io.devp2p.discovery.v4;

import io.devp2p.discovery.guard.Lru;
import io.devp2p.discovery.guard.Prefix;
import java.net.InetAddress;
import java.util.OptionalLong;

/**
 * What the expirations of other nodes say about our clock: they are the clock of the sender and a
 * fixed time, mostly 20 seconds. One network has one voice. Not thread-safe.
 */
final class PeerClocks {

  /** The time that go-ethereum, reth and we add, in seconds; no client adds less. */
  private static final long LIFE = 20;

  /** Beyond this, packets begin to be refused for no other reason (V4-16), in seconds. */
  private static final long TOLERATED = 10;

  /** What is farther away says nothing about clocks, in seconds. */
  private static final long BELIEVABLE = 86_400;

  private static final int VOICES = 16;
  private static final int KEPT = 64;
  private static final long LOOK = 1_000_000_000L;
  private static final long VOICE_LIFE = 600_000_000_000L;
  private static final long WARN = 600_000_000_000L;

  private record Voice(long seconds, long at) {}

  private final Lru<Prefix, Voice> voices = new Lru<>(KEPT);
  private OptionalLong drift = OptionalLong.empty();
  private long lookAt = Long.MIN_VALUE;
  private long warnAt = Long.MIN_VALUE;

  /**
   * A packet came.
   *
   * @return by how many seconds the clocks of others are ahead of ours, when that is too much and
   *     was not said for a while
   */
  OptionalLong heard(long now, InetAddress from, long expiration, long unixSeconds) {
    long ahead = expiration - LIFE - unixSeconds;
    if (expiration < 0 || Math.abs(ahead) > BELIEVABLE) {
      return OptionalLong.empty();
    }
    voices.put(Prefix.of(from), new Voice(ahead, now));
    if (now < lookAt) {
      return OptionalLong.empty();
    }
    lookAt = now + LOOK;
    voices.values().removeIf(voice -> now - voice.at > VOICE_LIFE);
    drift = estimate();
    boolean warns = drift.isPresent() && Math.abs(drift.getAsLong()) > TOLERATED && now >= warnAt;
    if (warns) {
      warnAt = now + WARN;
    }
    return warns ? drift : OptionalLong.empty();
  }

  /** By how many seconds the clocks of others are ahead of ours, if enough of them were heard. */
  OptionalLong drift() {
    return drift;
  }

  /** The lower quartile, because some clients add up to a minute more than others. */
  private OptionalLong estimate() {
    return voices.size() < VOICES
        ? OptionalLong.empty()
        : voices.values().stream()
            .mapToLong(Voice::seconds)
            .sorted()
            .skip((voices.size() - 1) / 4)
            .findFirst();
  }
}
