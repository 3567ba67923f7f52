package io.devp2p.wire.netty;

import java.time.Duration;

/**
 * Whether a connection reads, and from when on the peer may be judged by its silence again. Event
 * loop only; {@code now} is monotonic, in nanoseconds.
 */
final class Reading {

  /** A session may keep its peer waiting for so long. */
  static final long BUSY_LIMIT = Duration.ofSeconds(30).toNanos();

  /** Whose bytes take room, and who finds no more of it, gives up after so long. */
  static final long ROOM_LIMIT = Duration.ofSeconds(3).toNanos();

  /** After a pause, what the operating system has kept is read before anything is called late. */
  static final long CATCH_UP = Duration.ofSeconds(1).toNanos();

  private final Since paused = new Since();
  private final Since busy = new Since();
  private final Since crammed = new Since();
  private long caughtUpAt = Long.MIN_VALUE;

  boolean isPaused() {
    return paused.holds();
  }

  void observe(long now, boolean pause) {
    if (!pause && isPaused()) {
      caughtUpAt = now + CATCH_UP;
    }
    paused.observe(now, pause);
  }

  /** Whether a session keeps the peer waiting. */
  void busy(long now, boolean holds) {
    busy.observe(now, holds);
  }

  /** Whether what is kept of the peer cannot be completed for want of room. */
  void crammed(long now, boolean holds) {
    crammed.observe(now, holds);
  }

  /** Whether one of the two has lasted too long. */
  boolean isHopeless(long now) {
    return busy.holdsFor(now, BUSY_LIMIT) || crammed.holdsFor(now, ROOM_LIMIT);
  }

  /** When a session that has something to do at {@code deadline} may be called. */
  long fair(long deadline) {
    return isPaused() ? Long.MAX_VALUE : Math.max(deadline, caughtUpAt);
  }

  /** When {@link #isHopeless} may turn true; {@link Long#MAX_VALUE} = not by time alone. */
  long deadline() {
    return Math.min(busy.deadline(BUSY_LIMIT), crammed.deadline(ROOM_LIMIT));
  }
}
