package io.devp2p.wire.netty;

import io.devp2p.core.Bounds;
import io.devp2p.core.NetworkException;
import io.devp2p.core.Violation;
import io.devp2p.rlpx.netty.RlpxHandler;
import io.devp2p.wire.Admission;
import io.devp2p.wire.Capability;
import io.devp2p.wire.Cause;
import io.devp2p.wire.Conduct;
import io.devp2p.wire.DialFailure;
import io.devp2p.wire.DisconnectReason;
import io.devp2p.wire.PeerDown;
import io.devp2p.wire.Protocol;
import io.devp2p.wire.Stage;
import io.devp2p.wire.dial.Verdict;
import io.devp2p.wire.p2p.CodeSpace;
import io.devp2p.wire.p2p.Hello;
import io.devp2p.wire.p2p.P2p;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * One connection, from its channel to its sessions: runs the {@link P2p} machine and the sessions
 * on the event loop and carries out what they ask for. Decides nothing about the protocol.
 */
public final class PeerHandler extends ChannelInboundHandlerAdapter {

  /** What all connections of a host have in common. */
  public record Shared(
      PeerOwner owner,
      Hello hello,
      List<Protocol<?>> offers,
      Duration helloTimeout,
      InboundBytes inbound) {}

  private static final Logger LOG = System.getLogger(PeerHandler.class.getName());

  /** Largest frame after Hello: the largest message as a Snappy block at its worst, and its id. */
  private static final int FRAME_LIMIT =
      2 + 32 + Bounds.SUBPROTOCOL_MESSAGE + Bounds.SUBPROTOCOL_MESSAGE / 6;

