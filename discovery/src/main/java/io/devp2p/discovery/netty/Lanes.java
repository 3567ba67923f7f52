package io.devp2p.discovery.netty;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Work on a pool, in order for each source: sources share a few lanes, and a lane has one thread at
 * a time. What is over the bound is refused. Thread-safe.
 */
final class Lanes {

  /** Many more than the threads of a pool, so that one slow source holds few others up. */
  private static final int LANES = 64;

  private static final class Lane {
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
  }

  private final Executor pool;
  private final int bound;
  private final AtomicInteger waiting = new AtomicInteger();
  private final Lane[] lanes = new Lane[LANES];

  Lanes(Executor pool, int bound) {
    this.pool = pool;
    this.bound = bound;
    for (int i = 0; i < LANES; i++) {
      lanes[i] = new Lane();
    }
  }

  /**
   * Queues a task, which must not throw.
   *
   * @param source what keeps its order
   * @return false if too much waits already, or the pool is shut down
   */
  boolean submit(Object source, Runnable task) {
    if (waiting.incrementAndGet() > bound) {
      waiting.decrementAndGet();
      return false;
    }
    Lane lane = lanes[Math.floorMod(source.hashCode() * 0x9e3779b9 >>> 16, LANES)];
    lane.tasks.add(task);
    if (lane.size.getAndIncrement() > 0) {
      return true;
    }
    try {
      pool.execute(() -> drain(lane));
      return true;
    } catch (RejectedExecutionException shutDown) {
      return false;
    }
  }

  /** Whether work waits for a thread. */
  boolean isBehind() {
    return waiting.get() > 0;
  }

  private void drain(Lane lane) {
    do {
      Runnable task = lane.tasks.poll();
      if (task == null) {
        throw new IllegalStateException("BUG: a lane counts more tasks than it has");
      }
      waiting.decrementAndGet();
      task.run();
    } while (lane.size.decrementAndGet() > 0);
  }
}
