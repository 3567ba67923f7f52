package io.devp2p.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import io.devp2p.crawler.CrawlListener;
import io.devp2p.crawler.Crawler;
import io.devp2p.crawler.Outcome;
import io.devp2p.crawler.TcpContact;
import io.devp2p.crawler.Visit;
import io.devp2p.crawler.store.SqliteStore;
import io.devp2p.discovery.guard.AddressPolicy;
import io.devp2p.interop.peers.EthereumJs;
import io.devp2p.interop.peers.Geth;
import io.devp2p.interop.peers.Installation;
import io.devp2p.lab.Lab;
import io.devp2p.lab.LabConfig;
import io.devp2p.lab.NodeKind;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/**
 * A census of a net of strangers: two geths, an ethereumjs node and three of ours, which are joined
 * by discovery only.
 */
final class MixedNetTest {

  private static final int OURS = 3;

  /** A geth passes a node on when it has been alive at two checks, seconds apart. */
  private static final Duration LIMIT = Duration.ofSeconds(90);

  @Test
  @RequiresPeer({"geth-1.17.10", "geth-1.15.11", "ethereumjs"})
  void everyNodeIsFoundWithClientCapabilitiesAndStatus(
      PeerRun run,
      @OfPeer("geth-1.17.10") Installation newGeth,
      @OfPeer("geth-1.15.11") Installation oldGeth,
      @OfPeer("ethereumjs") Installation js)
      throws Exception {
    Path work = run.folder("mixed-net");
    try (Geth first = Geth.start(newGeth, work.resolve("first"), Geth.Options.alone())) {
      Geth.NodeFacts known = first.facts();
      List<String> bootnodes = List.of(known.enode().toString(), known.record().toString());
      Node bootnode = Node.of(known.record()).orElseThrow();
      try (Geth second =
              Geth.start(oldGeth, work.resolve("second"), Geth.Options.alone().joining(bootnodes));
          EthereumJs third =
              EthereumJs.start(
                  js, work.resolve("third"), Geth.Options.TEST_CHAIN, Optional.of(known.enode()));
          Lab lab =
              Lab.start(new LabConfig(OURS, 1, Set.of(NodeKind.ORDINARY), List.of(bootnode)))) {
        Map<NodeId, Visit> visits = crawlUntil(3 + OURS, bootnode, work.resolve("crawl.db"));
        compare(visits, known, 72);
        compare(visits, second.facts(), 68);
        TcpContact met = statusOf(visits, NodeId.of(third.enode().key()));
        assertThat(met.hello().orElseThrow().client()).hasToString("ethereumjs-devp2p/10.0.0");
        assertThat(met.status().orElseThrow().status().forkId()).isEqualTo(third.chain().forkId());
        lab.truth()
            .forEach(truth ->
                assertThat(statusOf(visits, truth.id()).hello().orElseThrow().client())
                    .hasToString(truth.client().orElseThrow()));
      }
    }
  }

  /** The net comes together while it is crawled, so one crawl may be too early. */
  private static Map<NodeId, Visit> crawlUntil(int wanted, Node bootnode, Path file)
      throws Exception {
    Map<NodeId, Visit> visits = new ConcurrentHashMap<>();
    CrawlListener listener =
        new CrawlListener() {
          @Override
          public void onVisit(Visit visit) {
            if (visit.ending().outcome() == Outcome.STATUS) {
              visits.put(visit.node().id(), visit);
            }
          }
        };
    NodeKey key = NodeKey.generate(new SecureRandom());
    long start = System.nanoTime();
    while (visits.size() < wanted && System.nanoTime() - start < LIMIT.toNanos()) {
      try (SqliteStore store = SqliteStore.open(file);
          Crawler crawler =
              Crawler.start(
                  key,
                  store,
                  c ->
                      c.bootnodes(List.of(bootnode))
                          .addresses(AddressPolicy.only("127.0.0.0/8"))
                          .revisit(Duration.ofNanos(1)),
                  listener)) {
        assertThat(crawler.result().join().complete()).isTrue();
      }
    }
    System.out.println(
        "census of the mixed net: "
            + visits.size()
            + " nodes with a Status, after "
            + Duration.ofNanos(System.nanoTime() - start).toSeconds()
            + " s");
    return visits;
  }

  private static TcpContact statusOf(Map<NodeId, Visit> visits, NodeId id) {
    assertThat(visits).containsKey(id);
    return Optional.ofNullable(visits.get(id)).flatMap(Visit::tcp).orElseThrow();
  }

  private static void compare(Map<NodeId, Visit> visits, Geth.NodeFacts facts, int eth) {
    TcpContact met = statusOf(visits, facts.record().id());
    assertThat(met.hello().orElseThrow().client()).hasToString(facts.clientId());
    assertThat(met.eth()).hasValue(eth);
    assertThat(met.status().orElseThrow().status().forkId()).isEqualTo(facts.forkId());
    assertThat(met.status().orElseThrow().status().genesis()).isEqualTo(facts.genesis());
  }
}
