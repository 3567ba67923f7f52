package io.devp2p.cli;

import io.devp2p.core.node.Node;
import io.devp2p.crawler.NodeSetEntry;
import io.devp2p.crawler.NodesJson;
import io.devp2p.crawler.RecordCrawl;
import io.devp2p.discovery.Discovery;
import io.devp2p.discovery.NodeStore;
import io.devp2p.discovery.Profile;
import io.devp2p.discovery.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code resolve-json}: every node of a set is asked once for its newest record. */
@Command(name = "resolve-json", description = "Asks every node of a node set for its record.")
final class ResolveJsonVerb implements Callable<Integer> {

  /** Requests in flight. */
  private static final int PARALLEL = 16;

  @Spec CommandSpec spec;
  @ParentCommand VersionCommand parent;
  @Mixin DiscoveryOptions options;

  @Option(names = "--json", description = "print one JSON object at the end")
  boolean json;

  @Parameters(index = "0", paramLabel = "<nodes.json>")
  Path file;

  @Parameters(
      index = "1..*",
      paramLabel = "<node>",
      converter = NodeArgument.Converter.class,
      description = "nodes to add to the set if they answer")
  List<NodeArgument> more = List.of();

  @Override
  public Integer call() throws Exception {
    Version version = parent.version();
    Collection<NodeSetEntry> input =
        Files.exists(file) ? NodesJson.readStrict(file).entries().values() : List.of();
    List<Node> added = more.stream().map(NodeArgument::node).toList();
    if (input.isEmpty() && added.isEmpty()) {
      throw new Failure(Exit.USAGE, file + ": has no nodes, and none is named");
    }
    NodesJson.write(file, input); // what cannot be written is better known now
    try (NodeStore store = options.store();
        Discovery discovery =
            options.start(
                store,
                c ->
                    c.v4(version == Version.V4)
                        .v5(version == Version.V5)
                        .profile(Profile.CRAWLER))) {
      RecordCrawl crawl =
          new RecordCrawl(discovery, version, PARALLEL, InstantSource.system(), input);
      Interruption.closes(() -> NodeSetCrawlVerb.save(crawl, file));
      await(crawl.refresh(added), crawl);
      NodeSetCrawlVerb.save(crawl, file);
      int nodes = crawl.entries().size();
      spec.commandLine()
          .getOut()
          .println(json ? JsonLine.of(o -> o.writeNumberField("nodes", nodes)) : nodes + " nodes");
      return nodes > 0 ? Exit.OK : Exit.UNREACHABLE;
    }
  }

  private void await(CompletableFuture<Void> settled, RecordCrawl crawl) throws Exception {
    while (!settled.isDone()) {
      try {
        settled.get(NodeSetCrawlVerb.SAVE.toSeconds(), TimeUnit.SECONDS);
      } catch (TimeoutException running) {
        NodeSetCrawlVerb.save(crawl, file);
      }
    }
  }
}
