package io.devp2p.wire;

import io.devp2p.core.NetworkException;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.crypto.PublicKey;
import io.devp2p.core.node.Enode;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.rlpx.netty.RlpxHandler;
import io.devp2p.wire.dial.Target;
import io.devp2p.wire.netty.Connection;
import io.devp2p.wire.netty.HostClock;
import io.devp2p.wire.netty.InboundBytes;
import io.devp2p.wire.netty.Listener;
import io.devp2p.wire.netty.OwnedThreads;
import io.devp2p.wire.netty.PeerHandler;
import io.devp2p.wire.netty.TcpPort;
import io.devp2p.wire.p2p.Hello;
import io.devp2p.wire.p2p.P2pCodec;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
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
  private final InboundBytes inbound;
  private final CandidateSources sources;
  private final HostEvents events;
  private final Dials dials;
  private final HostState state;
  private final TcpPort port;
  private final List<Listener> listeners = new ArrayList<>();

  private Host(NodeKey key, HostConfig config) {
    this.config = config;
    this.key = key;
    this.threads = OwnedThreads.whereMissing(config);
    this.inbound = new InboundBytes(config.inboundBytes());
    this.sources = new CandidateSources(this::onCandidate, this::onSource);
    EventLoop loop = threads.group().next();
    this.events = new HostEvents(loop);
    this.dials = new Dials(this::connect, config.dialing().resolver(), sources::request);
    this.state = new HostState(key.publicKey(), config, new HostClock(loop), events, dials);
    this.port =
        new TcpPort(
            threads.group(),
            rlpx(threads.pool()),
            rlpx(new BoundedExecutor(threads.pool(), INBOUND_CRYPTO_QUEUE)),
            new PeerHandler.Shared(
                state, hello(), config.protocols(), config.helloTimeout(), inbound));
  }

  private RlpxHandler.Config rlpx(Executor pool) {
    return new RlpxHandler.Config(
        key, pool, config.random(), config.helloTimeout(), P2pCodec.HELLO_LIMIT);
  }

  private Hello hello() {
    List<Capability> capabilities =
        config.protocols().stream().flatMap(p -> p.capabilities().stream()).sorted().toList();
    int listenPort = config.listen().stream().findFirst().map(InetSocketAddress::getPort).orElse(0);
    return new Hello(
        Hello.VERSION, config.client(), capabilities, listenPort, key.publicKey().bytes());
  }

  /**
   * Starts a host.
   *
   * @throws NetworkException.Unreachable if an address to listen on cannot be bound
   * @throws IllegalArgumentException if the configuration contradicts itself
   */
  public static Host start(NodeKey key, UnaryOperator<HostConfig.Builder> config)
      throws NetworkException.Unreachable {
    Host host = new Host(key, config.apply(new HostConfig.Builder()).build());
    try {
      host.listeners.addAll(
          host.port.listen(host.config.listen(), host.state::admit, host.state::onAccepted));
    } catch (NetworkException.Unreachable cannotBind) {
      host.threads.close();
      throw cannotBind;
    }
    host.config.dialing().candidates().forEach(host.sources::add);
    return host;
  }

  private void connect(PublicKey to, InetSocketAddress address, Consumer<Connection> opened) {
    port.connect(to, address, config.dialing().connectTimeout(), opened);
  }

  // ---- who we are

  /** Who we are. */
  public PublicKey key() {
    return key.publicKey();
  }

  /** Where connections are accepted, the first of all addresses; empty if nowhere. */
  public Optional<InetSocketAddress> localAddress() {
    return listeners.stream().findFirst().map(Listener::address);
  }

  /** Where connections are accepted. */
  public List<InetSocketAddress> localAddresses() {
    return listeners.stream().map(Listener::address).toList();
  }

  // ---- dialing

  /**
   * Dials a node at an address; a name is looked up. Does not retry. Joins a dial of the node that
   * is in flight.
   *
   * @return completes when there is a session with the node, whoever of both has dialed: after the
   *     exchange of Hello with at least one shared capability; else fails with {@link DialFailure}
   */
  public CompletableFuture<Peer> dial(PublicKey key, InetSocketAddress address) {
    return dial(Target.of(key, address));
  }

  /** Dials the node of a URL, as {@link #dial(PublicKey, InetSocketAddress)} does. */
  public CompletableFuture<Peer> dial(Enode node) {
    return dial(Target.of(node));
  }

  /** Dials the node of a record, at its addresses of both families one after the other. */
  public CompletableFuture<Peer> dial(NodeRecord node) {
    return dial(Target.of(node));
  }

  private CompletableFuture<Peer> dial(Target target) {
    return state.command((now, dialer, slots, reputation) -> dials.await(dialer.dial(now, target)));
  }

  /**
   * Keeps a node connected from now on: a place is kept for it, it is dialed until it is connected,
   * and again, after a pause, whenever it is lost. A name is looked up before each dial.
   *
   * @return the outcome of the first dial; after a failure others follow
   */
  public CompletableFuture<Peer> addStatic(Enode node) {
    return addStatic(Target.of(node));
  }

  /** Keeps a node connected, as {@link #addStatic(Enode)} does. */
  public CompletableFuture<Peer> addStatic(NodeRecord node) {
    return addStatic(Target.of(node));
  }

  private CompletableFuture<Peer> addStatic(Target target) {
    return state.command(
        (now, dialer, slots, reputation) -> dials.await(dialer.addStatic(now, target)));
  }

  /** Whether the node was static. It is not dialed again; a session with it stays. */
  public boolean removeStatic(PublicKey node) {
    return state.command((now, dialer, slots, reputation) -> dialer.removeStatic(node));
  }

  private void onCandidate(Node node) {
    state.command((now, dialer, slots, reputation) -> {
      dialer.offer(now, Target.of(node));
      return true;
    });
  }

  private void onSource() {
    state.command((now, dialer, slots, reputation) -> {
      dialer.onSource(now);
      return true;
    });
  }

  // ---- who may come

  /** Lets a node in beyond all limits, and never bans it; whether it was not trusted before. */
  public boolean trust(PublicKey node) {
    return state.command((now, dialer, slots, reputation) -> slots.trust(node));
  }

  /** Whether the node was trusted. A session with it stays. */
  public boolean distrust(PublicKey node) {
    return state.command((now, dialer, slots, reputation) -> slots.distrust(node));
  }

  /**
   * Ends the session with a node, and has no further one with it for some time.
   *
   * @return whether it is banned: trusted nodes are not
   */
  public boolean ban(PublicKey node, Duration time) {
    boolean banned =
        state.command((now, dialer, slots, reputation) -> {
          boolean may = !slots.isTrusted(node);
          if (may) {
            reputation.ban(now, node, time);
          }
          return may;
        });
    if (banned) {
      state.end(node, Cause.BANNED);
    }
    return banned;
  }

  /** Has no new session at an address for some time, except with trusted nodes. */
  public void ban(InetAddress address, Duration time) {
    state.command((now, dialer, slots, reputation) -> {
      reputation.ban(now, address, time);
      return true;
    });
  }

  /** Whether the node was banned. It is no more. */
  public boolean unban(PublicKey node) {
    return state.command((now, dialer, slots, reputation) -> reputation.pardon(now, node));
  }

  /** Whether the address was banned. It is no more. */
  public boolean unban(InetAddress address) {
    return state.command((now, dialer, slots, reputation) -> reputation.pardon(now, address));
  }

  // ---- what happens

  /**
   * Subscribes to events, which come on the event loops of their peers, at once and in order for
   * each peer.
   *
   * @return ends the subscription
   */
  public Runnable onEvent(Consumer<HostEvent> listener) {
    return events.onEvent(listener);
  }

  /**
   * Events for subscribers with a pace of their own, on one event loop. A subscriber that is 1,024
   * events late misses some.
   */
  public Flow.Publisher<HostEvent> events() {
    return events.publisher();
  }

  /** Counters as they are now. */
  public HostStats stats() {
    return state.stats(key.curve().name(), inbound.used());
  }

  /** The sessions as they are now, the oldest first. */
  public List<Peer> peers() {
    return state.peers();
  }

  /** The session with a node. */
  public Optional<Peer> peer(PublicKey node) {
    return state.peer(node);
  }

  /**
   * Stops listening, says goodbye to all peers (Disconnect 08), and ends the threads that are its
   * own. Blocks up to 2 s until all connections are closed, except on an event loop.
   */
  @Override
  public void close() {
    listeners.forEach(Listener::close);
    sources.close();
    state.close(threads.isOwnThread());
    events.close();
    threads.close();
  }
}
