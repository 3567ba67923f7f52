package io.devp2p.interop.report;

import io.devp2p.interop.suite.CaseResult;
import io.devp2p.interop.suite.ExpectedFailures;
import io.devp2p.interop.suite.Verdict;
import java.util.Optional;

/**
 * A case of a run.
 *
 * @param result what became of it
 * @param expected why it was known to fail; empty if it was to pass
 */
public record ReportedCase(CaseResult result, Optional<String> expected) {

  /** What that means. */
  public Outcome outcome() {
    return switch (result.verdict()) {
      case Verdict.Skipped skipped -> Outcome.SKIPPED;
      case Verdict.Passed passed ->
          expected.filter(reason -> !ExpectedFailures.isOccasional(reason)).isPresent()
              ? Outcome.PASSED_UNEXPECTEDLY
              : Outcome.PASSED;
      case Verdict.Failed failed ->
          expected.isPresent() ? Outcome.FAILED_AS_EXPECTED : Outcome.FAILED;
    };
  }

  /** What there is to say beside the outcome; empty if it passed as it should. */
  public String text() {
    return switch (outcome()) {
      case PASSED -> "";
      case FAILED, SKIPPED -> result.verdict().text();
      case FAILED_AS_EXPECTED ->
          result.verdict().text() + " (known: " + expected.orElseThrow() + ")";
      case PASSED_UNEXPECTEDLY -> "passed, but is listed to fail: " + expected.orElseThrow();
    };
  }
}
