package io.devp2p.rlpx;

import java.time.Duration;

/**
 * Whether a peer finishes its frames in time: 30 s for each, and after its first 5 s at least 4 KiB
 * a second. {@code now} is monotonic, in nanoseconds. Not thread-safe.
 */
public final class FrameProgress {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  /** A frame must be whole after this (go-ethereum frameReadTimeout). */
  private static final long LONGEST = 30 * SECOND;

  /** A connection may stall this long before its rate is judged. */
  private static final long GRACE = 5 * SECOND;

  /** Slowest rate: 16 MiB peers x frames must not be pinned by a trickle. */
  private static final long BYTES_PER_SECOND = 4096;

  private long began;
  private long bytes;
  private long deadline = Long.MAX_VALUE;

  /**
   * Bytes came in.
   *
   * @param frames how many frames they completed
   * @param midFrame whether a frame is now begun and not whole
   */
  public void onBytes(long now, int count, int frames, boolean midFrame) {
    if (!midFrame) {
      deadline = Long.MAX_VALUE;
    } else if (frames > 0 || deadline == Long.MAX_VALUE) {
      began = now;
      bytes = 0;
      deadline = now + GRACE;
    } else {
      bytes += count;
    }
  }

  /** The time of {@link #deadline()} has come, or not; tells whether the peer is too slow. */
  public boolean isTooSlow(long now) {
    if (now < deadline) {
      return false;
    }
    long elapsed = now - began;
    if (elapsed >= LONGEST || bytes < BYTES_PER_SECOND * (elapsed / SECOND)) {
      return true;
    }
    deadline = now + SECOND;
    return false;
  }

  /** When to ask {@link #isTooSlow}; {@link Long#MAX_VALUE} = no frame is begun. */
  public long deadline() {
    return deadline;
  }
}
