package io.devp2p.wire.netty;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One timer of an event loop, for the earliest of many deadlines: it may fire early, never late.
 * Event loop only.
 */
final class LoopTimer {

  private Optional<Future<?>> scheduled = Optional.empty();
  private long at = Long.MAX_VALUE;

  /**
   * Sees to it that {@code action} runs when {@code deadline} has come.
   *
   * @param deadline by the clock of the loop; {@link Long#MAX_VALUE} = never
   */
  void set(EventExecutor loop, long deadline, Runnable action) {
    if (deadline >= at) {
      return; // who is called too early sets the timer anew
    }
    cancel();
    at = deadline;
    long delay = Math.max(0, deadline - loop.ticker().nanoTime());
    scheduled = Optional.of(loop.schedule(() -> fire(action), delay, TimeUnit.NANOSECONDS));
  }

  private void fire(Runnable action) {
    at = Long.MAX_VALUE;
    action.run();
  }

  /** Forgets what is scheduled. */
  void cancel() {
    scheduled.ifPresent(s -> s.cancel(false));
    scheduled = Optional.empty();
    at = Long.MAX_VALUE;
  }
}
