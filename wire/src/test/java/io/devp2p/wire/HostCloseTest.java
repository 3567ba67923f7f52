package io.devp2p.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.devp2p.core.node.Enode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Closing a host, at any time and from anywhere (F-04), over loopback sockets. */
final class HostCloseTest {

  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final Loopback loopback = new Loopback();

  @AfterEach
  void close() {
    loopback.close();
  }

  private Host host() throws Exception {
    return loopback.host(c -> c.offer(Loopback.eth(1)));
  }

  private static void closesInTime(Host host) {
    long start = System.nanoTime();
    host.close();
    assertThat(System.nanoTime() - start).isLessThan(LIMIT.toNanos());
    assertThat(host.peers()).isEmpty();
    assertThat(host.stats().dialing()).isZero();
    assertThat(host.stats().pendingInbound()).isZero();
    assertThat(host.stats().inboundBytes()).isZero();
  }

  @Test
  void twice() throws Exception {
    Host bob = host();
    Host alice = host();
    Loopback.await(Loopback.dial(alice, bob));
    closesInTime(alice);
    closesInTime(alice);
    assertThat(Loopback.failure(Loopback.dial(alice, bob)).why()).isEqualTo(Cause.HOST_CLOSED);
    assertThat(
            Loopback.failure(alice.addStatic(Enode.parse("enode://" + bob.key() + "@127.0.0.1:1")))
                .why())
        .isEqualTo(Cause.HOST_CLOSED);
  }

  /** In each stage of a dial: before TCP, before the ack, before Hello. */
  @Test
  void duringDials() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      InetSocketAddress mute = (InetSocketAddress) silent.getLocalSocketAddress();
      RawPeer wordless = loopback.raw();
      Host alice = host();
      List<CompletableFuture<Peer>> dials = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        dials.add(alice.dial(Loopback.newKey().publicKey(), mute));
      }
      dials.add(alice.dial(wordless.key().publicKey(), wordless.address()));
      dials.add(
          alice.dial(
              Loopback.newKey().publicKey(), InetSocketAddress.createUnresolved("localhost", 1)));
      closesInTime(alice);
      for (CompletableFuture<Peer> dial : dials) {
        assertThat(Loopback.failure(dial).why())
            .isIn(Cause.HOST_CLOSED, Cause.CONNECT_REFUSED, Cause.NAME_UNRESOLVED);
      }
    }
  }

  @Test
  void fromAListenerOnAnEventLoop() throws Exception {
    Host bob = host();
    Host alice = host();
    CompletableFuture<Boolean> closed = new CompletableFuture<>();
    alice.onEvent(event -> {
      if (event instanceof HostEvent.Connected) {
        alice.close();
        closed.complete(true);
      }
    });
    Peer peer = Loopback.await(Loopback.dial(alice, bob));
    assertThat(Loopback.await(closed)).isTrue();
    assertThat(Loopback.await(peer.down()).why()).isEqualTo(Cause.HOST_CLOSED);
    assertThat(alice.peers()).isEmpty();
  }

  @Test
  void withThreadsOfItsOwn() throws Exception {
    Host bob = host();
    Host alice = Host.start(Loopback.newKey(), c -> c.offer(Loopback.eth(1)));
    Peer peer = Loopback.await(Loopback.dial(alice, bob));
    closesInTime(alice);
    Loopback.await(peer.down());
    assertThatCode(() -> peer.disconnect(DisconnectReason.REQUESTED)).doesNotThrowAnyException();
  }

  @Test
  void whileOthersConnect() throws Exception {
    Host bob = host();
    List<CompletableFuture<Peer>> dials = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Host alice = host();
      dials.add(Loopback.dial(alice, bob));
    }
    closesInTime(bob);
    for (CompletableFuture<Peer> dial : dials) {
      // Connected and told goodbye, or refused: in any case an answer.
      assertThat(dial.handle((peer, failure) -> true).get(10, TimeUnit.SECONDS)).isTrue();
    }
  }
}
