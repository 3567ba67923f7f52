package io.devp2p.crawler;

import java.util.HashMap;
import java.util.Map;

/**
 * How often something may happen to each of many keys: {@code burst} times at once, and once in
 * each interval over time (generic cell rate algorithm). Not thread-safe. Its size is bounded by
 * the keys that were used within the last {@code burst} intervals.
 *
 * @param <K> what is paced
 */
final class Pace<K> {

  /** Looking through all keys costs less than one look-up per use from here on. */
  private static final int SWEEP_FROM = 1024;

  private final long interval;
  private final long tolerance;
  private final Map<K, Long> next = new HashMap<>();
  private int sweepAt = SWEEP_FROM;

  /**
   * @param interval nanoseconds between two uses, over time
   */
  Pace(long interval, int burst) {
    this.interval = interval;
    this.tolerance = interval * (burst - 1);
  }

  /** The earliest moment of the next use: {@code now} or later. */
  long permittedAt(K key, long now) {
    Long theoretical = next.get(key);
    return theoretical == null ? now : Math.max(now, theoretical - tolerance);
  }

  /** Counts a use. */
  void use(K key, long now) {
    Long theoretical = next.get(key);
    next.put(key, (theoretical == null ? now : Math.max(now, theoretical)) + interval);
    if (next.size() >= sweepAt) {
      next.values().removeIf(time -> time <= now);
      sweepAt = Math.max(SWEEP_FROM, 2 * next.size());
    }
  }
}
