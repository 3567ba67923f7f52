package io.devp2p.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devp2p.core.NetworkException;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where a host accepts connections, over loopback sockets. */
final class HostListenTest {

  private static final String IP4 = "127.0.0.1";
  private static final String IP6 = "::1";

  private final Loopback loopback = new Loopback();

  @AfterEach
  void close() {
    loopback.close();
  }

  private Host listening(InetSocketAddress... addresses) throws Exception {
    return loopback.host(
        Loopback.newKey(),
        c -> {
          c.offer(Loopback.eth(1));
          List.of(addresses).forEach(c::listen);
          return c;
        });
  }

  /** The operating system has a closed port until the next round of its event loop. */
  private static ServerSocket bindAtLast(InetSocketAddress address) throws IOException {
    long limit = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (true) {
      ServerSocket socket = new ServerSocket();
      try {
        socket.setReuseAddress(true);
        socket.bind(address);
        return socket;
      } catch (BindException occupied) {
        socket.close();
        if (System.nanoTime() > limit) {
          throw occupied;
        }
        Thread.onSpinWait();
      }
    }
  }

  private boolean reaches(Host host, String address) throws Exception {
    Host alice = loopback.host(Loopback.newKey(), c -> c.offer(Loopback.eth(1)));
    InetSocketAddress at =
        new InetSocketAddress(
            InetAddress.getByName(address), host.localAddress().orElseThrow().getPort());
    return alice.dial(host.key(), at).handle((peer, failure) -> failure == null).get();
  }

  @Test
  void aPortIsOpenForBothFamilies() throws Exception {
    Host host = loopback.host(Loopback.newKey(), c -> c.offer(Loopback.eth(1)).port(0));
    assertThat(reaches(host, IP4)).isTrue();
    assertThat(reaches(host, IP6)).isTrue();
    assertThat(host.localAddresses()).isNotEmpty();
  }

  /** A family is not substituted silently (go-ethereum#29495). */
  @Test
  void anAddressIsThatAddress() throws Exception {
    Host ip4 = listening(new InetSocketAddress("0.0.0.0", 0));
    assertThat(reaches(ip4, IP4)).isTrue();
    assertThat(reaches(ip4, IP6)).isFalse();
    Host ip6 = listening(new InetSocketAddress(IP6, 0));
    assertThat(reaches(ip6, IP6)).isTrue();
    assertThat(reaches(ip6, IP4)).isFalse();
    assertThat(ip6.localAddress().orElseThrow().getAddress()).isEqualTo(InetAddress.getByName(IP6));
  }

  @Test
  void severalAddressesHaveOnePort() throws Exception {
    Host host = listening(new InetSocketAddress(IP6, 0), new InetSocketAddress(IP4, 0));
    assertThat(host.localAddresses()).hasSize(2);
    assertThat(host.localAddresses().stream().map(InetSocketAddress::getPort).distinct())
        .hasSize(1);
    assertThat(reaches(host, IP4)).isTrue();
    assertThat(reaches(host, IP6)).isTrue();
  }

  /** half a connection is none, before there is a session and after. */
  @Test
  void whoClosesItsHalfIsGone() throws Exception {
    Host bob = listening(new InetSocketAddress(IP4, 0));
    CompletableFuture<HostEvent.InboundFailed> failed =
        Loopback.next(bob, HostEvent.InboundFailed.class);
    try (Socket socket = new Socket()) {
      socket.setSoLinger(true, 0); // closed by a reset
      socket.connect(bob.localAddress().orElseThrow());
      socket.shutdownOutput();
      assertThat(Loopback.await(failed).failure().why()).isEqualTo(Cause.AUTH_CLOSED);
    }
    CompletableFuture<HostEvent.Connected> connected =
        Loopback.next(bob, HostEvent.Connected.class);
    CompletableFuture<HostEvent.Disconnected> ended =
        Loopback.next(bob, HostEvent.Disconnected.class);
    RawDialer alice = new RawDialer(loopback.group(), Loopback.newKey());
    Channel channel = alice.dial(bob, Loopback.hello(alice.key().publicKey(), "eth/69"));
    Loopback.await(connected);
    ((DuplexChannel) channel).shutdownOutput();
    assertThat(Loopback.await(ended).down().why()).isEqualTo(Cause.SOCKET_CLOSED);
    assertThat(bob.peers()).isEmpty();
  }

  @Test
  void anAddressThatCannotBeBoundIsToldAndNothingStaysOpen() throws Exception {
    try (ServerSocket occupied = new ServerSocket()) {
      occupied.bind(new InetSocketAddress(IP4, 0));
      int port = occupied.getLocalPort();
      assertThatThrownBy(
              () -> listening(new InetSocketAddress(IP6, port), new InetSocketAddress(IP4, port)))
          .isInstanceOf(NetworkException.Unreachable.class)
          .hasMessageContaining(IP4 + ":" + port);
      bindAtLast(new InetSocketAddress(IP6, port)).close();
    }
    assertThatThrownBy(() -> listening(InetSocketAddress.createUnresolved("localhost", 0)))
        .isInstanceOf(NetworkException.Unreachable.class);
  }
}
