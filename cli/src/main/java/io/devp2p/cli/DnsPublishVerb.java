package io.devp2p.cli;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.NodeId;
import io.devp2p.crawler.NodeSet;
import io.devp2p.crawler.NodeSetEntry;
import io.devp2p.crawler.NodesJson;
import io.devp2p.crawler.publish.PublishRules;
import io.devp2p.crawler.publish.TreeChange;
import io.devp2p.crawler.publish.TreeDefinition;
import io.devp2p.crawler.publish.TreeDirectory;
import io.devp2p.crawler.publish.TxtJson;
import io.devp2p.crawler.publish.Unpublishable;
import io.devp2p.discovery.dns.DnsTree;
import io.devp2p.discovery.dns.TreeUrl;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dns publish}: from a crawled node set to a signed tree, with all checks, at once. */
@Command(
    name = "publish",
    description =
        "Chooses the nodes of a node set that may be published, signs them into a tree, and writes"
            + " it with its zone. Only says what it would do, unless --no-dry-run.")
final class DnsPublishVerb implements Callable<Integer> {

  @Spec CommandSpec spec;
  @Mixin SigningOptions signing;
  @Mixin PublishableOption publishable;
  @Mixin TreeChanges changes;
  @Mixin ForkOptions forks;

  @Option(
      names = "--dry-run",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "write nothing (the default); --no-dry-run writes")
  boolean dryRun;

  @Option(
      names = "--probes",
      paramLabel = "N",
      defaultValue = "3",
      description = "checks that a node must have passed (${DEFAULT-VALUE})")
  long probes;

  @Option(
      names = "--min-age",
      paramLabel = "DURATION",
      defaultValue = "24h",
      converter = DurationArgument.class,
      description = "how long a node must have answered (${DEFAULT-VALUE})")
  Duration age = Duration.ofDays(1);

  @Option(
      names = "--per-prefix",
      paramLabel = "N",
      defaultValue = "2",
      description = "nodes of one /24 or /48 (${DEFAULT-VALUE})")
  int perPrefix;

  @Option(names = "--zone", paramLabel = "FILE", description = "write the zone there")
  Optional<Path> zone = Optional.empty();

  @Option(names = "--txt", paramLabel = "FILE", description = "write the TXT records there as JSON")
  Optional<Path> txt = Optional.empty();

  @Option(names = "--json", description = "print one JSON object")
  boolean json;

  @Parameters(index = "0", paramLabel = "<nodes.json>", description = "the nodes to choose from")
  Path nodes;

  @Parameters(
      index = "1",
      paramLabel = "<tree-directory>",
      description = "the tree that was published last")
  Path directory;

  @Parameters(
      index = "2",
      paramLabel = "<key-file>",
      description = "an Ethereum keystore file, or a node key file")
  Path keyFile;

  @Override
  public Integer call() throws IOException {
    NodeSet candidates = NodesJson.read(nodes);
    PublishRules rules =
        new PublishRules(
            publishable.addresses(), probes, age, perPrefix, forks.filter(Instant.now()));
    PublishRules.Selection selection = rules.select(candidates.entries().values());
    TreeDirectory files = new TreeDirectory(directory);
    try {
      TreeDefinition before = files.definition();
      TreeChange change = TreeChange.between(files.records(), selection.chosen());
      tell(candidates, selection, change);
      if (selection.chosen().isEmpty()) {
        throw new Failure(Exit.FINDINGS, nodes + ": has no node that may be published");
      }
      int exit = changes.judged(change, spec.commandLine().getErr());
      if (exit == Exit.OK && !dryRun) {
        write(files, before, selection, candidates);
      }
      return exit;
    } catch (Unpublishable unfit) {
      throw new Failure(Exit.FINDINGS, directory + ": " + unfit.getMessage());
    }
  }

  private void tell(NodeSet candidates, PublishRules.Selection selection, TreeChange change) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(
          JsonLine.of(o -> {
            o.writeBooleanField("dryRun", dryRun);
            o.writeNumberField("candidates", candidates.entries().size());
            changes.write(change, o);
            o.writeObjectFieldStart("refused");
            for (PublishRules.Refused refused : selection.refused()) {
              o.writeStringField(refused.id().toString(), refused.why());
            }
            o.writeEndObject();
          }));
      return;
    }
    selection.refused().stream()
        .collect(Collectors.groupingBy(PublishRules.Refused::why, Collectors.counting()))
        .forEach((why, count) -> out.println(count + " left out: " + why));
    TreeChanges.print(change, out);
  }

  private void write(
      TreeDirectory files,
      TreeDefinition before,
      PublishRules.Selection selection,
      NodeSet candidates)
      throws IOException {
    NodeKey key = signing.key(keyFile);
    TreeUrl url = signing.url(key, before, files);
    DnsTree tree = DnsTree.of(selection.chosen(), before.links()).sign(key, signing.seq(before));
    Set<NodeId> chosen =
        tree.records().stream().map(record -> record.id()).collect(Collectors.toSet());
    files.writeNodes(
        candidates.entries().values().stream()
            .filter((NodeSetEntry entry) -> chosen.contains(entry.id()))
            .toList());
    files.write(
        TreeDefinition.of(url, tree.root(), tree.links(), OffsetDateTime.now(ZoneOffset.UTC)));
    if (zone.isPresent()) {
      DnsCommand.write(zone.get(), DnsCommand.zone(tree, url.domain(), false) + "\n");
    }
    if (txt.isPresent()) {
      DnsCommand.write(txt.get(), TxtJson.render(tree, url.domain()));
    }
  }
}
