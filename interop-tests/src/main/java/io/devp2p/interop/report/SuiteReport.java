package io.devp2p.interop.report;

import io.devp2p.interop.dialogue.Setting;
import io.devp2p.interop.dialogue.Target;
import io.devp2p.interop.suite.Case;
import io.devp2p.interop.suite.CaseResult;
import io.devp2p.interop.suite.CaseRunner;
import io.devp2p.interop.suite.ExpectedFailures;
import io.devp2p.interop.suite.Suite;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One suite at one target.
 *
 * @param suite name of the suite
 * @param judge whose suite it is if not ours, as {@code devp2p of geth-1.17.10}: only such a report
 *     is independent
 * @param target name of the target
 * @param origin where the target comes from
 * @param seed of the run; of no use for a judge
 * @param at when it began
 */
public record SuiteReport(
    String suite,
    Optional<String> judge,
    String target,
    String origin,
    long seed,
    Instant at,
    List<ReportedCase> cases) {

  public SuiteReport {
    cases = List.copyOf(cases);
  }

  /**
   * Runs a suite of ours. Blocking.
   *
   * @param progress hears of each case when it has ended
   */
  public static <D> SuiteReport run(
      Suite<D> suite,
      Target target,
      Setting setting,
      ExpectedFailures expected,
      Consumer<ReportedCase> progress)
      throws InterruptedException {
    Instant at = Instant.now();
    CaseRunner<D> runner = new CaseRunner<>(suite, target, setting);
    List<ReportedCase> cases = new ArrayList<>();
    for (Case<D> one : suite.cases()) {
      CaseResult result = runner.run(one);
      ReportedCase reported = new ReportedCase(result, expected.reason(suite.name(), one.id()));
      cases.add(reported);
      progress.accept(reported);
    }
    return new SuiteReport(
        suite.name(), Optional.empty(), target.name(), target.origin(), setting.seed(), at, cases);
  }

  /** Whether anybody else than us made the suite. */
  public boolean isIndependent() {
    return judge.isPresent();
  }

  /** How many cases had an outcome. */
  public long count(Outcome outcome) {
    return cases.stream().filter(one -> one.outcome() == outcome).count();
  }

  /** Whether nobody has to do anything. */
  public boolean isContent() {
    return cases.stream().noneMatch(one -> one.outcome().isBad());
  }

  /** Whose suite it is, who was judged, and the summary. */
  public String text() {
    return judge.map(by -> by + ": ").orElse("") + suite + " at " + target + ": " + summary();
  }

  /** The counts in one line. */
  public String summary() {
    long ran = cases.size() - count(Outcome.SKIPPED);
    StringBuilder text = new StringBuilder();
    text.append(count(Outcome.PASSED)).append('/').append(ran).append(" tests passed.");
    long known = count(Outcome.FAILED_AS_EXPECTED);
    if (known > 0) {
      text.append(' ').append(known).append(" failed as expected.");
    }
    long unexpected = count(Outcome.PASSED_UNEXPECTEDLY);
    if (unexpected > 0) {
      text.append(' ').append(unexpected).append(" passed unexpectedly.");
    }
    if (ran < cases.size()) {
      text.append(' ').append(cases.size() - ran).append(" skipped.");
    }
    return text.toString();
  }
}
