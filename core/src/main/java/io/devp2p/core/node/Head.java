package io.devp2p.core.node;

import java.time.Instant;

/**
 * How far a chain has got.
 *
 * @param number of its last block, unsigned
 * @param time of its last block in UNIX seconds, unsigned
 */
public record Head(long number, long time) {

  /**
   * The head of a chain that is followed to its end: all forks by number are behind it. For those
   * who do not follow the chain themselves.
   */
  public static Head at(Instant wallTime) {
    return new Head(-1, wallTime.getEpochSecond());
  }

  /** This head, or one of a later time if the wall clock is ahead of it. */
  public Head notBefore(Instant wallTime) {
    long seconds = wallTime.getEpochSecond();
    return Long.compareUnsigned(time, seconds) >= 0 ? this : new Head(number, seconds);
  }
}
