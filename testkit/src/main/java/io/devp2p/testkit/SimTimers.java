package io.devp2p.testkit;

import java.util.Optional;
import java.util.PriorityQueue;

/**
 * When which host is to be called next. Most deadlines move away before they come, so a timer has
 * one entry in the queue that is early enough, and gets a later one when that has come. Not
 * thread-safe.
 *
 * @param <H> hosts
 */
final class SimTimers<H> {

  /** The timer of a host. */
  static final class Timer<H> {
    private final H host;
    private final int number;
    private long at = Long.MAX_VALUE;
    private long queuedAt = Long.MAX_VALUE;
    private boolean isOver;

    private Timer(H host, int number) {
      this.host = host;
      this.number = number;
    }

    H host() {
      return host;
    }

    long at() {
      return at;
    }
  }

  private record Entry<H>(long at, Timer<H> timer) {}

  private final PriorityQueue<Entry<H>> queue =
      new PriorityQueue<>((a, b) ->
          a.at != b.at
              ? Long.compare(a.at, b.at)
              : Integer.compare(a.timer.number, b.timer.number));
  private int count;

  /** A timer that is not set; of those that are due at once, the older comes first. */
  Timer<H> timer(H host) {
    return new Timer<>(host, count++);
  }

  /** Sets a timer, or clears it: {@link Long#MAX_VALUE} is never. */
  void set(Timer<H> timer, long at) {
    timer.at = at;
    enqueue(timer);
  }

  /** A timer does not come any more. */
  void end(Timer<H> timer) {
    timer.isOver = true;
  }

  /** The timer that comes next. */
  Optional<Timer<H>> earliest() {
    for (Entry<H> first = queue.peek(); first != null; first = queue.peek()) {
      Timer<H> timer = first.timer;
      if (!timer.isOver && first.at == timer.at) {
        return Optional.of(timer);
      }
      queue.poll();
      if (first.at == timer.queuedAt) {
        timer.queuedAt = Long.MAX_VALUE;
        enqueue(timer);
      }
    }
    return Optional.empty();
  }

  private void enqueue(Timer<H> timer) {
    if (!timer.isOver && timer.at < timer.queuedAt) {
      timer.queuedAt = timer.at;
      queue.add(new Entry<>(timer.at, timer));
    }
  }
}
