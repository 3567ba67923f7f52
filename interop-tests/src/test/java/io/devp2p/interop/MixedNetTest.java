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
import io.devp2p.interop.peers.Geth;
import io.devp2p.interop.peers.Installation;
import io.devp2p.interop.peers.Launch;
import io.devp2p.interop.peers.ReferencePeer;
import io.devp2p.interop.peers.Role;
import io.devp2p.interop.peers.RunningPeer;
import io.devp2p.lab.Lab;
import io.devp2p.lab.LabConfig;
import io.devp2p.lab.NodeKind;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * A census of a net of strangers: every peer at hand and three nodes of ours, which are joined by
 * discovery only, by way of one geth.
 */
final class MixedNetTest {

  private static final int OURS = 3;

  /** A geth passes a node on when it has been alive at two checks, seconds apart. */
  private static final Duration LIMIT = Duration.ofSeconds(90);

  /** Their pings carry no TCP port, so nobody who learns of them that way can dial them. */
  private static final Set<String> UNDIALABLE = Set.of("tuweni", "ethereumjs-client");

  /** Without the sets that take longer to install these are geth, ethereumjs and two of discv5. */
  private static final int IMPLEMENTATIONS = 5;

  @Test
  @RequiresPeer({"geth-1.17.10", "ethereumjs", "chainsafe", "consensys"})
  void oneCrawlFindsThemAll(PeerRun run, @OfPeer("geth-1.17.10") Installation geth)
      throws Exception {
    Path work = run.folder("mixed-net");
    try (RunningPeer first =
            geth.peer().start(geth, work.resolve("first"), Launch.as(Role.CHAIN_SERVER));
        Strangers strangers =
            Strangers.join(
                run.installations().stream().filter(i -> !i.equals(geth)).toList(),
                work,
                first.node());
        Lab lab =
            Lab.start(new LabConfig(OURS, 1, Set.of(NodeKind.ORDINARY), List.of(first.node())))) {
      Map<NodeId, ReferencePeer> wanted = new LinkedHashMap<>(strangers.ids());
      wanted.put(first.node().id(), geth.peer());
      Map<NodeId, Visit> visits =
          crawlUntil(
              seen ->
                  wanted.entrySet().stream()
                          .allMatch(e -> isFound(seen, e.getKey(), isDialable(e.getValue())))
                      && lab.truth().stream().allMatch(truth -> isFound(seen, truth.id(), true)),
              first.node(),
              work.resolve("crawl.db"));
      wanted.forEach((id, peer) -> compare(visits, id, peer));
      lab.truth()
          .forEach(truth ->
              assertThat(statusOf(visits, truth.id()).hello().orElseThrow().client())
                  .hasToString(truth.client().orElseThrow()));
      Set<String> implementations =
          wanted.values().stream().map(ReferencePeer::family).collect(Collectors.toSet());
      implementations.add("ours");
      run.note("one census found " + wanted.size() + " nodes of strangers: " + wanted.values());
      assertThat(implementations).hasSizeGreaterThanOrEqualTo(IMPLEMENTATIONS);
    }
  }

  /** Peers that were started side by side and know one node of the net. */
  private record Strangers(Map<NodeId, ReferencePeer> ids, List<RunningPeer> running)
      implements AutoCloseable {

    static Strangers join(List<Installation> peers, Path work, Node bootnode) throws Exception {
      Map<NodeId, ReferencePeer> ids = new LinkedHashMap<>();
      List<RunningPeer> running = new ArrayList<>();
      Strangers strangers = new Strangers(ids, running);
      Launch launch = Launch.as(Role.DIALER).joining(List.of(bootnode)).network(Geth.TEST_CHAIN);
      try {
        for (Installation peer : peers) {
          RunningPeer started = peer.peer().start(peer, work.resolve(peer.peer().name()), launch);
          running.add(started);
          ids.put(started.node().id(), peer.peer());
        }
        return strangers;
      } catch (Exception failed) {
        strangers.close();
        throw failed;
      }
    }

    @Override
    public void close() {
      running.forEach(RunningPeer::close);
    }
  }

  /** The net comes together while it is crawled, so one crawl may be too early. */
  private static Map<NodeId, Visit> crawlUntil(
      Predicate<Map<NodeId, Visit>> complete, Node bootnode, Path file) throws Exception {
    Map<NodeId, Visit> visits = new ConcurrentHashMap<>();
    CrawlListener listener =
        new CrawlListener() {
          @Override
          public void onVisit(Visit visit) {
            if (visit.ending().outcome() != Outcome.SILENT) {
              visits.merge(visit.node().id(), visit, (old, now) -> isMet(old) ? old : now);
            }
          }
        };
    NodeKey key = NodeKey.generate(new SecureRandom());
    long start = System.nanoTime();
    while (!complete.test(visits) && System.nanoTime() - start < LIMIT.toNanos()) {
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
    return visits;
  }

  private static boolean isFound(Map<NodeId, Visit> visits, NodeId id, boolean dialable) {
    Optional<Visit> visit = Optional.ofNullable(visits.get(id));
    return dialable ? visit.filter(MixedNetTest::isMet).isPresent() : visit.isPresent();
  }

  private static boolean isMet(Visit visit) {
    return visit.ending().outcome() == Outcome.STATUS;
  }

  private static boolean isDialable(ReferencePeer peer) {
    return !peer.claims().eth().isEmpty() && !UNDIALABLE.contains(peer.family());
  }

  private static TcpContact statusOf(Map<NodeId, Visit> visits, NodeId id) {
    assertThat(visits).containsKey(id);
    return Optional.ofNullable(visits.get(id)).flatMap(Visit::tcp).orElseThrow();
  }

  private static void compare(Map<NodeId, Visit> visits, NodeId id, ReferencePeer peer) {
    assertThat(isFound(visits, id, isDialable(peer))).as(peer + ": " + visits.get(id)).isTrue();
    if (!isDialable(peer)) {
      return; // there is nothing to dial
    }
    TcpContact met = statusOf(visits, id);
    assertThat(met.status()).as(peer.name()).isPresent();
    assertThat(met.eth()).as(peer.name()).hasValue(peer.claims().eth().getLast());
  }
}
