package io.devp2p.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.NetworkException;
import io.devp2p.core.Violation;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.crypto.PublicKey;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.wire.eth.Eth;
import io.devp2p.wire.p2p.P2pCodec;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How dials fail, over loopback sockets: each way has its own kind. */
final class HostDialTest {

  private final Loopback loopback = new Loopback();

  @AfterEach
  void close() {
    loopback.close();
  }

  @Test
  void fullBeforeHello() throws Exception {
    Host bob =
        loopback.host(c ->
            c.offer(Loopback.eth(1))
                .admit(candidate ->
                    Optional.of(DisconnectReason.TOO_MANY_PEERS)
                        .filter(r -> candidate.phase() == Admission.Phase.BEFORE_HELLO)));
    DialFailure failure =
        Loopback.failure(Loopback.dial(loopback.host(c -> c.offer(Loopback.eth(1))), bob));
    assertThat(failure.why()).isEqualTo(Cause.DISCONNECT_BEFORE_HELLO);
    assertThat(failure.reason()).contains(DisconnectReason.TOO_MANY_PEERS);
    assertThat(failure.stage()).isEqualTo(Stage.HELLO);
    assertThat(failure.hello()).isEmpty();
    assertThat(failure.timings().auth()).isPresent();
  }

  @Test
  void fullAfterHello() throws Exception {
    Host bob =
        loopback.host(c ->
            c.offer(Loopback.eth(1))
                .admit(
                    candidate -> candidate.hello().map(hello -> DisconnectReason.TOO_MANY_PEERS)));
    bob.onEvent(loopback::onEvent);
    Peer peer = Loopback.await(Loopback.dial(loopback.host(c -> c.offer(Loopback.eth(1))), bob));
    PeerDown down = Loopback.await(peer.down());
    assertThat(down.reason()).isEqualTo(DisconnectReason.TOO_MANY_PEERS);
    assertThat(down.byPeer()).isTrue();
    assertThat(loopback.next())
        .isInstanceOfSatisfying(
            HostEvent.InboundFailed.class,
            e -> assertThat(e.failure().why()).isEqualTo(Cause.NOT_ADMITTED));
  }

  @Test
  void nothingShared() throws Exception {
    Host bob = loopback.host(c -> c.offer(Eth.observing(List.of(68))));
    DialFailure failure =
        Loopback.failure(
            Loopback.dial(loopback.host(c -> c.offer(Eth.observing(List.of(72)))), bob));
    assertThat(failure.why()).isEqualTo(Cause.NO_SHARED_CAPABILITY);
    assertThat(failure.hello().orElseThrow().capabilities())
        .containsExactly(new Capability("eth", 68));
  }

  @Test
  void wrongKey() throws Exception {
    Host bob = loopback.host(c -> c.offer(Loopback.eth(1)));
    bob.onEvent(loopback::onEvent);
    DialFailure failure =
        Loopback.failure(
            loopback
                .host(c -> c.offer(Loopback.eth(1)))
                .dial(Loopback.newKey().publicKey(), bob.localAddress().orElseThrow()));
    assertThat(failure.why()).isEqualTo(Cause.AUTH_CLOSED);
    assertThat(failure.timings().connect()).isPresent();
    assertThat(loopback.next())
        .isInstanceOfSatisfying(
            HostEvent.InboundFailed.class,
            e -> assertThat(e.failure().getCause()).isInstanceOf(Violation.class));
    assertThat(bob.stats().violations()).containsEntry("RLPX_ECIES_MAC", 1L);
  }

