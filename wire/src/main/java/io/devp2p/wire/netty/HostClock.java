package io.devp2p.wire.netty;

import io.netty.channel.EventLoop;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.RejectedExecutionException;

/** The time of a host, and its one timer. Thread-safe. */
public final class HostClock {

  private static final Logger LOG = System.getLogger(HostClock.class.getName());

  private final EventLoop loop;
  private final LoopTimer timer = new LoopTimer();

  /** A clock whose timer runs on a loop. */
  public HostClock(EventLoop loop) {
    this.loop = loop;
  }

  /** Monotonic, in nanoseconds; the same as that of all connections. */
  public long now() {
    return loop.ticker().nanoTime();
  }

  /**
   * Runs an action on the loop when {@code deadline} has come, maybe earlier; replaces nothing.
   *
   * @param deadline {@link Long#MAX_VALUE} = never
   */
  public void wake(long deadline, Runnable action) {
    try {
      loop.execute(() -> timer.set(loop, deadline, action));
    } catch (RejectedExecutionException loopIsGone) {
      LOG.log(Level.DEBUG, "the event loops of a host have ended before it");
    }
  }
}
