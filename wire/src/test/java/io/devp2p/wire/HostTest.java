package io.devp2p.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devp2p.core.NetworkException;
import io.devp2p.core.Violation;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.crypto.PublicKey;
import io.devp2p.core.node.ForkId;
import io.devp2p.wire.eth.ChainHead;
import io.devp2p.wire.eth.Eth;
import io.devp2p.wire.eth.EthRule;
import io.devp2p.wire.p2p.Hello;
import io.devp2p.wire.p2p.P2pCodec;
import io.devp2p.wire.p2p.P2pRule;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.units.bigints.UInt256;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Hosts and raw peers over loopback sockets; all share one event loop group and one pool. */
final class HostTest {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final EventLoopGroup GROUP =
      new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
  private static final InetSocketAddress ANY =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  private static final ForkId FORK = new ForkId(0x01020304, 0);

  private final List<AutoCloseable> opened = new ArrayList<>();
  private final LinkedBlockingQueue<HostEvent> events = new LinkedBlockingQueue<>();

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
  }

  @AfterAll
  static void closeGroup() {
    assertThat(GROUP.isShuttingDown()).as("hosts leave a shared group alone").isFalse();
    GROUP.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  private static Eth eth(long network) {
    ChainHead head =
        new ChainHead(
            network, Bytes32.repeat((byte) 1), FORK, 0, 9, Bytes32.repeat((byte) 2), UInt256.ONE);
    return Eth.offering(Eth.VERSIONS, () -> head, FORK::equals);
  }

  private Host host(UnaryOperator<HostConfig.Builder> config) throws NetworkException.Unreachable {
    Host host =
        Host.start(
            NodeKey.generate(RANDOM),
            c -> config.apply(c.eventLoopGroup(GROUP).cryptoPool(GROUP).listen(ANY)));
    opened.add(host);
    return host;
  }

  private RawPeer raw(Bytes... says) throws InterruptedException {
    RawPeer peer = new RawPeer(GROUP, NodeKey.generate(RANDOM), List.of(says));
    opened.add(peer);
    return peer;
  }

  private static CompletableFuture<Peer> dial(Host from, Host to) {
    return from.dial(to.key(), to.localAddress().orElseThrow());
  }

  private static <T> T await(CompletableFuture<T> future) throws Exception {
    return future.get(10, TimeUnit.SECONDS);
  }

  private static DialFailure failure(CompletableFuture<Peer> dial) throws Exception {
    try {
      await(dial);
    } catch (ExecutionException failed) {
      return Optional.ofNullable((DialFailure) failed.getCause()).orElseThrow();
    }
    throw new AssertionError("the dial did not fail");
  }

  private static Bytes hello(PublicKey key, String... capabilities) {
    List<Capability> list = new ArrayList<>();
    for (String capability : capabilities) {
      list.add(
          new Capability(capability.substring(0, 3), Integer.parseInt(capability.substring(4))));
    }
    Hello hello = new Hello(5, ClientId.of("raw"), list, 0, key.bytes());
    return Bytes.concatenate(Bytes.of(0x80), P2pCodec.encode(hello));
  }

  @Test
  void exchangesStatusBothWays() throws Exception {
    Eth theirs = eth(1);
    Eth ours = eth(1);
    Host bob = host(c -> c.offer(theirs).clientId("bob/1"));
    bob.onEvent(events::add);
    Host alice = host(c -> c.offer(ours));

    Peer peer = await(dial(alice, bob));

    assertThat(peer.hello().client().toString()).isEqualTo("bob/1");
    assertThat(peer.key()).isEqualTo(bob.key());
    assertThat(peer.shared()).containsExactly(new Capability("eth", 72));
    assertThat(peer.inbound()).isFalse();
    assertThat(peer.timings().connect()).isPresent();
    assertThat(peer.timings().auth()).isPresent();
    assertThat(peer.timings().hello()).isPresent();
    assertThat(await(peer.session(ours).orElseThrow().status()).networkId()).isEqualTo(1);
    HostEvent.Connected connected = (HostEvent.Connected) next();
    assertThat(connected.peer().key()).isEqualTo(alice.key());
    assertThat(connected.peer().inbound()).isTrue();
    assertThat(connected.peer().hello().client().toString()).startsWith("devp2p-jvm/");
    assertThat(await(connected.peer().session(theirs).orElseThrow().status()).version())
        .isEqualTo(72);
    assertThat(alice.peers()).containsExactly(peer);
    assertThat(alice.stats().peers()).isEqualTo(1);
  }

  private HostEvent next() throws InterruptedException {
    return Optional.ofNullable(events.poll(10, TimeUnit.SECONDS)).orElseThrow();
  }

  @Test
  void anObserverReadsStatusAndLeavesWithAReason() throws Exception {
    Host bob = host(c -> c.offer(eth(77)));
    bob.onEvent(events::add);
    Eth observing = Eth.observing(List.of(68, 69));
    Host alice = host(c -> c.offer(observing));

    Peer peer = await(dial(alice, bob));
    assertThat(await(peer.session(observing).orElseThrow().status()).networkId()).isEqualTo(77);
    peer.disconnect(DisconnectReason.QUITTING);

    assertThat(await(peer.down()).byPeer()).isFalse();
    assertThat(next()).isInstanceOf(HostEvent.Connected.class);
    assertThat(next())
        .isInstanceOfSatisfying(
            HostEvent.Disconnected.class,
            e -> {
              assertThat(e.down().reason()).isEqualTo(DisconnectReason.QUITTING);
              assertThat(e.down().byPeer()).isTrue();
            });
    assertThat(bob.stats().disconnectsReceived()).containsEntry("quitting", 1L);
  }

  @Test
  void anotherNetworkIsLeft() throws Exception {
    Eth ours = eth(1);
    Host bob = host(c -> c.offer(eth(2)));
    Host alice = host(c -> c.offer(ours));
    Peer peer = await(dial(alice, bob));
    PeerDown down = await(peer.down());
    assertThat(down.reason()).isEqualTo(DisconnectReason.SUBPROTOCOL);
    assertThatThrownBy(() -> await(peer.session(ours).orElseThrow().status()))
        .cause()
        .satisfiesAnyOf(
            cause ->
                assertThat(cause)
                    .isInstanceOfSatisfying(
                        Violation.class, v -> assertThat(v.rule()).isEqualTo(EthRule.ETH_NETWORK)),
            // Bob may be first.
            cause -> assertThat(cause).isInstanceOf(NetworkException.Disconnected.class));
  }

  @Test
  void fullBeforeHello() throws Exception {
    Host bob =
        host(c ->
            c.offer(eth(1))
                .admit(candidate ->
                    Optional.of(DisconnectReason.TOO_MANY_PEERS)
                        .filter(r -> candidate.phase() == Admission.Phase.BEFORE_HELLO)));
    DialFailure failure = failure(dial(host(c -> c.offer(eth(1))), bob));
    assertThat(failure.kind()).isEqualTo(DialFailure.Kind.DISCONNECTED);
    assertThat(failure.reason()).contains(DisconnectReason.TOO_MANY_PEERS);
    assertThat(failure.stage()).isEqualTo(Stage.HELLO);
    assertThat(failure.hello()).isEmpty();
    assertThat(failure.timings().auth()).isPresent();
  }

  @Test
  void fullAfterHello() throws Exception {
    Host bob =
        host(c ->
            c.offer(eth(1))
                .admit(
                    candidate -> candidate.hello().map(hello -> DisconnectReason.TOO_MANY_PEERS)));
    bob.onEvent(events::add);
    Peer peer = await(dial(host(c -> c.offer(eth(1))), bob));
    PeerDown down = await(peer.down());
    assertThat(down.reason()).isEqualTo(DisconnectReason.TOO_MANY_PEERS);
    assertThat(down.byPeer()).isTrue();
    assertThat(next())
        .isInstanceOfSatisfying(
            HostEvent.InboundFailed.class,
            e -> assertThat(e.failure().kind()).isEqualTo(DialFailure.Kind.REFUSED_BY_US));
  }

  @Test
  void nothingShared() throws Exception {
    Host bob = host(c -> c.offer(Eth.observing(List.of(68))));
    DialFailure failure = failure(dial(host(c -> c.offer(Eth.observing(List.of(72)))), bob));
    assertThat(failure.kind()).isEqualTo(DialFailure.Kind.NO_SHARED_CAPABILITY);
    assertThat(failure.hello().orElseThrow().capabilities())
        .containsExactly(new Capability("eth", 68));
  }

  @Test
  void wrongKey() throws Exception {
    Host bob = host(c -> c.offer(eth(1)));
    bob.onEvent(events::add);
    DialFailure failure =
        failure(
            host(c -> c.offer(eth(1)))
                .dial(NodeKey.generate(RANDOM).publicKey(), bob.localAddress().orElseThrow()));
    assertThat(failure.kind()).isEqualTo(DialFailure.Kind.AUTH_FAILED);
    assertThat(failure.timings().connect()).isPresent();
    assertThat(next())
        .isInstanceOfSatisfying(
            HostEvent.InboundFailed.class,
            e -> assertThat(e.failure().getCause()).isInstanceOf(Violation.class));
    assertThat(bob.stats().violations()).containsEntry("RLPX_ECIES_MAC", 1L);
  }

  @Test
  void nobodyListens() throws Exception {
    InetSocketAddress closed;
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(ANY);
      closed = (InetSocketAddress) socket.getLocalSocketAddress();
    }
    DialFailure failure =
        failure(host(c -> c.offer(eth(1))).dial(NodeKey.generate(RANDOM).publicKey(), closed));
    assertThat(failure.kind()).isEqualTo(DialFailure.Kind.TCP_REFUSED);
    assertThat(failure.stage()).isEqualTo(Stage.CONNECT);
  }

  @Test
  void silenceBeforeAck() throws Exception {
    try (ServerSocket silent = new ServerSocket()) {
      silent.bind(ANY);
      DialFailure failure =
          failure(
              host(c -> c.offer(eth(1)).helloTimeout(Duration.ofMillis(200)))
                  .dial(
                      NodeKey.generate(RANDOM).publicKey(),
                      (InetSocketAddress) silent.getLocalSocketAddress()));
      assertThat(failure.kind()).isEqualTo(DialFailure.Kind.AUTH_FAILED);
      assertThat(failure.getCause()).isInstanceOf(NetworkException.TimedOut.class);
    }
  }

  @Test
  void silenceInsteadOfHello() throws Exception {
    RawPeer silent = raw();
    DialFailure failure =
        failure(
            host(c -> c.offer(eth(1)).helloTimeout(Duration.ofMillis(500)))
                .dial(silent.key().publicKey(), silent.address()));
    assertThat(failure.kind()).isEqualTo(DialFailure.Kind.HELLO_TIMEOUT);
  }

  @Test
  void anotherIdentityInHello() throws Exception {
    RawPeer liar = raw(hello(NodeKey.generate(RANDOM).publicKey(), "eth/69"));
    DialFailure failure =
        failure(host(c -> c.offer(eth(1))).dial(liar.key().publicKey(), liar.address()));
    assertThat(failure.kind()).isEqualTo(DialFailure.Kind.IDENTITY_MISMATCH);
    assertThat(failure.hello()).isPresent();
    assertThat(liar.received().poll(10, TimeUnit.SECONDS)).isNotNull();
    Bytes disconnect = liar.received().poll(10, TimeUnit.SECONDS);
    assertThat(disconnect).isNotNull();
    assertThat(P2pCodec.decodeDisconnect(disconnect.slice(1)).reason())
        .isEqualTo(DisconnectReason.UNEXPECTED_IDENTITY);
  }

  @Test
  void garbageInsteadOfHello() throws Exception {
    RawPeer garbage = raw(Bytes.of(0x10, 1, 2, 3));
    DialFailure failure =
        failure(host(c -> c.offer(eth(1))).dial(garbage.key().publicKey(), garbage.address()));
    assertThat(failure.kind()).isEqualTo(DialFailure.Kind.HELLO_INVALID);
  }

  /** P-09: a Disconnect in the same segment as Hello, in the oldest form there is. */
  @Test
  void disconnectRightBehindHello() throws Exception {
    NodeKey key = NodeKey.generate(RANDOM);
    RawPeer full =
        new RawPeer(GROUP, key, List.of(hello(key.publicKey(), "eth/69"), Bytes.of(1, 4)));
    opened.add(full);
    Peer peer = await(host(c -> c.offer(eth(1))).dial(key.publicKey(), full.address()));
    assertThat(await(peer.down()))
        .isEqualTo(new PeerDown(DisconnectReason.TOO_MANY_PEERS, true, Optional.empty()));
  }

  @Test
  void aViolationEndsTheSessionWithItsRule() throws Exception {
    NodeKey key = NodeKey.generate(RANDOM);
    RawPeer rogue =
        new RawPeer(GROUP, key, List.of(hello(key.publicKey(), "eth/69"), Bytes.of(0x60, 0)));
    opened.add(rogue);
    Host alice = host(c -> c.offer(eth(1)));
    PeerDown down = await(await(alice.dial(key.publicKey(), rogue.address())).down());
    assertThat(down.reason()).isEqualTo(DisconnectReason.BREACH_OF_PROTOCOL);
    assertThat(down.byPeer()).isFalse();
    assertThat(down.cause().map(Throwable::getMessage))
        .contains(new Violation(P2pRule.P2P_UNKNOWN_CODE).getMessage());
    assertThat(alice.stats().violations()).containsEntry("P2P_UNKNOWN_CODE", 1L);
  }

  @Test
  void aSessionThatFailsTakesOnlyItsConnectionDown() throws Exception {
    Protocol<Session> broken =
        Protocol.of(
            "chat",
            1,
            1,
            context ->
                new Session() {
                  @Override
                  public void onStart(long now, SessionOutbox out) {
                    out.send(0, Bytes.of(1));
                  }

                  @Override
                  public void onMessage(long now, int code, Bytes payload, SessionOutbox out) {
                    throw new IllegalStateException("thrown by a test on purpose");
                  }
                });
    Host bob = host(c -> c.offer(broken));
    Host alice = host(c -> c.offer(broken));
    PeerDown down = await(await(dial(alice, bob)).down());
    assertThat(down.reason()).isEqualTo(DisconnectReason.SUBPROTOCOL);
    assertThat(await(dial(alice, bob)).shared()).hasSize(1);
  }

  @Test
  void oneSessionForEachNode() throws Exception {
    Host bob = host(c -> c.offer(eth(1)));
    Host alice = host(c -> c.offer(eth(1)));
    await(dial(alice, bob));
    assertThat(failure(dial(alice, bob)).kind())
        .isIn(DialFailure.Kind.REFUSED_BY_US, DialFailure.Kind.DISCONNECTED);
    assertThat(alice.peers()).hasSize(1);
  }

  @Test
  void ourselves() throws Exception {
    Host alice = host(c -> c.offer(eth(1)));
    assertThat(failure(dial(alice, alice)).stage()).isEqualTo(Stage.HELLO);
    assertThat(alice.peers()).isEmpty();
  }

  @Test
  void inboundPlacesAreHalfOfAll() throws Exception {
    Host bob = host(c -> c.offer(eth(1)).maxPeers(3));
    await(dial(host(c -> c.offer(eth(1))), bob));
    assertThat(failure(dial(host(c -> c.offer(eth(1))), bob)).reason())
        .contains(DisconnectReason.TOO_MANY_PEERS);
  }

  @Test
  void dialsInFlightAreBounded() throws Exception {
    try (ServerSocket silent = new ServerSocket()) {
      silent.bind(ANY);
      Host alice = host(c -> c.offer(eth(1)).maxDials(1).helloTimeout(Duration.ofMillis(300)));
      InetSocketAddress address = (InetSocketAddress) silent.getLocalSocketAddress();
      PublicKey key = NodeKey.generate(RANDOM).publicKey();
      CompletableFuture<Peer> first = alice.dial(key, address);
      assertThat(failure(alice.dial(key, address)).getCause())
          .isInstanceOf(NetworkException.Closed.class);
      assertThat(failure(first).kind()).isEqualTo(DialFailure.Kind.AUTH_FAILED);
      assertThat(alice.stats().dialing()).isZero();
    }
  }

  @Test
  void closingSaysGoodbye() throws Exception {
    Host bob = host(c -> c.offer(eth(1)));
    Host alice = host(c -> c.offer(eth(1)));
    Peer peer = await(dial(alice, bob));
    bob.close();
    PeerDown down = await(peer.down());
    assertThat(down.reason()).isEqualTo(DisconnectReason.QUITTING);
    assertThat(down.byPeer()).isTrue();
    assertThat(failure(dial(bob, alice)).kind()).isEqualTo(DialFailure.Kind.REFUSED_BY_US);
  }

  @Test
  void anOccupiedPortIsToldAtTheStart() throws Exception {
    Host bob = host(c -> c.offer(eth(1)));
    assertThatThrownBy(() -> host(c -> c.offer(eth(1)).listen(bob.localAddress().orElseThrow())))
        .isInstanceOf(NetworkException.Unreachable.class);
  }

  @Test
  void configurationsThatContradictThemselves() {
    assertThatThrownBy(() -> host(c -> c)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> host(c -> c.offer(eth(1)).offer(eth(1))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> host(c -> c.offer(eth(1)).maxDials(0)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> host(c -> c.offer(Protocol.of("ninechars", 1, 1, x -> (n, k, p, o) -> {}))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void addressesWithoutResolution() throws Exception {
    DialFailure failure =
        failure(
            host(c -> c.offer(eth(1)))
                .dial(
                    NodeKey.generate(RANDOM).publicKey(),
                    InetSocketAddress.createUnresolved("localhost", 1)));
    assertThat(failure.kind()).isEqualTo(DialFailure.Kind.TCP_UNREACHABLE);
  }
}
