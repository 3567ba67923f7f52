package io.devp2p.cli;

import io.devp2p.core.Violation;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.crawler.History;
import io.devp2p.crawler.NodeSetEntry;
import io.devp2p.crawler.publish.TreeDefinition;
import io.devp2p.crawler.publish.TreeDirectory;
import io.devp2p.discovery.dns.ClonedTree;
import io.devp2p.discovery.dns.SeqMemory;
import io.devp2p.discovery.dns.TreeUrl;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dns sync}: a whole tree from DNS into a definition directory. */
@Command(name = "sync", description = "Downloads a whole tree into a definition directory.")
final class DnsSyncVerb implements Callable<Integer> {

  @Spec CommandSpec spec;
  @Mixin DnsOptions dns;

  @Option(names = "--json", description = "print one JSON object")
  boolean json;

  @Parameters(index = "0", paramLabel = "<url>", converter = DnsOptions.Url.class)
  TreeUrl url;

  @Parameters(
      index = "1",
      paramLabel = "<directory>",
      arity = "0..1",
      description = "named after the domain by default")
  Optional<Path> directory = Optional.empty();

  @Override
  public Integer call() throws Exception {
    Path target = directory.orElseGet(() -> Path.of(url.domain()));
    TreeDirectory files = new TreeDirectory(target);
    ClonedTree tree;
    try {
      tree = dns.fetch(url, memory(files.definition()));
    } catch (Violation refused) {
      return failed(Exit.FINDINGS, refused.rule().name(), String.valueOf(refused.getMessage()));
    }
    if (!tree.isWhole()) {
      return incomplete(tree);
    }
    write(tree, files);
    if (json) {
      out().println(done(tree, target));
    }
    return Exit.OK;
  }

  /** What the directory has is what was seen: an older tree does not replace it. */
  private SeqMemory memory(TreeDefinition before) {
    SeqMemory memory = SeqMemory.ofThisProcess();
    before.url().ifPresent(known -> memory.highest(known, before.seq()));
    return memory;
  }

  private void write(ClonedTree tree, TreeDirectory files) throws IOException {
    files.write(
        TreeDefinition.of(url, tree.root(), tree.links(), OffsetDateTime.now(ZoneOffset.UTC)));
    List<NodeSetEntry> nodes = tree.records().stream().map(DnsSyncVerb::entry).toList();
    files.writeNodes(nodes);
  }

  private static NodeSetEntry entry(NodeRecord record) {
    return NodeSetEntry.of(new NodeSetEntry.Known.Signed(record), History.NONE);
  }

  private String done(ClonedTree tree, Path target) {
    return JsonLine.of(o -> {
      o.writeBooleanField("ok", true);
      o.writeStringField("url", url.toString());
      o.writeFieldName("seq");
      o.writeNumber(Long.toUnsignedString(tree.root().seq()));
      o.writeNumberField("nodes", tree.records().size());
      o.writeNumberField("links", tree.links().size());
      o.writeStringField("directory", target.toString());
    });
  }

  private int incomplete(ClonedTree tree) {
    PrintWriter err = spec.commandLine().getErr();
    tree.defects().forEach(d -> err.println("devp2p: " + d.name() + ": " + d.why()));
    String cause =
        "the tree is not whole: " + tree.records().size() + " nodes are there, nothing was written";
    return failed(Exit.INCOMPLETE, "INCOMPLETE", cause);
  }

  private int failed(int exit, String outcome, String cause) {
    if (!json) {
      throw new Failure(exit, url.domain() + ": " + cause);
    }
    out()
        .println(
            JsonLine.of(o -> {
              o.writeBooleanField("ok", false);
              o.writeStringField("outcome", outcome);
              o.writeStringField("cause", cause);
            }));
    return exit;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