  private final Shared shared;
  private final RlpxHandler rlpx;
  private final Beginning beginning;
  private final Connection connection;
  private final Intake intake;
  private final Outflow outflow = new Outflow();
  private final Farewell farewell = new Farewell();
  private final LoopTimer timer = new LoopTimer();
  private Optional<P2p> p2p = Optional.empty();
  private Optional<Throwable> failure = Optional.empty();
  private Optional<PeerDown> closing = Optional.empty();
  private boolean held;
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
    this.beginning = new Beginning(shared.helloTimeout);
    this.connection = new Connection(this, address, inbound, beginning);
    this.intake = new Intake(shared.inbound);
  }

  /** The connection as other threads see it. */
  public Connection connection() {
    return connection;
  }

  // ---- what others ask for, on the event loop; settle follows

  /** Sends our Hello, which was held back. */
  void proceed() {
    if (held) {
      held = false;
      p2p.orElseThrow().start();
    }
  }

  /** Sends a Disconnect, as far as one can be sent, and closes. */
  void disconnect(DisconnectReason reason, Cause why) {
    if (p2p.isPresent()) {
      p2p.get().disconnect(reason, why, Optional.empty());
    } else {
      close(new PeerDown(reason, false, why, Optional.empty()));
    }
  }

  /** A session has something to say about the peer. */
  void report(Conduct conduct) {
    shared.owner.onConduct(connection, conduct);
  }

  // ---- the channel

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    beginning.onStart(now(ctx));
    connection.attached(ctx).ifPresent(this::close);
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    beginning.onConnected(now(ctx), connection.inbound());
    ctx.fireChannelActive();
  }

  /** The dial did not come to a connection. */
  void connectFailed(Throwable cause) {
    failure = failure.or(() -> Optional.of(cause));
    finish(Stage.CONNECT, Optional.empty());
    shared.owner.onClosed(connection);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (!(event instanceof RlpxHandler.Established established)) {
      ctx.fireUserEventTriggered(event);
      return;
    }
    beginning.onProved(now(ctx));
    connection.proved(established.remote());
    P2p machine =
        new P2p(
            new P2p.Identity(shared.hello, shared.offers, established.remote()),
            beginning.helloDeadline());
    p2p = Optional.of(machine);
    switch (judge(Admission.Phase.BEFORE_HELLO, List.of())) {
      case Verdict.Go go -> machine.start();
      case Verdict.Hold hold -> held = true;
      case Verdict.Refuse no -> machine.disconnect(no.reason(), no.why(), Optional.empty());
    }
    settle(ctx);
  }

  private Verdict judge(Admission.Phase phase, List<Capability> capabilities) {
    return shared.owner.judge(
        connection,
        new Admission.Candidate(
            phase,
            connection.key().orElseThrow(),
            connection.address(),
            connection.inbound(),
            connection.hello(),
            capabilities));
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof Bytes body && p2p.isPresent() && !ended) {
      long now = now(ctx);
      beginning.onMessage(now);
      connection.traffic().frameIn(body);
      intake.inbox().add(new Inbox.Frame(now, body, p2p.get().weight(body)));
      deliver(ctx);
      if (!intake.inbox().isEmpty()) {
        intake.stop(ctx);
      }
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    p2p.ifPresent(machine -> machine.onBytes(now(ctx)));
    settle(ctx);
    ctx.fireChannelReadComplete();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (ctx.channel().isWritable()) { // which it turned in the middle of something, maybe
      ctx.executor().execute(() -> settle(ctx));
    }
    ctx.fireChannelWritabilityChanged();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    failure = failure.or(() -> Optional.of(cause));
    if (cause instanceof Violation violation && p2p.isPresent()) {
      p2p.get().fail(violation);
    } else if (p2p.isPresent() && cause instanceof NetworkException.TimedOut) {
      p2p.get().disconnect(Cause.PING_TIMEOUT, failure);
    } else {
      ctx.close();
    }
    boolean expected =
        cause instanceof Violation
            || cause instanceof NetworkException
            || cause instanceof IOException;
    LOG.log(
        expected ? Level.DEBUG : Level.WARNING,
        () -> "connection with " + connection.address(),
        cause);
    settle(ctx);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    p2p.ifPresentOrElse(
        machine -> {
          machine.onConnectionLost(failure);
          carryOut(ctx, now(ctx));
        },
        () -> finish(Stage.AUTH, Optional.empty()));
    timer.cancel();
    shared.owner.onClosed(connection);
    ctx.fireChannelInactive();
  }

  // ---- what came in

  private void deliver(ChannelHandlerContext ctx) {
    while (!connection.sessions().isBusy() && !isBlocked(ctx)) {
      Optional<Inbox.Frame> next = intake.inbox().take();
      if (next.isEmpty()) {
        return;
      }
      p2p.orElseThrow().onFrame(next.get().arrived(), next.get().body());
      carryOut(ctx, next.get().arrived());
    }
  }

  private boolean isBlocked(ChannelHandlerContext ctx) {
    return held || Outflow.queued(ctx) > Outflow.PAUSE;
  }

  // ---- what the machines ask for

  /** Carries out all that the machines ask for, sends it, and sets the clock. */
  void settle(ChannelHandlerContext ctx) {
    long now = now(ctx);
    carryOut(ctx, now);
    ctx.flush();
    if (!ended && outflow.isHopeless(ctx, now)) {
      Throwable cause = new NetworkException.TimedOut("a peer to read");
      close(new PeerDown(DisconnectReason.NO_REASON, false, Cause.NOT_READING, Optional.of(cause)));
    } else if (p2p.isPresent() && !ended) {
      intake.inbox().partial(rlpx.buffered());
      intake.steer(
          ctx,
          now,
          new Intake.Wish(connection.sessions().isBusy(), isBlocked(ctx)),
          () -> {
            deliver(ctx);
            settle(ctx);
          },
          () -> connection.submit(then -> intake.onRoom()));
    }
    setTimer(ctx);
  }

  private void carryOut(ChannelHandlerContext ctx, long now) {
    if (p2p.isEmpty()) {
      return;
    }
    for (List<P2p.Effect> effects = p2p.get().drain();
        !effects.isEmpty();
        effects = p2p.get().drain()) {
      effects.forEach(effect -> carryOut(ctx, now, effect));
    }
  }

  private void carryOut(ChannelHandlerContext ctx, long now, P2p.Effect effect) {
    switch (effect) {
      case P2p.Effect.Send send -> {
        connection.traffic().frameOut(send.body());
        farewell.onWrite(ctx.write(send.body()).addListener(outflow.counter()));
      }
      case P2p.Effect.Greeted greeted -> connection.greeted(greeted.hello());
      case P2p.Effect.Open opened -> onOpen(now, opened.codes());
      case P2p.Effect.Deliver message -> {
        connection.traffic().messageIn(message.slot(), message.code());
        connection.sessions().onMessage(now, message);
      }
      case P2p.Effect.End end -> onEnd(ctx, end.down());
    }
  }

  private void onOpen(long now, CodeSpace codes) {
    rlpx.frameLimit(FRAME_LIMIT);
    P2p machine = p2p.orElseThrow();
    List<Capability> capabilities = codes.slots().stream().map(CodeSpace.Slot::capability).toList();
    if (judge(Admission.Phase.AFTER_HELLO, capabilities) instanceof Verdict.Refuse no) {
      machine.disconnect(no.reason(), no.why(), Optional.empty());
      return;
    }
    Sessions sessions =
        new Sessions(
            codes.slots().stream().map(slot -> new SessionRun(this, machine, slot)).toList());
    open = true;
    connection.opened(sessions);
    connection.traffic().start(now, () -> now(connection.context().orElseThrow()));
    shared.owner.onOpen(connection);
    sessions.onStart(now);
  }

  // ---- the end

  /** Closes where no Disconnect can be sent. */
  private void close(PeerDown how) {
    closing = closing.or(() -> Optional.of(how));
    connection.context().ifPresent(ChannelHandlerContext::close);
  }

  private void onEnd(ChannelHandlerContext ctx, PeerDown how) {
    boolean connected = ctx.channel().isActive();
    if (connected) {
      shared.owner.onDisconnect(connection, how);
    }
    finish(Stage.HELLO, Optional.of(how));
    intake.end(ctx);
    if (how.byPeer()) {
      ctx.close();
    } else if (connected) {
      farewell.say(ctx);
    }
  }

  private void finish(Stage stage, Optional<PeerDown> how) {
    if (ended) {
      return;
    }
    ended = true;
    connection.traffic().end();
    PeerDown end =
        closing
            .or(() -> how)
            .orElseGet(() -> new PeerDown(DisconnectReason.NO_REASON, failure.isEmpty(), failure));
    if (end.cause().orElse(null) instanceof Violation violation) {
      shared.owner.onViolation(connection, violation);
    }
    connection.sessions().onEnd(end);
    if (open) {
      shared.owner.onDown(connection, end);
    } else {
      shared.owner.onFailed(
          connection, DialFailure.of(stage, end, connection.hello(), beginning.timings()));
    }
    connection.ended(end);
  }

  // ---- time

  private void setTimer(ChannelHandlerContext ctx) {
    long next = Long.MAX_VALUE;
    if (!ended) {
      next = Math.min(outflow.deadline(), intake.reading().deadline());
      next = Math.min(next, p2p.map(P2p::deadline).orElse(Long.MAX_VALUE));
      next = Math.min(next, connection.sessions().deadline(intake.reading()));
    }
    timer.set(ctx.executor(), next, () -> onTime(ctx));
  }

  private void onTime(ChannelHandlerContext ctx) {
    long now = now(ctx);
    if (!ended) {
      p2p.ifPresent(machine -> onTime(machine, now));
    }
    settle(ctx);
  }

  private void onTime(P2p machine, long now) {
    Reading reading = intake.reading();
    if (reading.isPaused()) {
      machine.onPaused(now);
    }
    machine.onTime(now);
    connection.sessions().onTime(now, reading);
    if (reading.isHopeless(now)) {
      machine.disconnect(
          Cause.LOCAL_QUOTA, Optional.of(new NetworkException.TimedOut("this side to go on")));
    }
  }

  private static long now(ChannelHandlerContext ctx) {
    return ctx.executor().ticker().nanoTime();
  }
}
