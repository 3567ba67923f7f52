package io.devp2p.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.NetworkException;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.crypto.PublicKey;
import io.devp2p.core.node.ForkId;
import io.devp2p.wire.eth.ChainHead;
import io.devp2p.wire.eth.Eth;
import io.devp2p.wire.p2p.Hello;
import io.devp2p.wire.p2p.P2pCodec;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
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

/** Hosts and raw peers on loopback that share one event loop group, until they are closed. */
final class Loopback {

  static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final ForkId FORK = new ForkId(0x01020304, 0);

  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
  private final List<Runnable> closers = new ArrayList<>();
  private final LinkedBlockingQueue<HostEvent> events = new LinkedBlockingQueue<>();

  EventLoopGroup group() {
    return group;
  }

  static NodeKey newKey() {
    return NodeKey.generate(RANDOM);
  }

  /** A chain of a network, offered in all versions. */
  static Eth eth(long network) {
    ChainHead head =
        new ChainHead(
            network, Bytes32.repeat((byte) 1), FORK, 0, 9, Bytes32.repeat((byte) 2), UInt256.ONE);
    return Eth.client(() -> head, FORK::equals);
  }

  /** A host with a new key that listens on loopback. */
  Host host(UnaryOperator<HostConfig.Builder> config) throws NetworkException.Unreachable {
    return host(newKey(), c -> config.apply(c.listen(ANY)));
  }

  /** A host that listens where its configuration says. */
  Host host(NodeKey key, UnaryOperator<HostConfig.Builder> config)
      throws NetworkException.Unreachable {
    Host host = Host.start(key, c -> config.apply(c.eventLoopGroup(group).cryptoPool(group)));
    closers.add(host::close);
    return host;
  }

  RawPeer raw(Bytes... says) throws InterruptedException {
    RawPeer peer = new RawPeer(group, newKey(), List.of(says));
    add(peer);
    return peer;
  }

  void add(RawPeer peer) {
    closers.add(peer::close);
  }

  void onEvent(HostEvent event) {
    events.add(event);
  }

  /** The next event of the hosts that were told to report here. */
  HostEvent next() throws InterruptedException {
    return Optional.ofNullable(events.poll(10, TimeUnit.SECONDS)).orElseThrow();
  }

  static CompletableFuture<Peer> dial(Host from, Host to) {
    return from.dial(to.key(), to.localAddress().orElseThrow());
  }

  /** Dials, and waits until both sides have the session: the side that dials has it first. */
  static Peer connect(Host from, Host to) throws Exception {
    CompletableFuture<Boolean> there = new CompletableFuture<>();
    Runnable unsubscribe =
        to.onEvent(event -> {
          if (event instanceof HostEvent.Connected c && c.peer().key().equals(from.key())) {
            there.complete(true);
          }
        });
    Peer peer = await(dial(from, to));
    await(there);
    unsubscribe.run();
    return peer;
  }

  /** The next event of a kind; to be asked for before what leads to it. */
  static <E extends HostEvent> CompletableFuture<E> next(Host host, Class<E> kind) {
    CompletableFuture<E> next = new CompletableFuture<>();
    host.onEvent(event -> {
      if (kind.isInstance(event)) {
        next.complete(kind.cast(event));
      }
    });
    return next;
  }

  static <T> T await(CompletableFuture<T> future) throws Exception {
    return future.get(10, TimeUnit.SECONDS);
  }

  static DialFailure failure(CompletableFuture<Peer> dial) throws Exception {
    try {
      await(dial);
    } catch (ExecutionException failed) {
      return Optional.ofNullable((DialFailure) failed.getCause()).orElseThrow();
    }
    throw new AssertionError("the dial did not fail");
  }

  /** A Hello as a frame body. */
  static Bytes hello(PublicKey key, String... capabilities) {
    List<Capability> list = new ArrayList<>();
    for (String capability : capabilities) {
      list.add(
          new Capability(capability.substring(0, 3), Integer.parseInt(capability.substring(4))));
    }
    Hello hello = new Hello(5, ClientId.of("raw"), list, 0, key.bytes());
    return Bytes.concatenate(Bytes.of(0x80), P2pCodec.encode(hello));
  }

  void close() {
    closers.reversed().forEach(Runnable::run);
    assertThat(group.isShuttingDown()).as("hosts leave a shared group alone").isFalse();
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
