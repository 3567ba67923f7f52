package io.devp2p.wire.netty;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bytes that came in and are not dealt with, of all connections of a host together. Thread-safe.
 */
public final class InboundBytes {

  private final long limit;
  private final AtomicLong used = new AtomicLong();
  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

  /**
   * Nothing has come in yet.
   *
   * @param limit beyond this, no connection reads further
   */
  public InboundBytes(long limit) {
    this.limit = limit;
  }

  /** Bytes that are charged now. */
  public long used() {
    return used.get();
  }

  /** Whether somebody may read. */
  boolean hasRoom() {
    return used.get() < limit;
  }

  /** Charges bytes, or gives them back where they are negative. */
  void charge(long bytes) {
    if (used.addAndGet(bytes) < limit) {
      wakeAll();
    }
  }

  /** Runs an action, on any thread, once there is room. */
  void onRoom(Runnable action) {
    waiting.add(action);
    if (hasRoom()) {
      wakeAll();
    }
  }

  private void wakeAll() {
    for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
      next.run();
    }
  }
}
