package io.devp2p.discovery.guard;

/**
 * A token bucket for each key. A key that was forgotten, because more than the bound were in use,
 * starts with a full bucket. Not thread-safe.
 *
 * @param <K> what is limited
 */
public final class TokenBuckets<K> {

  private static final double NANOS = 1e9;

  private static final class Bucket {
    private double tokens;
    private long at;
  }

  private final double perNano;
  private final int burst;
  private final Lru<K, Bucket> buckets;

  /**
   * Buckets that are all alike.
   *
   * @param perSecond tokens that a bucket gains in a second
   * @param burst tokens that a bucket holds
   * @param keys most keys that are remembered
   */
  public TokenBuckets(double perSecond, int burst, int keys) {
    this.perNano = perSecond / NANOS;
    this.burst = burst;
    this.buckets = new Lru<>(keys);
  }

  /** Takes one token of a key, if it has one. */
  public boolean take(long now, K key) {
    Bucket bucket = buckets.get(key);
    if (bucket == null) {
      bucket = new Bucket();
      bucket.tokens = burst;
      bucket.at = now;
      buckets.put(key, bucket);
    }
    bucket.tokens = Math.min(burst, bucket.tokens + (now - bucket.at) * perNano);
    bucket.at = now;
    if (bucket.tokens < 1) {
      return false;
    }
    bucket.tokens--;
    return true;
  }
}
