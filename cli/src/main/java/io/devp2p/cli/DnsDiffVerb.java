package io.devp2p.cli;

import io.devp2p.core.Violation;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.crawler.publish.TreeChange;
import io.devp2p.discovery.dns.ClonedTree;
import io.devp2p.discovery.dns.DnsRule;
import io.devp2p.discovery.dns.SeqMemory;
import io.devp2p.discovery.dns.TreeUrl;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dns diff}: what publishing a directory would change in DNS. */
@Command(name = "diff", description = "Compares a signed tree with the one that DNS has now.")
final class DnsDiffVerb implements Callable<Integer> {

  @Spec CommandSpec spec;
  @Mixin DnsOptions dns;
  @Mixin TreeChanges changes;

  @Option(names = "--json", description = "print one JSON object")
  boolean json;

  @Parameters(paramLabel = "<tree-directory>")
  Path directory;

  @Override
  public Integer call() throws Exception {
    SignedDirectory signed = SignedDirectory.read(directory);
    Optional<ClonedTree> published = published(signed.url());
    boolean whole = published.map(ClonedTree::isWhole).orElse(true);
    List<NodeRecord> before = published.map(ClonedTree::records).orElse(List.of());
    TreeChange change = TreeChange.between(before, signed.tree().records());
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(
          JsonLine.of(o -> {
            changes.write(change, o);
            o.writeBooleanField("whole", whole);
          }));
    } else {
      TreeChanges.print(change, out);
    }
    PrintWriter err = spec.commandLine().getErr();
    if (!whole) {
      err.println("devp2p: the tree in DNS is not whole: what is missing there counts as new");
      return Exit.INCOMPLETE;
    }
    return changes.judged(change, err);
  }

  private Optional<ClonedTree> published(TreeUrl url) throws Exception {
    try {
      return Optional.of(dns.fetch(url, SeqMemory.ofThisProcess()));
    } catch (Violation refused) {
      if (refused.rule() == DnsRule.DNS_NO_ROOT) {
        return Optional.empty(); // the first tree of this domain
      }
      throw new Failure(Exit.FINDINGS, url.domain() + ": " + refused.getMessage());
    }
  }
}
