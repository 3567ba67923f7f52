package io.devp2p.interop.report;

import io.devp2p.interop.dialogue.Transcript;
import java.util.Locale;

/**
 * Test Anything Protocol, version 13. An expected failure is a TODO; an unexpected pass is not ok.
 */
public final class Tap {

  private Tap() {}

  /** A report as text. */
  public static String write(SuiteReport report) {
    StringBuilder out = new StringBuilder("TAP version 13\n");
    out.append("# ").append(line(report.suite() + " at " + report.target())).append('\n');
    out.append("# seed ").append(report.seed()).append('\n');
    out.append("1..").append(report.cases().size()).append('\n');
    int number = 0;
    for (ReportedCase one : report.cases()) {
      write(++number, one, out);
    }
    return out.toString();
  }

  private static void write(int number, ReportedCase one, StringBuilder out) {
    Outcome outcome = one.outcome();
    boolean ok = outcome == Outcome.PASSED || outcome == Outcome.SKIPPED;
    out.append(ok ? "ok " : "not ok ").append(number).append(" - ").append(one.result().id());
    switch (outcome) {
      case SKIPPED -> out.append(" # SKIP ").append(line(one.text()));
      case FAILED_AS_EXPECTED -> out.append(" # TODO ").append(line(one.expected().orElseThrow()));
      default -> {}
    }
    out.append('\n');
    out.append("  ---\n  duration_ms: ")
        .append(String.format(Locale.ROOT, "%.3f", one.result().took().toNanos() / 1e6))
        .append('\n');
    if (!ok) {
      out.append("  message: ").append(quoted(one.text())).append('\n');
      out.append("  source: ").append(quoted(one.result().source())).append('\n');
      out.append("  log: |\n");
      for (Transcript.Entry entry : one.result().log()) {
        entry.text().lines().forEach(l -> out.append("    ").append(Text.visible(l)).append('\n'));
      }
    }
    out.append("  ...\n");
  }

  /** One line, without what would begin a directive. */
  private static String line(String text) {
    return Text.visible(text).replace('#', ' ');
  }

  private static String quoted(String text) {
    return '"' + Text.visible(text).replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
