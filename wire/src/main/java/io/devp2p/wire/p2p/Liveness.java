package io.devp2p.wire.p2p;

import java.time.Duration;

/**
 * Whether a peer is there: Pings in both directions, and silence. {@code now} is monotonic, in
 * nanoseconds. Not thread-safe.
 */
final class Liveness {

  private static final long PING_INTERVAL = Duration.ofSeconds(15).toNanos();

  /** A peer that is silent for two Pings of ours is gone (go-ethereum frameReadTimeout). */
  private static final long READ_TIMEOUT = Duration.ofSeconds(30).toNanos();

  /** A peer that sends, but leaves so many Pings in a row without a Pong, hears nothing. */
  private static final int UNANSWERED = 5;

  /** Pings that a peer may send at once; one more each second. The judge sends 10 in a second. */
  private static final int PING_BURST = 20;

  private static final long PING_REFILL = Duration.ofSeconds(1).toNanos();

  private long lastBytes;
  private long nextPing;
  private long pingsFullAt;
  private int unanswered;

  /** Messages may be sent from now on. */
  void start(long now) {
    lastBytes = now;
    nextPing = now + PING_INTERVAL;
    pingsFullAt = now;
  }

  void onBytes(long now) {
    lastBytes = Math.max(lastBytes, now);
  }

  void onPaused(long now) {
    lastBytes = now;
    unanswered = 0;
  }

  /**
   * A Ping of the peer: whether it may be answered. A bucket, as the time when it is full again.
   */
  boolean takePing(long now) {
    pingsFullAt = Math.max(pingsFullAt, now) + PING_REFILL;
    return pingsFullAt - now <= PING_BURST * PING_REFILL;
  }

  void onPingSent(long now) {
    nextPing = now + PING_INTERVAL;
    unanswered++;
  }

  void onPong() {
    unanswered = 0;
  }

  boolean isGone(long now) {
    return now - lastBytes >= READ_TIMEOUT || (now >= nextPing && unanswered >= UNANSWERED);
  }

  /** When a Ping is due, or the peer is gone. */
  long deadline() {
    return Math.min(nextPing, lastBytes + READ_TIMEOUT);
  }
}
