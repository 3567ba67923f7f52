package io.devp2p.cli;

import io.devp2p.crawler.NodeSetEntry;
import io.devp2p.crawler.NodesJson;
import io.devp2p.crawler.RecordCrawl;
import io.devp2p.discovery.Discovery;
import io.devp2p.discovery.NodeStore;
import io.devp2p.discovery.Profile;
import io.devp2p.discovery.Version;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/**
 * {@code crawl} below a version of discovery: a node set is read, kept fresh for some time, and
 * written.
 */
@Command(
    name = "crawl",
    description = "Collects the records of all nodes that answer into a node set.")
final class NodeSetCrawlVerb implements Callable<Integer> {

  static final Duration SAVE = Duration.ofMinutes(1);

  @Spec CommandSpec spec;
  @ParentCommand VersionCommand parent;
  @Mixin DiscoveryOptions options;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      defaultValue = "30m",
      converter = DurationArgument.class,
      description = "time limit (${DEFAULT-VALUE})")
  Duration timeout = Duration.ofMinutes(30);

  @Option(
      names = "--parallel",
      paramLabel = "N",
      defaultValue = "16",
      description = "requests in flight (${DEFAULT-VALUE})")
  int parallel;

  @Option(names = "--json", description = "print one JSON object at the end")
  boolean json;

  @Parameters(paramLabel = "<nodes.json>")
  Path file;

  @Override
  public Integer call() throws Exception {
    if (parallel < 1) {
      throw new Failure(Exit.USAGE, "--parallel: at least 1");
    }
    CommandLine line = spec.commandLine();
    Version version = parent.version();
    Collection<NodeSetEntry> input =
        Files.exists(file) ? NodesJson.readStrict(file).entries().values() : List.of();
    if (input.isEmpty() && options.bootnodes().isEmpty()) {
      throw new Failure(Exit.USAGE, file + ": has no nodes, and --bootnodes names none");
    }
    NodesJson.write(file, input); // what cannot be written is better known now than after the crawl
    try (NodeStore store = options.store();
        Discovery discovery =
            options.start(
                store,
                c ->
                    c.v4(version == Version.V4)
                        .v5(version == Version.V5)
                        .profile(Profile.CRAWLER))) {
      RecordCrawl crawl =
          new RecordCrawl(discovery, version, parallel, InstantSource.system(), input);
      Interruption.closes(() -> save(crawl, file));
      crawl.start(options.bootnodes(), new SecureRandom());
      keepFresh(crawl, line);
      crawl.close();
      save(crawl, file);
      int nodes = crawl.entries().size();
      line.getOut()
          .println(json ? JsonLine.of(o -> o.writeNumberField("nodes", nodes)) : nodes + " nodes");
      return nodes > 0 ? Exit.OK : Exit.UNREACHABLE;
    }
  }

  private void keepFresh(RecordCrawl crawl, CommandLine line) throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    long left = timeout.toMillis();
    while (left > 0 && !never.await(Math.min(left, SAVE.toMillis()), TimeUnit.MILLISECONDS)) {
      left -= SAVE.toMillis();
      save(crawl, file);
      line.getErr().println(crawl.entries().size() + " nodes");
    }
  }

  static void save(RecordCrawl crawl, Path file) {
    try {
      NodesJson.write(file, crawl.entries());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
