package io.devp2p.discovery.dns;

/** The pace of looking at entries: so many a second, and a burst after a pause. Not thread-safe. */
final class DnsPace {

  private static final double NANOS = 1e9;

  private final double perNano;
  private final int burst;
  private double tokens;
  private long at;

  DnsPace(DnsLimits limits, long now) {
    perNano = limits.perSecond() / NANOS;
    burst = limits.burst();
    tokens = burst;
    at = now;
  }

  /** Takes one, if one is left. */
  boolean take(long now) {
    refill(now);
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }

  /** When {@link #take} gives the next one: not before now. */
  long next(long now) {
    refill(now);
    return tokens >= 1 ? now : now + (long) Math.ceil((1 - tokens) / perNano);
  }

  private void refill(long now) {
    tokens = Math.min(burst, tokens + (now - at) * perNano);
    at = now;
  }
}
