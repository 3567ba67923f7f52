package io.devp2p.wire.netty;

import io.devp2p.core.Bounds;
import io.devp2p.core.NetworkException;
import io.devp2p.core.Violation;
import io.devp2p.core.crypto.PublicKey;
import io.devp2p.rlpx.netty.RlpxHandler;
import io.devp2p.wire.Admission;
import io.devp2p.wire.Capability;
import io.devp2p.wire.DialFailure;
import io.devp2p.wire.DisconnectReason;
import io.devp2p.wire.PeerDown;
import io.devp2p.wire.Protocol;
import io.devp2p.wire.Session;
import io.devp2p.wire.Stage;
import io.devp2p.wire.Timings;
import io.devp2p.wire.p2p.CodeSpace;
import io.devp2p.wire.p2p.Hello;
import io.devp2p.wire.p2p.P2p;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.apache.tuweni.bytes.Bytes;

/**
 * One connection, from its channel to its sessions: runs the {@link P2p} machine and the sessions
 * on the event loop and carries out what they ask for. Decides nothing about the protocol.
 */
public final class PeerHandler extends ChannelInboundHandlerAdapter {

  /** What all connections of a host have in common. */
  public record Shared(
      PeerOwner owner, Hello hello, List<Protocol<?>> offers, Duration helloTimeout) {}

  private static final Logger LOG = System.getLogger(PeerHandler.class.getName());

  /** Largest frame after Hello: the largest message as a Snappy block at its worst, and its id. */
  private static final int FRAME_LIMIT =
      2 + 32 + Bounds.SUBPROTOCOL_MESSAGE + Bounds.SUBPROTOCOL_MESSAGE / 6;

  /** Time that a Disconnect of ours has to reach the peer (go-ethereum discWriteTimeout). */
  private static final long LINGER = Duration.ofSeconds(1).toNanos();

  /** A peer that leaves this much unread is dropped. */
  private static final long OUTBOUND_LIMIT = 16L << 20;

  private final Shared shared;
  private final RlpxHandler rlpx;
  private final InetSocketAddress address;
  private final boolean inbound;
  private final LoopTimer timer = new LoopTimer();
  private final CompletableFuture<PeerDown> down = new CompletableFuture<>();
  private volatile Optional<ChannelHandlerContext> context = Optional.empty();
  private volatile Optional<PublicKey> key = Optional.empty();
  private volatile Optional<Hello> hello = Optional.empty();
  private volatile Timings timings = Timings.NONE;
  private volatile List<SessionRun> sessions = List.of();
  private Optional<P2p> p2p = Optional.empty();
  private Optional<Throwable> failure = Optional.empty();
  private Optional<ChannelFuture> lastWrite = Optional.empty();
  private long stepBegan;
  private long helloDeadline;
  private boolean open;
  private boolean ended;

  /**
   * A connection.
   *
   * @param rlpx the handler before this one
   */
  public PeerHandler(Shared shared, RlpxHandler rlpx, InetSocketAddress address, boolean inbound) {
    this.shared = shared;
    this.rlpx = rlpx;
    this.address = address;
    this.inbound = inbound;
  }

  // ---- for the facade, from any thread

  /** The key that the handshake proved; empty before. */
  public Optional<PublicKey> key() {
    return key;
  }

  /** The Hello of the peer; empty before it came. */
  public Optional<Hello> hello() {
    return hello;
  }

  public InetSocketAddress address() {
    return address;
  }

  public boolean inbound() {
    return inbound;
  }

  public Timings timings() {
    return timings;
  }

  /** What is shared, in the order of the message ids; empty before Hello. */
  public List<Capability> shared() {
    return sessions.stream().map(SessionRun::capability).toList();
  }

  /** The session of a protocol. */
  public Optional<Session> session(Protocol<?> protocol) {
    return sessions.stream()
        .filter(run -> run.slot().protocol().equals(protocol))
        .map(SessionRun::session)
        .findFirst();
  }

  /** Completes when the session, or the attempt at one, is over. */
  public CompletableFuture<PeerDown> down() {
    return down.copy();
  }