  @Test
  void nobodyListens() throws Exception {
    InetSocketAddress closed;
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(Loopback.ANY);
      closed = (InetSocketAddress) socket.getLocalSocketAddress();
    }
    DialFailure failure =
        Loopback.failure(
            loopback
                .host(c -> c.offer(Loopback.eth(1)))
                .dial(Loopback.newKey().publicKey(), closed));
    assertThat(failure.why()).isEqualTo(Cause.CONNECT_REFUSED);
    assertThat(failure.stage()).isEqualTo(Stage.CONNECT);
  }

  @Test
  void silenceBeforeAck() throws Exception {
    try (ServerSocket silent = new ServerSocket()) {
      silent.bind(Loopback.ANY);
      DialFailure failure =
          Loopback.failure(
              loopback
                  .host(c -> c.offer(Loopback.eth(1)).helloTimeout(Duration.ofMillis(200)))
                  .dial(
                      Loopback.newKey().publicKey(),
                      (InetSocketAddress) silent.getLocalSocketAddress()));
      assertThat(failure.why()).isEqualTo(Cause.AUTH_TIMEOUT);
      assertThat(failure.getCause()).isInstanceOf(NetworkException.TimedOut.class);
    }
  }

  @Test
  void anotherIdentityInHello() throws Exception {
    RawPeer liar = loopback.raw(Loopback.hello(Loopback.newKey().publicKey(), "eth/69"));
    DialFailure failure =
        Loopback.failure(
            loopback
                .host(c -> c.offer(Loopback.eth(1)))
                .dial(liar.key().publicKey(), liar.address()));
    assertThat(failure.why()).isEqualTo(Cause.IDENTITY_MISMATCH);
    assertThat(failure.hello()).isPresent();
    assertThat(liar.received().poll(10, TimeUnit.SECONDS)).isNotNull();
    Bytes disconnect = liar.received().poll(10, TimeUnit.SECONDS);
    assertThat(disconnect).isNotNull();
    assertThat(P2pCodec.decodeDisconnect(disconnect.slice(1)).reason())
        .isEqualTo(DisconnectReason.UNEXPECTED_IDENTITY);
  }

  @Test
  void garbageInsteadOfHello() throws Exception {
    RawPeer garbage = loopback.raw(Bytes.of(0x10, 1, 2, 3));
    DialFailure failure =
        Loopback.failure(
            loopback
                .host(c -> c.offer(Loopback.eth(1)))
                .dial(garbage.key().publicKey(), garbage.address()));
    assertThat(failure.why()).isEqualTo(Cause.HELLO_INVALID);
  }

  @Test
  void ourselves() throws Exception {
    Host alice = loopback.host(c -> c.offer(Loopback.eth(1)));
    DialFailure failure = Loopback.failure(Loopback.dial(alice, alice));
    assertThat(failure.why()).isEqualTo(Cause.SELF);
    assertThat(failure.stage()).isEqualTo(Stage.SCHEDULE);
    assertThat(alice.stats().dialed()).isZero();
  }

  @Test
  void dialsInFlightAreBounded() throws Exception {
    try (ServerSocket silent = new ServerSocket()) {
      silent.bind(Loopback.ANY);
      Host alice = loopback.host(c -> c.offer(Loopback.eth(1)).maxDials(1));
      InetSocketAddress address = (InetSocketAddress) silent.getLocalSocketAddress();
      PublicKey key = Loopback.newKey().publicKey();
      CompletableFuture<Peer> first = alice.dial(key, address);
      DialFailure second = Loopback.failure(alice.dial(Loopback.newKey().publicKey(), address));
      assertThat(second.why()).isEqualTo(Cause.NO_FREE_SLOT);
      alice.close();
      assertThat(Loopback.failure(first).why()).isEqualTo(Cause.HOST_CLOSED);
      assertThat(alice.stats().dialing()).isZero();
    }
  }

  @Test
  void namesAreLookedUpByTheGivenResolver() throws Exception {
    Host bob = loopback.host(c -> c.offer(Loopback.eth(1)));
    int port = bob.localAddress().orElseThrow().getPort();
    Host alice =
        loopback.host(c ->
            c.offer(Loopback.eth(1))
                .resolver(name ->
                    name.equals("bob")
                        ? CompletableFuture.completedFuture(
                            List.of(InetAddress.getLoopbackAddress()))
                        : CompletableFuture.failedFuture(new UnknownHostException(name))));
    Peer peer =
        Loopback.await(alice.dial(bob.key(), InetSocketAddress.createUnresolved("bob", port)));
    assertThat(peer.key()).isEqualTo(bob.key());
    assertThat(
            Loopback.failure(
                    alice.dial(
                        Loopback.newKey().publicKey(),
                        InetSocketAddress.createUnresolved("nobody", port)))
                .why())
        .isEqualTo(Cause.NAME_UNRESOLVED);
  }

  /** A node with two addresses is reached where one of them is dead. */
  @Test
  void theOtherFamilyIsTried() throws Exception {
    InetAddress ip6 = InetAddress.getByName("::1");
    InetSocketAddress closed;
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(Loopback.ANY);
      closed = (InetSocketAddress) socket.getLocalSocketAddress();
    }
    NodeKey key = Loopback.newKey();
    Host bob =
        loopback.host(key, c -> c.offer(Loopback.eth(1)).listen(new InetSocketAddress(ip6, 0)));
    NodeRecord record =
        NodeRecord.builder()
            .address(closed.getAddress())
            .port("tcp", closed.getPort())
            .address(ip6)
            .port("tcp6", bob.localAddresses().getLast().getPort())
            .sign(key, 1);
    Peer peer = Loopback.await(loopback.host(c -> c.offer(Loopback.eth(1))).dial(record));
    assertThat(peer.address().getAddress()).isEqualTo(ip6);
  }
}
