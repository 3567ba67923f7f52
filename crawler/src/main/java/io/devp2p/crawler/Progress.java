package io.devp2p.crawler;

import java.time.Duration;

/**
 * How far a crawl is.
 *
 * @param elapsed since its start
 * @param seen nodes that are known
 * @param answered nodes that answered over UDP
 * @param dialed dials that ended
 * @param status nodes whose Status was read
 * @param visited visits that are committed to the store
 * @param queue nodes whose visit has not ended
 * @param excess sightings that were refused because an address, a prefix or the whole is full
 */
public record Progress(
    Duration elapsed,
    int seen,
    int answered,
    int dialed,
    int status,
    int visited,
    int queue,
    long excess) {

  /** Visits in each second, on the average. */
  public double rate() {
    double seconds = elapsed.toNanos() / 1e9;
    return seconds > 0 ? visited / seconds : 0;
  }
}
