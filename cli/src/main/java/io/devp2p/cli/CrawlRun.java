package io.devp2p.cli;

import io.devp2p.core.NetworkException;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.crawler.CrawlConfig;
import io.devp2p.crawler.CrawlResult;
import io.devp2p.crawler.Crawler;
import io.devp2p.crawler.NodesJson;
import io.devp2p.crawler.TruthComparison;
import io.devp2p.crawler.store.SqliteStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import picocli.CommandLine;

/**
 * Crawls over one store, one after the other.
 *
 * @param nodes where the node set goes after each crawl
 * @param truth what each crawl is compared with
 */
record CrawlRun(
    NodeKey key,
    Path path,
    UnaryOperator<CrawlConfig.Builder> settings,
    Optional<Path> nodes,
    Optional<List<TruthComparison.Expected>> truth) {

  /** Crawls once, or again and again with a pause in between, until the process is told to end. */
  int run(CommandLine line, boolean json, Optional<Duration> pause) throws Exception {
    AtomicReference<Optional<Crawler>> running = new AtomicReference<>(Optional.empty());
    try (SqliteStore store = SqliteStore.open(path)) {
      Interruption.closes(() -> close(running.get(), store));
      while (true) {
        int exit = crawl(store, running, line, json);
        if (pause.isEmpty()) {
          return exit;
        }
        Interruption.pause(pause.get());
      }
    }
  }

  private int crawl(
      SqliteStore store, AtomicReference<Optional<Crawler>> running, CommandLine line, boolean json)
      throws Exception {
    try (CrawlReport report = new CrawlReport(line, json);
        Crawler crawler = start(store, report)) {
      running.set(Optional.of(crawler));
      CrawlResult result = Waiting.until(crawler.result());
      if (nodes.isPresent()) {
        NodesJson.write(nodes.get(), result.nodeSet());
      }
      Optional<TruthComparison> comparison =
          truth.map(expected -> TruthComparison.of(expected, result.census()));
      report.end(result, comparison);
      return exit(result, comparison);
    }
  }

  private Crawler start(SqliteStore store, CrawlReport report)
      throws NetworkException.Unreachable, IOException {
    return Crawler.start(key, store, settings, report);
  }

  private static int exit(CrawlResult result, Optional<TruthComparison> comparison) {
    if (!result.complete()) {
      return Exit.INCOMPLETE;
    }
    if (result.census().answered() == 0) {
      return Exit.UNREACHABLE;
    }
    return comparison.map(c -> c.differences().isEmpty()).orElse(true) ? Exit.OK : Exit.FINDINGS;
  }

  private static void close(Optional<Crawler> crawler, SqliteStore store) {
    crawler.ifPresent(Crawler::close);
    try {
      store.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
