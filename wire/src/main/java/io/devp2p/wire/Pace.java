package io.devp2p.wire;

import java.time.Duration;

/**
 * How much one peer delivers in reasonable time, learned from its answers, in whatever unit its
 * requests are counted. A peer is trusted with any amount until it is seen to be slow. Not
 * thread-safe.
 */
final class Pace {

  /** What an answer should take: many round trips, and far below every deadline. */
  static final long TARGET = Duration.ofSeconds(2).toNanos();

  /** Share by which a slow answer moves the estimate: two or three answers decide. */
  private static final double WEIGHT = 0.5;

  private double amount = Double.POSITIVE_INFINITY;

  /** How much to ask for, when {@code most} is wanted: at least 1. */
  long allowance(long most) {
    return Math.max(1, (long) Math.min((double) most, amount));
  }

  /** An answer came. One that brought nothing tells nothing of the speed. */
  void delivered(long delivered, long took) {
    if (delivered <= 0) {
      return;
    }
    double inTarget = (double) delivered * TARGET / Math.max(1, took);
    if (Double.isInfinite(amount)) {
      amount = took > TARGET ? inTarget : amount;
    } else if (inTarget < amount) {
      amount += WEIGHT * (inTarget - amount);
    } else {
      amount = Math.min(2 * amount, inTarget);
    }
  }

  /** No answer came in time. */
  void missed(long asked) {
    amount = Math.max(1, Math.min(amount, (double) asked) / 2);
  }
}
