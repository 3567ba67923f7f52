package io.devp2p.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.node.NodeId;
import io.devp2p.crawler.NodeSet;
import io.devp2p.crawler.NodesJson;
import io.devp2p.interop.peers.GethTool;
import io.devp2p.lab.Lab;
import io.devp2p.lab.LabConfig;
import io.devp2p.lab.Truth;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** geth's crawlers in a laboratory of ours, whose truth is known. */
final class ForeignCrawlerTest {

  private static final int NODES = 60;

  /** The crawler ends at its time limit only. */
  private static final Duration LIMIT = Duration.ofSeconds(15);

  @TempDir Path folder;

  @Test
  @RequiresPeer("geth-1.17.10")
  void discv4(GethTool tool) throws Exception {
    try (Lab lab = Lab.start(LabConfig.of(NODES, 1))) {
      Path nodes = folder.resolve("nodes.json");
      tool.discv4Crawl(lab.bootnodes().getFirst(), LIMIT, nodes);
      compare("discv4", lab, Truth::v4, nodes);
      rewriteAndRead(tool, nodes);
    }
  }

  @Test
  @RequiresPeer("geth-1.17.10")
  void discv5(GethTool tool) throws Exception {
    try (Lab lab = Lab.start(LabConfig.of(NODES, 1))) {
      Path nodes = folder.resolve("nodes.json");
      tool.discv5Crawl(lab.bootnodes().getFirst(), LIMIT, nodes);
      compare("discv5", lab, Truth::v5, nodes);
      rewriteAndRead(tool, nodes);
    }
  }

  private static void compare(String protocol, Lab lab, Predicate<Truth> speaks, Path nodes)
      throws Exception {
    Set<NodeId> wanted =
        lab.truth().stream()
            .filter(t -> speaks.test(t) && t.family() == 4)
            .map(Truth::id)
            .collect(Collectors.toSet());
    Set<NodeId> dead =
        lab.truth().stream().filter(t -> !t.isAlive()).map(Truth::id).collect(Collectors.toSet());
    Set<NodeId> found = NodesJson.readStrict(nodes).entries().keySet();
    long recalled = wanted.stream().filter(found::contains).count();
    System.out.println(
        "geth's "
            + protocol
            + " crawl found "
            + recalled
            + " of "
            + wanted.size()
            + " nodes of ours");
    assertThat(
            lab.truth().stream()
                .filter(t -> wanted.contains(t.id()) && !found.contains(t.id()))
                .map(Truth::kind))
        .as("kinds of the nodes that were not found")
        .hasSizeLessThanOrEqualTo(wanted.size() * 5 / 100);
    assertThat(found).doesNotContainAnyElementsOf(dead);
  }

  /** Their node set read and written by us is read by them. */
  private void rewriteAndRead(GethTool tool, Path theirs) throws Exception {
    NodeSet set = NodesJson.readStrict(theirs);
    Path ours = folder.resolve("ours.json");
    NodesJson.write(ours, set.entries().values());
    assertThat(ours).hasSameTextualContentAs(theirs);
    assertThat(tool.nodesetInfo(ours).out())
        .contains("Set contains " + set.entries().size() + " nodes.");
  }
}
