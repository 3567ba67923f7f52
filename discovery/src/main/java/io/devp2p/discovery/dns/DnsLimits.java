package io.devp2p.discovery.dns;

import java.time.Duration;

/**
 * How much DNS is asked, and how much of it is kept. The defaults are those of go-ethereum where it
 * has any.
 *
 * @param perSecond entries that are looked at in a second, those that are cached among them
 * @param burst entries that may be looked at at once after a pause
 * @param timeout how long a question waits for its answer
 * @param attempts how often a name is asked for before it counts as failed
 * @param backoff pause before the second attempt; doubles with each
 * @param recheck how long a root is used before it is asked for again
 * @param cache entries that are kept, of at most 2 KiB each
 * @param failures entries of a tree that fail before its root is asked for again
 * @param links trees that are followed because others link to them
 * @param treeEntries entries of a tree; the largest public one has about 3,300
 * @param treeBytes characters of all entries of a tree together
 */
public record DnsLimits(
    double perSecond,
    int burst,
    Duration timeout,
    int attempts,
    Duration backoff,
    Duration recheck,
    int cache,
    int failures,
    int links,
    int treeEntries,
    long treeBytes) {

  /** The usual limits. */
  public static final DnsLimits USUAL =
      new DnsLimits(
          3,
          10,
          Duration.ofSeconds(5),
          3,
          Duration.ofSeconds(1),
          Duration.ofMinutes(30),
          1000,
          5,
          16,
          100_000,
          64L * 1024 * 1024);

  /**
   * Limits.
   *
   * @throws IllegalArgumentException if one would stop everything
   */
  public DnsLimits {
    if (!(perSecond > 0) || burst < 1 || attempts < 1 || failures < 1 || cache < 0 || links < 0) {
      throw new IllegalArgumentException("a limit of DNS lists is not positive");
    }
    if (timeout.isNegative() || timeout.isZero() || recheck.isNegative() || recheck.isZero()) {
      throw new IllegalArgumentException("a time of DNS lists is not positive");
    }
  }

  /** These limits with another pace. */
  public DnsLimits pace(double entriesPerSecond, int entriesAtOnce) {
    return new DnsLimits(
        entriesPerSecond,
        entriesAtOnce,
        timeout,
        attempts,
        backoff,
        recheck,
        cache,
        failures,
        links,
        treeEntries,
        treeBytes);
  }

  /** These limits with another time-out. */
  public DnsLimits timeout(Duration limit) {
    return new DnsLimits(
        perSecond,
        burst,
        limit,
        attempts,
        backoff,
        recheck,
        cache,
        failures,
        links,
        treeEntries,
        treeBytes);
  }
}
