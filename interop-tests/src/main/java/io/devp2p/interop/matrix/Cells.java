package io.devp2p.interop.matrix;

import io.devp2p.interop.peers.IpFamily;
import io.devp2p.interop.peers.ReferencePeer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Collects the cells of one peer over one family. Thread-safe. */
final class Cells {

  private final ReferencePeer peer;
  private final IpFamily family;
  private final List<Cell> cells = new ArrayList<>();

  Cells(ReferencePeer peer, IpFamily family) {
    this.peer = peer;
    this.family = family;
  }

  /**
   * Tries something; a failure of whatever kind becomes a failed cell, and the next can be tried.
   *
   * @param attempt gives what was seen
   */
  void check(Direction direction, String feature, Callable<String> attempt) {
    long start = System.nanoTime();
    Cell.Verdict verdict;
    String detail;
    try {
      detail = attempt.call();
      verdict = Cell.Verdict.PASSED;
    } catch (Exception | AssertionError failed) {
      detail = reason(failed);
      verdict = Cell.Verdict.FAILED;
      if (failed instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
    }
    add(
        direction,
        feature,
        verdict,
        detail,
        Duration.ofNanos(System.nanoTime() - start).toMillis());
  }

  /** Notes that there was nothing to try. */
  void notOffered(Direction direction, String feature) {
    add(direction, feature, Cell.Verdict.NOT_OFFERED, "", 0);
  }

  private synchronized void add(
      Direction direction, String feature, Cell.Verdict verdict, String detail, long millis) {
    String origin = peer.recipe().origin();
    cells.add(new Cell(peer.name(), origin, family, direction, feature, verdict, detail, millis));
  }

  synchronized List<Cell> all() {
    return List.copyOf(cells);
  }

  /** The innermost message: what wraps it is our own doing. */
  static String reason(Throwable failed) {
    Throwable innermost = failed;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    return innermost.toString();
  }
}
