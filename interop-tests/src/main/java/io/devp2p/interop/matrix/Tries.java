package io.devp2p.interop.matrix;

import io.devp2p.interop.report.ReportedCase;
import io.devp2p.interop.suite.CaseResult;
import io.devp2p.interop.suite.ExpectedFailures;
import io.devp2p.interop.suite.Severity;
import io.devp2p.interop.suite.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** Collects what two nodes tried with each other. Thread-safe. */
final class Tries {

  /** Cells of pairs that are known to fail, as those of suites; {@code *} is any node. */
  private static final String KNOWN = "matrix";

  private final String from;
  private final String to;
  private final ExpectedFailures known;
  private final List<ReportedCase> cells = new ArrayList<>();

  Tries(String from, String to) {
    this.from = from;
    this.to = to;
    try {
      this.known = ExpectedFailures.of(KNOWN);
    } catch (IOException unreadable) {
      throw new UncheckedIOException("BUG: the list of known failures", unreadable);
    }
  }

  /**
   * Tries something; a failure of whatever kind is kept, and the next can be tried.
   *
   * @param sentence what holds if it works
   * @param attempt gives what was seen
   */
  void check(Group group, String feature, String sentence, Callable<String> attempt)
      throws InterruptedException {
    long start = System.nanoTime();
    String saw = "";
    Verdict verdict;
    try {
      saw = attempt.call();
      verdict = new Verdict.Passed();
    } catch (InterruptedException stopped) {
      throw stopped;
    } catch (Exception | AssertionError failed) {
      verdict = new Verdict.Failed(Cells.reason(failed));
    }
    add(group, feature, sentence, verdict, Duration.ofNanos(System.nanoTime() - start), saw);
  }

  /** Notes that something could not be tried, which is a failure. */
  void fail(Group group, String feature, String cause) {
    add(group, feature, "", new Verdict.Failed(cause), Duration.ZERO, "");
  }

  private synchronized void add(
      Group group, String feature, String sentence, Verdict verdict, Duration took, String saw) {
    String id = group.word() + "/" + feature;
    CaseResult result =
        new CaseResult(id, Severity.MUST, "", sentence, verdict, took, List.of(), 0, saw);
    cells.add(new ReportedCase(result, expected(id)));
  }

  private Optional<String> expected(String id) {
    return Stream.of(from + ">" + to, from + ">*", "*>" + to)
        .flatMap(pair -> known.reason(pair, id).stream())
        .findFirst();
  }

  synchronized List<ReportedCase> all() {
    return List.copyOf(cells);
  }
}
