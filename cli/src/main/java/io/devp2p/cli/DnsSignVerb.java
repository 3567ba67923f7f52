package io.devp2p.cli;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.crawler.publish.TreeDefinition;
import io.devp2p.crawler.publish.TreeDirectory;
import io.devp2p.crawler.publish.Unpublishable;
import io.devp2p.discovery.dns.DnsTree;
import io.devp2p.discovery.dns.TreeUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dns sign}: signs the tree of a definition directory. */
@Command(name = "sign", description = "Signs the tree of a definition directory.")
final class DnsSignVerb implements Callable<Integer> {

  @Spec CommandSpec spec;
  @Mixin SigningOptions signing;
  @Mixin PublishableOption publishable;

  @Option(names = "--json", description = "print one JSON object")
  boolean json;

  @Parameters(index = "0", paramLabel = "<tree-directory>")
  Path directory;

  @Parameters(
      index = "1",
      paramLabel = "<key-file>",
      description = "an Ethereum keystore file, or a node key file")
  Path keyFile;

  @Override
  public Integer call() throws IOException {
    if (!Files.exists(directory.resolve("nodes.json"))) {
      throw new Failure(Exit.USAGE, directory.resolve("nodes.json") + ": no such file");
    }
    TreeDirectory files = new TreeDirectory(directory);
    try {
      TreeDefinition before = files.definition();
      List<NodeRecord> records = files.records();
      publishable.check(directory, records, spec.commandLine().getErr());
      NodeKey key = signing.key(keyFile);
      TreeUrl url = signing.url(key, before, files);
      DnsTree tree = DnsTree.of(records, before.links()).sign(key, signing.seq(before));
      files.write(
          TreeDefinition.of(url, tree.root(), tree.links(), OffsetDateTime.now(ZoneOffset.UTC)));
      if (json) {
        spec.commandLine().getOut().println(signed(url, tree));
      }
      return Exit.OK;
    } catch (Unpublishable unfit) {
      throw new Failure(Exit.FINDINGS, directory + ": " + unfit.getMessage());
    }
  }

  private static String signed(TreeUrl url, DnsTree tree) {
    return JsonLine.of(o -> {
      o.writeBooleanField("ok", true);
      o.writeStringField("url", url.toString());
      o.writeFieldName("seq");
      o.writeNumber(Long.toUnsignedString(tree.root().seq()));
      o.writeNumberField("nodes", tree.records().size());
      o.writeNumberField("links", tree.links().size());
    });
  }
}
