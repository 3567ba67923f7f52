package io.devp2p.wire;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** An executor that takes on only so many tasks at once and refuses further ones. Thread-safe. */
final class BoundedExecutor implements Executor {

  private final Executor executor;
  private final int limit;
  private final AtomicInteger tasks = new AtomicInteger();

  BoundedExecutor(Executor executor, int limit) {
    this.executor = executor;
    this.limit = limit;
  }

  @Override
  public void execute(Runnable task) {
    if (tasks.incrementAndGet() > limit) {
      tasks.decrementAndGet();
      throw new RejectedExecutionException(limit + " tasks are waiting");
    }
    try {
      executor.execute(() -> runThenRelease(task));
    } catch (RejectedExecutionException full) {
      tasks.decrementAndGet();
      throw full;
    }
  }

  private void runThenRelease(Runnable task) {
    try {
      task.run();
    } finally {
      tasks.decrementAndGet();
    }
  }
}
