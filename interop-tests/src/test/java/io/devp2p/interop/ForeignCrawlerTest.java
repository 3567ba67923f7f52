package io.devp2p.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import io.devp2p.crawler.NodeSet;
import io.devp2p.crawler.NodesJson;
import io.devp2p.interop.peers.GethTool;
import io.devp2p.lab.Lab;
import io.devp2p.lab.LabConfig;
import io.devp2p.lab.Truth;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** geth's crawlers in a laboratory of ours, whose truth is known. */
final class ForeignCrawlerTest {

  private static final int NODES = 40;

  /**
   * The crawlers end at their time limit only. discv4 needs most of it: each lookup meets dead
   * nodes, and waits half a second for each of them, twice.
   */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir Path folder;

  @Test
  @RequiresPeer("geth-1.17.10")
  void gethFindsOurNodesByBothProtocols(GethTool tool) throws Exception {
    Path byV4 = folder.resolve("v4.json");
    Path byV5 = folder.resolve("v5.json");
    try (Lab lab = Lab.start(LabConfig.of(NODES, 1))) {
      Node bootnode = lab.bootnodes().getFirst();
      crawl(
          () -> tool.discv4Crawl(bootnode, LIMIT, byV4),
          () -> tool.discv5Crawl(bootnode, LIMIT, byV5));
      compare("discv4", lab, Truth::v4, byV4);
      compare("discv5", lab, Truth::v5, byV5);
    }
    weRewriteAndTheyRead(tool, byV4);
    weRewriteAndTheyRead(tool, byV5);
  }

  /** Side by side: what takes time is the crawlers' waiting. */
  private static void crawl(Callable<GethTool.Ran> v4, Callable<GethTool.Ran> v5) throws Exception {
    try (ExecutorService both = Executors.newFixedThreadPool(2)) {
      for (Future<GethTool.Ran> crawl : both.invokeAll(List.of(v4, v5))) {
        assertThat(crawl.get().exitCode()).as(crawl.get().err()).isZero();
      }
    }
  }

  private static void compare(String protocol, Lab lab, Predicate<Truth> speaks, Path nodes)
      throws Exception {
    Set<NodeId> found = NodesJson.readStrict(nodes).entries().keySet();
    List<Truth> wanted =
        lab.truth().stream().filter(t -> speaks.test(t) && t.family() == 4).toList();
    List<Truth> missed = wanted.stream().filter(t -> !found.contains(t.id())).toList();
    System.out.printf(
        "geth's %s crawl found %d of %d nodes of ours%n",
        protocol, wanted.size() - missed.size(), wanted.size());
    assertThat(missed).hasSizeLessThanOrEqualTo(wanted.size() * 5 / 100);
    Set<NodeId> dead =
        lab.truth().stream().filter(t -> !t.isAlive()).map(Truth::id).collect(Collectors.toSet());
    assertThat(found).doesNotContainAnyElementsOf(dead);
  }

  /** Their node set, read and written by us, is the same file, and they read it. */
  private void weRewriteAndTheyRead(GethTool tool, Path theirs) throws Exception {
    NodeSet set = NodesJson.readStrict(theirs);
    Path ours = folder.resolve("ours.json");
    NodesJson.write(ours, set.entries().values());
    assertThat(ours).hasSameBinaryContentAs(theirs);
    assertThat(tool.nodesetInfo(ours).out())
        .contains("Set contains " + set.entries().size() + " nodes.");
  }
}
