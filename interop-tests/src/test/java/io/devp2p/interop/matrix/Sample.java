package io.devp2p.interop.matrix;

import io.devp2p.interop.report.ReportedCase;
import io.devp2p.interop.suite.CaseResult;
import io.devp2p.interop.suite.Severity;
import io.devp2p.interop.suite.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A report with a cell of each outcome, and with what a peer could write into it. */
public final class Sample {

  /** What would be markup, if it were not text. */
  public static final String EVIL = "</script><b id='evil'>\u0000\u001b[31m";

  private Sample() {}

  private static ReportedCase cell(String id, Verdict verdict, String... expected) {
    return new ReportedCase(
        new CaseResult(
            id,
            Severity.MUST,
            "",
            "It holds.",
            verdict,
            Duration.ofMillis(7),
            List.of(),
            0,
            "saw " + EVIL),
        List.of(expected).stream().findFirst());
  }

  private static Entrant entrant(String name) {
    return new Entrant(
        name,
        "package " + name,
        Map.of("bin/it", "00".repeat(32)),
        Entrant.ours().claims(),
        Optional.empty(),
        OurPeer::start);
  }

  /** The report: two entrants, one absent, two meetings. */
  public static MatrixReport report() {
    Encounter good =
        new Encounter(
            "alpha-1",
            "beta-2",
            List.of(
                cell("discv4/PING", new Verdict.Passed()),
                cell("rlpx/session", new Verdict.Passed())),
            List.of(new Encounter.LogEnd("from/alpha.log", "all is well\n")),
            Duration.ofSeconds(2));
    Encounter bad =
        new Encounter(
            "beta-2",
            "alpha-1",
            List.of(
                cell("discv4/PING", new Verdict.Failed("no PONG " + EVIL)),
                cell("discv4/join", new Verdict.Failed("it"), "known"),
                cell("rlpx/session", new Verdict.Passed())),
            List.of(new Encounter.LogEnd("to/alpha.log", "panic: " + EVIL)),
            Duration.ofSeconds(3));
    return new MatrixReport(
        Instant.EPOCH,
        Duration.ofSeconds(5),
        Long.MIN_VALUE,
        Optional.of("v1.15.11"),
        List.of(entrant("alpha-1"), entrant("beta-2")),
        List.of(new MatrixReport.Absent("gamma-3", "package gamma", "no cargo here")),
        List.of(good, bad));
  }
}
