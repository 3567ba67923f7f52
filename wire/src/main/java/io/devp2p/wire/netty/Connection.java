package io.devp2p.wire.netty;

import io.devp2p.core.crypto.PublicKey;
import io.devp2p.wire.Capability;
import io.devp2p.wire.Cause;
import io.devp2p.wire.DisconnectReason;
import io.devp2p.wire.PeerDown;
import io.devp2p.wire.PeerStats;
import io.devp2p.wire.Protocol;
import io.devp2p.wire.Session;
import io.devp2p.wire.Timings;
import io.devp2p.wire.p2p.Hello;
import io.netty.channel.ChannelHandlerContext;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongConsumer;

/** A connection as other threads see it: what is known of it, and what can be asked of it. */
public final class Connection {

  private static final Logger LOG = System.getLogger(Connection.class.getName());

  private final PeerHandler handler;
  private final InetSocketAddress address;
  private final boolean inbound;
  private final Beginning beginning;
  private final Traffic traffic = new Traffic();
  private final CompletableFuture<PeerDown> down = new CompletableFuture<>();
  private volatile Optional<PeerDown> farewell = Optional.empty();
  private volatile Optional<ChannelHandlerContext> context = Optional.empty();
  private volatile Optional<PublicKey> key = Optional.empty();
  private volatile Optional<Hello> hello = Optional.empty();
  private volatile Sessions sessions = Sessions.NONE;

  Connection(PeerHandler handler, InetSocketAddress address, boolean inbound, Beginning beginning) {
    this.handler = handler;
    this.address = address;
    this.inbound = inbound;
    this.beginning = beginning;
  }

  /** The remote end. */
  public InetSocketAddress address() {
    return address;
  }

  /** Whether the remote side opened it. */
  public boolean inbound() {
    return inbound;
  }

  public Timings timings() {
    return beginning.timings();
  }

  /** The key that the handshake proved; empty before. */
  public Optional<PublicKey> key() {
    return key;
  }

  /** The Hello of the peer; empty before it came. */
  public Optional<Hello> hello() {
    return hello;
  }

  /** What has passed by now; the age counts from the exchange of Hello. */
  public PeerStats stats() {
    return traffic.stats();
  }

  /** What is shared, in the order of the message ids; empty before Hello. */
  public List<Capability> shared() {
    return sessions.shared();
  }

  /** The session of a protocol. */
  public Optional<Session> session(Protocol<?> protocol) {
    return sessions.of(protocol);
  }

  /** Completes when the session, or the attempt at one, is over. */
  public CompletableFuture<PeerDown> down() {
    return down.copy();
  }

  /** Whether what is sent now would not wait for long. */
  public boolean isWritable() {
    return context.map(ctx -> ctx.channel().isWritable()).orElse(false);
  }

  /** Sends our Hello, if it was held back. */
  public void proceed() {
    submit(now -> handler.proceed());
  }

  /** Sends a Disconnect, as far as one can be sent, and closes. */
  public void disconnect(DisconnectReason reason, Cause why) {
    farewell = Optional.of(new PeerDown(reason, false, why, Optional.empty()));
    submit(now -> handler.disconnect(reason, why)); // or, without a channel yet, once it is there
  }

  /**
   * Runs an action on the event loop, then carries out what it led to.
   *
   * @param action is given the time
   * @return false where there is no event loop, and the action is not run
   */
  boolean submit(LongConsumer action) {
    if (context.isEmpty()) {
      return false;
    }
    ChannelHandlerContext ctx = context.get();
    try {
      ctx.executor()
          .execute(() -> {
            action.accept(ctx.executor().ticker().nanoTime());
            handler.settle(ctx);
          });
      return true;
    } catch (RejectedExecutionException loopIsGone) {
      LOG.log(Level.DEBUG, "the event loop of a peer has ended before it");
      return false;
    }
  }

  // ---- for the handler

  Traffic traffic() {
    return traffic;
  }

  Sessions sessions() {
    return sessions;
  }

  Optional<ChannelHandlerContext> context() {
    return context;
  }

  /**
   * There is a channel.
   *
   * @return how the connection was ended before that
   */
  Optional<PeerDown> attached(ChannelHandlerContext ctx) {
    context = Optional.of(ctx);
    return farewell;
  }

  void proved(PublicKey remote) {
    key = Optional.of(remote);
  }

  void greeted(Hello theirs) {
    hello = Optional.of(theirs);
  }

  void opened(Sessions opened) {
    sessions = opened;
  }

  void ended(PeerDown how) {
    down.complete(how);
  }
}
