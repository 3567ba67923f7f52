package io.devp2p.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.ForkId;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.SourceStats.Health;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Streams of candidates over loopback sockets. */
class CandidatesSocketTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Random random = new Random(21);
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable closeable : open) {
      closeable.close();
    }
  }

  private Discovery start(UnaryOperator<DiscoveryConfig.Builder> config) throws Exception {
    Discovery started =
        Discovery.start(
            NodeKey.generate(random),
            c ->
                config.apply(
                    c.bind(new InetSocketAddress("127.0.0.1", 0))
                        .requestTimeout(Duration.ofSeconds(5))));
    open.add(started);
    return started;
  }

  private static Node node(Discovery of) {
    return Node.of(of.self()).orElseThrow();
  }

  /** Keeps what comes, in order: nodes, then nothing for the end, or an error. */
  private static final class Taker implements Flow.Subscriber<Node> {

    final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    final LinkedBlockingQueue<Optional<Node>> taken = new LinkedBlockingQueue<>();
    final CompletableFuture<Throwable> error = new CompletableFuture<>();

    void request(long more) throws Exception {
      subscription.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).request(more);
    }

    Optional<Node> take() throws Exception {
      Optional<Node> next = taken.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("nothing came");
      }
      return next;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription.complete(given);
    }

    @Override
    public void onNext(Node node) {
      taken.add(Optional.of(node));
    }

    @Override
    public void onError(Throwable failure) {
      error.complete(failure);
    }

    @Override
    public void onComplete() {
      taken.add(Optional.empty());
    }
  }

  private static Taker take(Discovery discovery, java.util.function.Predicate<Node> filter) {
    Taker taker = new Taker();
    discovery.nodes(filter).subscribe(taker);
    return taker;
  }

  @Test
  void allSourcesAreMixed() throws Exception {
    Discovery walked = start(c -> c.revalidate(false));
    Discovery stored = start(c -> c.revalidate(false));
    Discovery boot = start(c -> c.revalidate(false));
    boot.introduce(List.of(node(walked)), EnumSet.allOf(Version.class));
    NodeStore store = NodeStore.inMemory(InstantSource.system());
    store.saw(
        new NodeStore.Sighting(node(stored), Set.of(Version.V5), InstantSource.system().instant()));
    Node listed = nobody();
    Discovery taking =
        start(c ->
            c.revalidate(false)
                .bootnodes(List.of(node(boot)))
                .store(store)
                .source(new Listed(listed)));
    assertThat(taking.stats().sources())
        .hasEntrySatisfying("list", worth -> assertThat(worth.health()).isEqualTo(Health.IDLE));
    Taker taker = take(taking, any -> true);
    taker.request(4);
    Set<NodeId> found = new HashSet<>();
    for (int i = 0; i < 4; i++) {
      found.add(taker.take().orElseThrow().id());
    }
    assertThat(found)
        .containsExactlyInAnyOrder(
            walked.self().id(), stored.self().id(), boot.self().id(), listed.id());
    assertThat(taking.stats().sources())
        .containsOnlyKeys("list", "walk", "store", "bootnodes")
        .allSatisfy((name, worth) -> assertThat(worth.given()).isPositive());
    taking.close();
    assertThat(taker.take()).isEmpty();
  }

  private static final class Listed implements NodeSource {
    private final Node node;

    Listed(Node node) {
      this.node = node;
    }

    @Override
    public String name() {
      return "list";
    }

    @Override
    public CompletableFuture<List<Node>> next(int atMost) {
      return CompletableFuture.completedFuture(List.of(node));
    }
  }

  private Node nobody() throws Exception {
    NodeRecord record =
        NodeRecord.builder()
            .address(java.net.InetAddress.getByName("52.0.0.1"))
            .port("udp", 1)
            .sign(NodeKey.generate(random), 1);
    return Node.of(record).orElseThrow();
  }

  /** discv4 alone finds nodes without records, whose forks no filter could know. */
  @Test
  void filtersSeeTheRecordsOfNodesFoundByDiscv4() throws Exception {
    Network network = Networks.HOODI;
    Discovery right = start(c -> c.revalidate(false).v5(false).forks(network.forks()));
    Discovery wrong = start(c -> c.revalidate(false).v5(false).forks(Networks.MAINNET.forks()));
    Discovery boot = start(c -> c.revalidate(false).v5(false));
    boot.introduce(List.of(bare(right), bare(wrong)), EnumSet.of(Version.V4));
    Discovery taking = start(c -> c.v5(false).bootnodes(List.of(bare(boot))).revalidate(false));
    Taker taker = take(taking, ForkId.filter(network.forks()));
    taker.request(1);
    Node taken = taker.take().orElseThrow();
    assertThat(taken.record()).contains(right.self());
  }

  private static Node bare(Discovery of) {
    Node node = node(of);
    return Node.of(node.key(), node.endpoint());
  }

  @Test
  void nothingIsLookedForUnlessSomebodyAsks() throws Exception {
    Node nobody = nobody();
    Discovery taking = start(c -> c.revalidate(false).bootnodes(List.of(nobody)));
    Taker taker = take(taking, any -> true);
    taker.subscription.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(taking.stats().sent()).isEmpty();
    assertThat(taking.stats().sources())
        .allSatisfy((name, worth) -> assertThat(worth.asked()).isZero());
    taker.request(-1);
    assertThat(taker.error.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aSubscriberOfAClosedDiscoveryIsToldSo() throws Exception {
    Discovery closed = start(c -> c);
    closed.close();
    Taker taker = take(closed, any -> true);
    assertThat(taker.take()).isEmpty();
    assertThat(taker.subscription).isCompleted();
  }
}
