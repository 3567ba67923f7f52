package io.devp2p.wire;

import io.devp2p.core.NetworkException;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.crypto.PublicKey;
import io.devp2p.rlpx.netty.RlpxHandler;
import io.devp2p.wire.netty.InboundBytes;
import io.devp2p.wire.netty.Listener;
import io.devp2p.wire.netty.OwnedThreads;
import io.devp2p.wire.netty.PeerHandler;
import io.devp2p.wire.netty.TcpPort;
import io.devp2p.wire.p2p.Hello;
import io.devp2p.wire.p2p.P2pCodec;
import io.netty.channel.EventLoopGroup;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The TCP side of a node: dials, accepts, holds its peers. Thread-safe. Futures complete and events
 * are told on event loops: do not block there.
 */
public final class Host implements AutoCloseable {

  /** Handshakes of inbound connections that may wait for the crypto pool. */
  private static final int INBOUND_CRYPTO_QUEUE = 64;

  private final HostConfig config;
  private final NodeKey key;
  private final OwnedThreads threads;
  private final HostState state;
  private final TcpPort port;
  private Optional<Listener> listener = Optional.empty();

  private Host(NodeKey key, HostConfig config) {
    this.config = config;
    this.key = key;
    this.threads = OwnedThreads.whereMissing(config);
    this.state = new HostState(config);
    EventLoopGroup group = threads.group();
    Executor pool = threads.pool();
    this.port =
        new TcpPort(
            group,
            rlpx(pool),
            rlpx(new BoundedExecutor(pool, INBOUND_CRYPTO_QUEUE)),
            new PeerHandler.Shared(
                state,
                hello(),
                config.protocols(),
                config.helloTimeout(),
                new InboundBytes(config.inboundBytes())));
  }

  private RlpxHandler.Config rlpx(Executor pool) {
    return new RlpxHandler.Config(
        key, pool, config.random(), config.helloTimeout(), P2pCodec.HELLO_LIMIT);
  }

  private Hello hello() {
    List<Capability> capabilities =
        config.protocols().stream().flatMap(p -> p.capabilities().stream()).sorted().toList();
    int listenPort = config.listen().map(InetSocketAddress::getPort).orElse(0);
    return new Hello(
        Hello.VERSION, config.client(), capabilities, listenPort, key.publicKey().bytes());
  }

  /**
   * Starts a host.
   *
   * @throws NetworkException.Unreachable if the address to listen on cannot be bound
   * @throws IllegalArgumentException if the configuration contradicts itself
   */
  public static Host start(NodeKey key, UnaryOperator<HostConfig.Builder> config)
      throws NetworkException.Unreachable {
    Host host = new Host(key, config.apply(new HostConfig.Builder()).build());
    try {
      host.listen();
      return host;
    } catch (NetworkException.Unreachable cannotBind) {
      host.threads.close();
      throw cannotBind;
    }
  }

  private void listen() throws NetworkException.Unreachable {
    if (config.listen().isPresent()) {
      listener = Optional.of(port.listen(config.listen().get(), state::admit, state::onAccepted));
    }
  }

  /** Where connections are accepted; empty if nowhere. */
  public Optional<InetSocketAddress> localAddress() {
    return listener.map(Listener::address);
  }

  /** Who we are. */
  public PublicKey key() {
    return key.publicKey();
  }

  /**
   * Dials a node. Does not retry.
   *
   * @param address resolved
   * @return completes after the exchange of Hello with at least one shared capability; else fails
   *     with {@link DialFailure}
   */
  public CompletableFuture<Peer> dial(PublicKey key, InetSocketAddress address) {
    CompletableFuture<Peer> result = new CompletableFuture<>();
    Optional<DialFailure> hindrance =
        address.isUnresolved()
            ? Optional.of(DialFailure.unsent(Cause.NAME_UNRESOLVED))
            : state.beginDial();
    if (hindrance.isPresent()) {
      result.completeExceptionally(hindrance.get());
      return result;
    }
    port.connect(
        key,
        address,
        config.connectTimeout(),
        connection -> state.onDialed(connection, key, result));
    return result;
  }

  /**
   * Subscribes to events, which come on the event loops of their peers.
   *
   * @return ends the subscription
   */
  public Runnable onEvent(Consumer<HostEvent> listener) {
    return state.onEvent(listener);
  }

  /** Counters as they are now. */
  public HostStats stats() {
    return state.stats(key.curve().name());
  }

  /** The sessions as they are now. */
  public List<Peer> peers() {
    return state.peers();
  }

  /**
   * Stops listening, says goodbye to all peers (Disconnect 08), and ends the threads that are its
   * own. Blocks up to 2 s until all connections are closed, except on an event loop.
   */
  @Override
  public void close() {
    listener.ifPresent(Listener::close);
    state.close(threads.isOwnThread());
    threads.close();
  }
}
