package io.devp2p.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devp2p.core.NetworkException;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.Node;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole of discovery over loopback sockets. */
class DiscoverySocketTest {

  /** Generous, because a cold JVM on a busy machine signs slowly. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Random random = new Random(11);
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable closeable : open) {
      closeable.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void everyCallWorksOverBothFamilies(String ip) throws Exception {
    Discovery a = start(ip, c -> c);
    Discovery b = start(ip, c -> c);
    b.onTalk("echo", (node, from, request) -> Bytes.concatenate(request, node.bytes()));
    Node node = node(b);
    for (Version version : Version.values()) {
      Pinged pinged = await(a.ping(version, node));
      assertThat(pinged.observed()).isEqualTo(a.localAddress());
      assertThat(pinged.seq()).isEqualTo(b.self().seq());
      assertThat(await(a.requestRecord(version, node))).isEqualTo(b.self());
    }
    assertThat(await(a.findNode(node, Target.random(random)))).hasSizeLessThan(2);
    assertThat(await(a.findNode(node, 0))).extracting(Node::id).containsExactly(b.self().id());
    Bytes answer = await(a.talk(node, "echo", Bytes.of(1)));
    assertThat(answer).isEqualTo(Bytes.concatenate(Bytes.of(1), a.self().id().bytes()));
    assertThat(await(a.talk(node, "other", Bytes.of(1))).isEmpty()).isTrue();
    assertThat(await(a.resolve(node)).record()).contains(b.self());
    assertThat(a.nodes()).extracting(Node::id).containsExactly(b.self().id());
    assertThat(a.stats().bugs()).isZero();
    assertThat(b.stats().bugs()).isZero();
  }

  @Test
  void aSocketOnAllAddressesIsReachedByBothFamilies() throws Exception {
    Discovery all = track(Discovery.start(NodeKey.generate(random), c -> patient(c)));
    int port = all.localAddress().getPort();
    assertThat(all.self().endpoints()).isEmpty();
    for (String ip : List.of("127.0.0.1", "::1")) {
      Discovery a = start(ip, c -> c);
      Node node = Node.of(all.self().publicKey(), new Endpoint(InetAddress.getByName(ip), port, 0));
      for (Version version : Version.values()) {
        assertThat(await(a.ping(version, node)).observed()).isEqualTo(a.localAddress());
      }
    }
  }

  @Test
  void lookupFindsNodesThroughOneBootnode() throws Exception {
    EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    ExecutorService pool = Executors.newFixedThreadPool(2);
    open.add(pool::shutdown);
    open.add(() -> loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync());
    List<Discovery> nodes = new ArrayList<>();
    UnaryOperator<DiscoveryConfig.Builder> shared =
        c ->
            c.eventLoopGroup(loops)
                .cryptoPool(pool)
                .revalidate(false)
                .profile(Profile.CRAWLER)
                .requestTimeout(Duration.ofSeconds(2));
    for (int i = 0; i < 12; i++) {
      boolean four = i % 3 != 0;
      boolean five = i % 3 != 1;
      nodes.add(start("127.0.0.1", c -> shared.apply(c).v4(four).v5(five)));
    }
    List<Node> all = nodes.stream().map(DiscoverySocketTest::node).toList();
    Discovery boot = start("127.0.0.1", shared);
    boot.introduce(all, EnumSet.allOf(Version.class));
    Discovery four =
        start("127.0.0.1", c -> shared.apply(c).v5(false).bootnodes(List.of(node(boot))));
    Discovery five =
        start("127.0.0.1", c -> shared.apply(c).v4(false).bootnodes(List.of(node(boot))));
    Target target = Target.random(random);
    // Of twelve nodes eight speak discv4, which names the closest wherever they are.
    assertThat(await(four.lookup(target))).hasSize(9).contains(node(boot));
    // discv5 asks for three distances, and here nobody but the bootnode knows anybody.
    assertThat(await(five.lookup(target))).hasSizeGreaterThan(1).contains(node(boot));
    for (Discovery node : nodes) {
      node.close();
    }
    assertThat(loops.isShuttingDown()).isFalse();
    assertThat(pool.isShutdown()).isFalse();
  }

  @Test
  void anOccupiedPortIsUnreachable() throws Exception {
    Discovery a = start("127.0.0.1", c -> c);
    assertThatThrownBy(
            () -> Discovery.start(NodeKey.generate(random), c -> c.bind(a.localAddress())))
        .isInstanceOf(NetworkException.Unreachable.class)
        .hasMessageContaining(Integer.toString(a.localAddress().getPort()));
  }

  @Test
  void garbageDoesNotEndTheLoop() throws Exception {
    Discovery a = start("127.0.0.1", c -> c);
    Discovery b = start("127.0.0.1", c -> c);
    try (DatagramSocket socket = new DatagramSocket()) {
      for (int i = 0; i < 2_000; i++) {
        byte[] junk = new byte[random.nextInt(1_500)];
        random.nextBytes(junk);
        socket.send(new DatagramPacket(junk, junk.length, b.localAddress()));
      }
    }
    assertThat(await(a.ping(Version.V4, node(b))).rttNanos()).isPositive();
    assertThat(await(a.ping(Version.V5, node(b))).rttNanos()).isPositive();
    assertThat(b.stats().bugs()).isZero();
    assertThat(b.stats().refused()).containsKeys("V4_SIZE");
  }

  @Test
  void closeEndsOpenCallsAndMayBeCalledTwice() throws Exception {
    Discovery a = start("127.0.0.1", c -> c.requestTimeout(Duration.ofHours(1)));
    Node nobody =
        Node.of(
            NodeKey.generate(random).publicKey(),
            new Endpoint(InetAddress.getLoopbackAddress(), 9, 0));
    CompletableFuture<Pinged> ping = a.ping(Version.V5, nobody);
    a.stats();
    a.close();
    a.close();
    assertThatThrownBy(ping::join)
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(NetworkException.Closed.class);
    assertThatThrownBy(() -> a.lookup(Target.random(random)).join())
        .hasCauseInstanceOf(NetworkException.Closed.class);
    assertThat(a.stats().sent()).containsEntry("RANDOM/v5", 1L);
  }

  @Test
  void ourOwnRecordCanBeChanged() throws Exception {
    Discovery a = start("127.0.0.1", c -> c.tcp(30303).seq(7));
    CompletableFuture<DiscoveryEvent> changed = new CompletableFuture<>();
    Runnable unsubscribe = a.onEvent(changed::complete);
    assertThat(a.self().seq()).isEqualTo(7);
    a.updateSelf(r -> r.port("tcp", 30304));
    assertThat(changed.get(5, TimeUnit.SECONDS)).isInstanceOf(DiscoveryEvent.SelfChanged.class);
    assertThat(a.self().seq()).isEqualTo(8);
    assertThat(a.self().ip4().orElseThrow().tcp()).isEqualTo(30304);
    unsubscribe.run();
    CompletableFuture<?> tooLarge =
        a.updateSelf(r -> r.entry("x", Bytes.concatenate(Bytes.of(0xb9, 1, 0), bytes256())));
    assertThatThrownBy(tooLarge::join).hasCauseInstanceOf(IllegalArgumentException.class);
    assertThat(a.self().seq()).isEqualTo(8);
  }

  private static Bytes bytes256() {
    return Bytes.repeat((byte) 1, 256);
  }

  private Discovery start(String ip, UnaryOperator<DiscoveryConfig.Builder> config)
      throws Exception {
    return track(
        Discovery.start(
            NodeKey.generate(random),
            c -> config.apply(patient(c).bind(new InetSocketAddress(ip, 0)))));
  }

  private DiscoveryConfig.Builder patient(DiscoveryConfig.Builder config) {
    return config.random(new Random(random.nextLong())).requestTimeout(PATIENCE);
  }

  private Discovery track(Discovery discovery) {
    open.addFirst(discovery);
    return discovery;
  }

  private static Node node(Discovery discovery) {
    return Node.of(discovery.self()).orElseThrow();
  }

  private static <T> T await(CompletableFuture<T> future) throws Exception {
    return future.get(30, TimeUnit.SECONDS);
  }
}
