package io.devp2p.discovery.machine;

/**
 * How long nodes take to answer, as TCP counts it (RFC 6298): a smoothed mean and deviation over
 * all nodes. Not thread-safe.
 */
final class RoundTrips {

  /** Of the mean and of the deviation, in one new answer. */
  private static final double MEAN_SHARE = 1.0 / 8;

  private static final double DEVIATION_SHARE = 1.0 / 4;
  private static final int DEVIATIONS = 4;

  /** Nobody is given up sooner, and everybody is later: most answer within the first. */
  private static final long LEAST = 50_000_000L;

  private static final long MOST = 500_000_000L;

  private double mean;
  private double deviation;
  private boolean none = true;

  /** An answer took so long, in nanoseconds. */
  void took(long nanos) {
    if (none) {
      none = false;
      mean = nanos;
      deviation = nanos / 2.0;
    } else {
      deviation += DEVIATION_SHARE * (Math.abs(nanos - mean) - deviation);
      mean += MEAN_SHARE * (nanos - mean);
    }
  }

  /** After so many nanoseconds an answer is not likely to come soon. */
  long patience() {
    return none ? MOST : Math.clamp((long) (mean + DEVIATIONS * deviation), LEAST, MOST);
  }
}
