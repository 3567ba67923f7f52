package io.devp2p.wire.gossip;

import io.devp2p.wire.tx.TxEffect;
import io.devp2p.wire.tx.TxExchange;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The thread, the clock and the timer of a {@link TxExchange}: the port that runs it, one step
 * after the other, and carries out its effects. Thread-safe.
 */
final class GossipLoop implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(GossipLoop.class.getName());

  /** What is done with the machine. */
  interface Step {
    void run(long now);
  }

  private final TxExchange exchange;
  private final Consumer<TxEffect> effects;
  private final ScheduledThreadPoolExecutor loop;
  private Future<?> timer = CompletableFuture.completedFuture(null);
  private long timerAt = Long.MAX_VALUE;

  /**
   * Starts.
   *
   * @param effects carries out an effect, on the loop: must not block
   */
  GossipLoop(TxExchange exchange, Consumer<TxEffect> effects) {
    this.exchange = exchange;
    this.effects = effects;
    this.loop =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("devp2p-gossip").daemon().factory());
    loop.setRemoveOnCancelPolicy(true);
  }

  /** Runs a step, in the order in which steps come; nothing happens after {@link #close}. */
  void post(Step step) {
    try {
      loop.execute(() -> run(step));
    } catch (RejectedExecutionException closed) {
      LOG.log(Level.TRACE, "gossip is over");
    }
  }

  private void run(Step step) {
    try {
      step.run(System.nanoTime());
      exchange.drain().forEach(effects);
      schedule();
    } catch (RuntimeException bug) {
      // That step is lost; gossip goes on.
      LOG.log(Level.ERROR, "a step of transaction gossip failed", bug);
    }
  }

  private void schedule() {
    long deadline = exchange.deadline();
    if (deadline == timerAt) {
      return;
    }
    timer.cancel(false);
    timerAt = deadline;
    if (deadline != Long.MAX_VALUE) {
      long delay = Math.max(0, deadline - System.nanoTime());
      timer = loop.schedule(() -> run(this::onTime), delay, TimeUnit.NANOSECONDS);
    }
  }

  private void onTime(long now) {
    timerAt = Long.MAX_VALUE;
    exchange.onTime(now);
  }

  @Override
  public void close() {
    loop.shutdownNow();
  }
}
