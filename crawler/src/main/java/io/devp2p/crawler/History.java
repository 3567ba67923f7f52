package io.devp2p.crawler;

import java.time.Instant;
import java.util.Optional;

/**
 * How a node answered over time, in the measure of go-ethereum's node sets.
 *
 * @param score plus one for each passed check, halved for each failed one, not negative
 * @param firstResponse first successful contact
 * @param lastResponse last successful contact
 * @param lastCheck last attempt
 */
public record History(
    long score,
    Optional<Instant> firstResponse,
    Optional<Instant> lastResponse,
    Optional<Instant> lastCheck) {

  /** Never checked. */
  public static final History NONE =
      new History(0, Optional.empty(), Optional.empty(), Optional.empty());

  public History {
    if (score < 0) {
      throw new IllegalArgumentException("the score is negative");
    }
  }

  /** This history with one check more. */
  public History checked(Instant at, boolean answered) {
    return answered
        ? new History(
            score + 1, firstResponse.or(() -> Optional.of(at)), Optional.of(at), Optional.of(at))
        : new History(score / 2, firstResponse, lastResponse, Optional.of(at));
  }
}