  /** Sends a Disconnect, as far as one can be sent, and closes. */
  public void disconnect(DisconnectReason reason) {
    submit(now -> {
      if (p2p.isPresent()) {
        p2p.get().disconnect(reason);
      } else {
        failure = Optional.of(new NetworkException.Closed("closed by this side"));
        context.ifPresent(ChannelHandlerContext::close);
      }
    });
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
            action.accept(now(ctx));
            settle(ctx);
          });
      return true;
    } catch (RejectedExecutionException loopIsGone) {
      LOG.log(Level.DEBUG, "the event loop of a peer has ended before it");
      return false;
    }
  }

  // ---- the channel

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = Optional.of(ctx);
    stepBegan = now(ctx);
    if (ctx.channel().isActive()) {
      helloDeadline = stepBegan + shared.helloTimeout.toNanos();
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    OptionalLong connect = inbound ? OptionalLong.empty() : step(ctx);
    timings = new Timings(connect, OptionalLong.empty(), OptionalLong.empty());
    stepBegan = now(ctx);
    helloDeadline = stepBegan + shared.helloTimeout.toNanos();
    ctx.fireChannelActive();
  }

  /** The dial did not come to a connection. */
  void connectFailed(Throwable cause) {
    failure = failure.or(() -> Optional.of(cause));
    finish(Stage.CONNECT, Optional.empty());
    shared.owner.onClosed(this);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (!(event instanceof RlpxHandler.Established established)) {
      ctx.fireUserEventTriggered(event);
      return;
    }
    timings = new Timings(timings.connect(), step(ctx), OptionalLong.empty());
    key = Optional.of(established.remote());
    P2p machine =
        new P2p(new P2p.Identity(shared.hello, shared.offers, established.remote()), helloDeadline);
    p2p = Optional.of(machine);
    machine.start(judge(Admission.Phase.BEFORE_HELLO));
    settle(ctx);
  }

  private Optional<DisconnectReason> judge(Admission.Phase phase) {
    return shared.owner.judge(
        this, new Admission.Candidate(phase, key.orElseThrow(), address, inbound, hello));
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof Bytes body && p2p.isPresent()) {
      if (timings.hello().isEmpty()) {
        timings = new Timings(timings.connect(), timings.auth(), step(ctx));
      }
      p2p.get().onFrame(now(ctx), body);
      carryOut(ctx);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    settle(ctx);
    ctx.fireChannelReadComplete();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    failure = failure.or(() -> Optional.of(cause));
    if (cause instanceof Violation violation && p2p.isPresent()) {
      p2p.get().fail(violation);
    } else if (p2p.isPresent() && cause instanceof NetworkException.TimedOut) {
      p2p.get().disconnect(DisconnectReason.PING_TIMEOUT, failure);
    } else {
      ctx.close();
    }
    boolean expected =
        cause instanceof Violation
            || cause instanceof NetworkException
            || cause instanceof IOException;
    LOG.log(expected ? Level.DEBUG : Level.WARNING, () -> "connection with " + address, cause);
    settle(ctx);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    p2p.ifPresentOrElse(
        machine -> {
          machine.onConnectionLost(failure);
          carryOut(ctx);
        },
        () -> finish(Stage.AUTH, Optional.empty()));
    timer.cancel();
    shared.owner.onClosed(this);
    ctx.fireChannelInactive();
  }

  // ---- what the machines ask for

  /** Carries out all that the machines ask for, sends it, and sets the clock. */
  private void settle(ChannelHandlerContext ctx) {
    carryOut(ctx);
    ctx.flush();
    if (!ctx.channel().isWritable() && ctx.channel().bytesBeforeWritable() > OUTBOUND_LIMIT) {
      failure = failure.or(() -> Optional.of(new NetworkException.TimedOut("a peer to read")));
      ctx.close();
    }
    setTimer(ctx);
  }

  private void carryOut(ChannelHandlerContext ctx) {
    if (p2p.isEmpty()) {
      return;
    }
    for (List<P2p.Effect> effects = p2p.get().drain();
        !effects.isEmpty();
        effects = p2p.get().drain()) {
      effects.forEach(effect -> carryOut(ctx, effect));
    }
  }

  private void carryOut(ChannelHandlerContext ctx, P2p.Effect effect) {
    switch (effect) {
      case P2p.Effect.Send send -> lastWrite = Optional.of(ctx.write(send.body()));
      case P2p.Effect.Greeted greeted -> hello = Optional.of(greeted.hello());
      case P2p.Effect.Open opened -> onOpen(ctx, opened.codes());
      case P2p.Effect.Deliver deliver ->
          sessions.stream()
              .filter(run -> run.slot().equals(deliver.slot()))
              .forEach(run -> run.onMessage(now(ctx), deliver.code(), deliver.payload()));
      case P2p.Effect.End end -> onEnd(ctx, end.down());
    }
  }

  private void onOpen(ChannelHandlerContext ctx, CodeSpace codes) {
    rlpx.frameLimit(FRAME_LIMIT);
    Optional<DisconnectReason> refusal = judge(Admission.Phase.AFTER_HELLO);
    if (refusal.isPresent()) {
      p2p.orElseThrow().disconnect(refusal.get());
      return;
    }
    P2p machine = p2p.orElseThrow();
    sessions = codes.slots().stream().map(slot -> new SessionRun(this, machine, slot)).toList();
    open = true;
    shared.owner.onOpen(this);
    sessions.forEach(run -> run.onStart(now(ctx)));
  }

  private void onEnd(ChannelHandlerContext ctx, PeerDown how) {
    boolean connected = ctx.channel().isActive();
    if (connected) {
      shared.owner.onDisconnect(how.reason(), how.byPeer());
    }
    finish(Stage.HELLO, Optional.of(how));
    if (how.byPeer()) {
      ctx.close();
    } else if (connected) {
      linger(ctx);
    }
  }

  /** Lets the Disconnect out, then waits for the peer to close: a reset would swallow it. */
  private void linger(ChannelHandlerContext ctx) {
    ctx.executor().schedule(() -> ctx.close(), LINGER, TimeUnit.NANOSECONDS);
    lastWrite.ifPresent(write -> write.addListener(sent -> endOutput(ctx)));
    ctx.flush();
  }

  private static void endOutput(ChannelHandlerContext ctx) {
    if (ctx.channel() instanceof DuplexChannel channel) {
      channel.shutdownOutput();
    } else {
      ctx.close();
    }
  }

  private void finish(Stage stage, Optional<PeerDown> how) {
    if (ended) {
      return;
    }
    ended = true;
    PeerDown end =
        how.orElseGet(() -> new PeerDown(DisconnectReason.NO_REASON, failure.isEmpty(), failure));
    end.cause().ifPresent(this::count);
    sessions.forEach(run -> run.onEnd(end));
    if (open) {
      shared.owner.onDown(this, end);
    } else {
      Throwable cause =
          end.cause()
              .orElseGet(
                  () -> new NetworkException.Disconnected(end.reason().code(), end.byPeer()));
      shared.owner.onFailed(this, new DialFailure(stage, cause, hello, timings));
    }
    down.complete(end);
  }

  private void count(Throwable cause) {
    if (cause instanceof Violation violation) {
      shared.owner.onViolation(violation);
    }
  }

  // ---- time

  private void setTimer(ChannelHandlerContext ctx) {
    long next = ended ? Long.MAX_VALUE : p2p.map(P2p::deadline).orElse(Long.MAX_VALUE);
    for (SessionRun run : sessions) {
      next = ended ? next : Math.min(next, run.session().deadline());
    }
    timer.set(ctx.executor(), next, () -> onTime(ctx));
  }

  private void onTime(ChannelHandlerContext ctx) {
    if (!ended) {
      long now = now(ctx);
      p2p.ifPresent(machine -> machine.onTime(now));
      sessions.forEach(run -> run.onTime(now));
    }
    settle(ctx);
  }

  private OptionalLong step(ChannelHandlerContext ctx) {
    long now = now(ctx);
    OptionalLong took = OptionalLong.of(now - stepBegan);
    stepBegan = now;
    return took;
  }

  private static long now(ChannelHandlerContext ctx) {
    return ctx.executor().ticker().nanoTime();
  }
}
