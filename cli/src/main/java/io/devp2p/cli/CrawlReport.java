package io.devp2p.cli;

import io.devp2p.crawler.Census;
import io.devp2p.crawler.CrawlListener;
import io.devp2p.crawler.CrawlResult;
import io.devp2p.crawler.Outcome;
import io.devp2p.crawler.Progress;
import io.devp2p.crawler.TruthComparison;
import io.devp2p.crawler.Visit;
import io.devp2p.crawler.VisitJson;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;

/** What a crawl shows: progress on standard error, data on standard output. */
final class CrawlReport implements CrawlListener, AutoCloseable {

  /** Seconds between two lines where nobody watches. */
  private static final long QUIET = 10;

  private static final int DIFFERENCES = 20;

  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean json;
  private final boolean interactive;
  private long saidAt;
  private boolean open;

  CrawlReport(CommandLine line, boolean json) {
    this.out = line.getOut();
    this.err = line.getErr();
    this.json = json;
    this.interactive = Terminal.isInteractive();
  }

  @Override
  public void onVisit(Visit visit) {
    if (json) {
      out.println(VisitJson.line(visit));
    }
  }

  @Override
  public void onProgress(Progress progress) {
    long seconds = progress.elapsed().toSeconds();
    if (interactive) {
      err.print("\r\u001b[K" + line(progress));
      err.flush();
      open = true;
    } else if (seconds >= saidAt + QUIET) {
      saidAt = seconds;
      err.println(line(progress));
    }
  }

  private static String line(Progress p) {
    return String.format(
        Locale.ROOT,
        "%d s  %.1f nodes/s  seen %d  answered %d  dialed %d  Status %d  queue %d",
        p.elapsed().toSeconds(),
        p.rate(),
        p.seen(),
        p.answered(),
        p.dialed(),
        p.status(),
        p.queue());
  }

  /** Prints what came out. */
  void end(CrawlResult result, Optional<TruthComparison> truth) {
    close();
    if (json) {
      out.println(done(result, truth));
      return;
    }
    Progress p = result.progress();
    out.print(result.census().text());
    out.println();
    out.println(
        String.format(
            Locale.ROOT,
            "%d visits in %.1f s, %.1f nodes/s%s",
            p.visited(),
            seconds(p),
            p.rate(),
            result.complete() ? "" : "; stopped before the end"));
    truth.ifPresent(this::compare);
  }

  private void compare(TruthComparison truth) {
    out.println(
        String.format(
            Locale.ROOT,
            "compared with the truth: recall %.4f, %d differences",
            truth.recall(),
            truth.differences().size()));
    truth.differences().stream().limit(DIFFERENCES).forEach(d -> out.println("  " + d));
  }

  private static String done(CrawlResult result, Optional<TruthComparison> truth) {
    Census census = result.census();
    return JsonLine.of(o -> {
      o.writeStringField("event", "done");
      o.writeNumberField("seconds", Math.round(seconds(result.progress()) * 1000) / 1e3);
      o.writeNumberField("seen", census.seen());
      o.writeNumberField("answered", census.answered());
      o.writeNumberField("dialed", census.dialed());
      o.writeNumberField("hello", census.hello());
      o.writeNumberField("status", census.status());
      o.writeNumberField("visited", result.progress().visited());
      o.writeBooleanField("complete", result.complete());
      o.writeObjectFieldStart("outcomes");
      for (Map.Entry<Outcome, Integer> count : census.outcomes().entrySet()) {
        o.writeNumberField(count.getKey().name(), count.getValue());
      }
      o.writeEndObject();
      if (truth.isPresent()) {
        o.writeNumberField("recall", truth.get().recall());
        o.writeNumberField("differences", truth.get().differences().size());
      }
    });
  }

  private static double seconds(Progress progress) {
    return progress.elapsed().toMillis() / 1e3;
  }

  @Override
  public void close() {
    if (open) {
      err.println();
      open = false;
    }
  }
}
