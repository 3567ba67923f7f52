package io.devp2p.rlpx.netty;

import io.devp2p.core.NetworkException;
import io.devp2p.core.Violation;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.crypto.PublicKey;
import io.devp2p.rlpx.FrameCodec;
import io.devp2p.rlpx.FrameProgress;
import io.devp2p.rlpx.Handshake;
import io.devp2p.rlpx.RlpxRule;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.apache.tuweni.bytes.Bytes;

/**
 * RLPx on a channel, as SslHandler is TLS on one: stays in the pipeline for ever and turns bytes
 * into frame bodies ({@link Bytes}: message id and data) and back.
 *
 * <ul>
 *   <li>When the handshake is done it fires {@link Established} and completes {@link #handshake()},
 *       both on the event loop.
 *   <li>A handshake that fails, by a {@link Violation}, by time or by the end of the connection,
 *       fails that future, fires the cause as exception, and closes the channel without a byte.
 *   <li>After the handshake a {@link Violation} is fired as exception once; nothing more is read
 *       then, writes still work, and whoever owns the channel closes it.
 *   <li>Writes before the handshake is done are refused; reading pauses while the pool judges the
 *       packet of the peer.
 * </ul>
 *
 * <p>The elliptic-curve work runs on the pool; everything else on the event loop.
 */
public final class RlpxHandler extends ChannelDuplexHandler {

  /**
   * What all connections of a node have in common.
   *
   * @param cryptoPool runs the elliptic-curve work; if it refuses, the handshake fails
   * @param handshakeTimeout from the TCP connection to the end of the handshake
   * @param frameLimit largest frame body in bytes until {@link #frameLimit} says otherwise
   */
  public record Config(
      NodeKey key,
      Executor cryptoPool,
      RandomGenerator random,
      Duration handshakeTimeout,
      int frameLimit) {}

  /** User event: the handshake is done, frames may be written. */
  public record Established(PublicKey remote) {}

  /** Bytes that may arrive while the peer's packet is judged: its Hello, and a little more. */
  private static final int HELD_LIMIT = 16 * 1024;

  private enum State {
    OPENING,
    WAITING,
    FINISHING,
    OPEN,
    DEAD
  }

  /** Work of the pool: may end in a {@link Violation}. */
  private interface Work<T> {
    T run();
  }

  private final Config config;
  private final boolean opens;
  private final Handshake handshake;
  private final CompletableFuture<PublicKey> done = new CompletableFuture<>();
  private final FrameProgress progress = new FrameProgress();
  private State state = State.OPENING;
  private Optional<FrameCodec> codec = Optional.empty();
  private Optional<FrameWriter> writer = Optional.empty();
  private ByteBuf held = Unpooled.EMPTY_BUFFER;
  private int frameLimit;
  private boolean begun;
  private boolean delivered;
  private boolean watching;
  private boolean paused;

  private RlpxHandler(Config config, boolean opens, Handshake handshake) {
    this.config = config;
    this.opens = opens;
    this.handshake = handshake;
    this.frameLimit = config.frameLimit;
  }

  /** The side that opens the connection. */
  public static RlpxHandler initiator(Config config, PublicKey remote) {
    return new RlpxHandler(config, true, Handshake.initiator(config.key, remote, config.random));
  }

  /** The side that accepts the connection. */
  public static RlpxHandler recipient(Config config) {
    return new RlpxHandler(config, false, Handshake.recipient(config.key, config.random));
  }

  /** Completes with the static key that the peer proved; on the event loop. */
  public CompletableFuture<PublicKey> handshake() {
    return done.copy();
  }

  /** Sets the largest frame body that is taken in, from the next frame on. Event loop only. */
  public void frameLimit(int bytes) {
    frameLimit = bytes;
    codec.ifPresent(c -> c.limit(bytes));
  }

  /** Bytes that are kept for a frame that is not whole. Event loop only. */
  public int buffered() {
    return codec.map(FrameCodec::buffered).orElse(0);
  }

  // ---- the beginning

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    if (ctx.channel().isActive()) {
      begin(ctx);
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    begin(ctx);
    ctx.fireChannelActive();
  }

  /** An accepted channel is active when this handler is added, and says so once more. */
  private void begin(ChannelHandlerContext ctx) {
    if (begun) {
      return;
    }
    begun = true;
    Future<?> clock =
        ctx.executor()
            .schedule(
                () -> fail(ctx, new NetworkException.TimedOut("the RLPx handshake")),
                config.handshakeTimeout.toNanos(),
                TimeUnit.NANOSECONDS);
    done.whenComplete((key, failure) -> clock.cancel(false));
    if (opens) {
      onPool(ctx, handshake::open, packet -> onOpened(ctx, packet));
    } else {
      state = State.WAITING;
    }
  }

  private void onOpened(ChannelHandlerContext ctx, Optional<Bytes> packet) {
    packet.ifPresent(p -> send(ctx, p));
    state = State.WAITING;
    onHandshakeBytes(ctx, takeHeld());
  }

  private static void send(ChannelHandlerContext ctx, Bytes packet) {
    ctx.writeAndFlush(Unpooled.wrappedBuffer(packet.toArrayUnsafe()));
  }

  /** Runs work on the pool and goes on with its result on the event loop. */
  private <T> void onPool(ChannelHandlerContext ctx, Work<T> work, Consumer<T> then) {
    try {
      config.cryptoPool.execute(() -> {
        try {
          T result = work.run();
          onLoop(ctx, () -> then.accept(result));
        } catch (RuntimeException refused) {
          onLoop(ctx, () -> fail(ctx, refused));
        }
      });
    } catch (RejectedExecutionException full) {
      fail(ctx, new NetworkException.Closed("the pool for handshakes is full"));
    }
  }

  private void onLoop(ChannelHandlerContext ctx, Runnable action) {
    if (ctx.executor().inEventLoop()) {
      unlessDead(action);
    } else {
      ctx.executor().execute(() -> unlessDead(action));
    }
  }

  private void unlessDead(Runnable action) {
    if (state != State.DEAD) {
      action.run();
    }
  }

  // ---- reading

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (!(message instanceof ByteBuf in)) {
      ctx.fireChannelRead(message);
      return;
    }
    switch (state) {
      case OPENING, FINISHING -> hold(ctx, in);
      case WAITING -> onHandshakeBytes(ctx, in);
      case OPEN -> onFrameBytes(ctx, in);
      case DEAD -> in.release();
    }
  }

  private void hold(ChannelHandlerContext ctx, ByteBuf in) {
    try {
      if (held.readableBytes() + in.readableBytes() > HELD_LIMIT) {
        fail(ctx, new Violation(RlpxRule.RLPX_FRAME_SIZE));
      } else if (in.isReadable()) {
        ByteBuf more = ctx.alloc().buffer(held.readableBytes() + in.readableBytes());
        more.writeBytes(held).writeBytes(in);
        held.release();
        held = more;
      }
    } finally {
      in.release();
    }
  }

  private ByteBuf takeHeld() {
    ByteBuf taken = held;
    held = Unpooled.EMPTY_BUFFER;
    return taken;
  }

  private void onHandshakeBytes(ChannelHandlerContext ctx, ByteBuf in) {
    boolean whole;
    try {
      ByteBuffer bytes = in.nioBuffer();
      whole = handshake.take(bytes);
      in.skipBytes(in.readableBytes() - bytes.remaining());
    } catch (Violation violation) {
      in.release();
      fail(ctx, violation);
      return;
    }
    if (whole) {
      state = State.FINISHING;
      // What the peer said before it closed must be judged first: so its end is not read yet.
      paused = ctx.channel().config().isAutoRead();
      ctx.channel().config().setAutoRead(false);
      hold(ctx, in);
      unlessDead(() -> onPool(ctx, handshake::finish, result -> onFinished(ctx, result)));
    } else {
      in.release();
    }
  }

  private void onFinished(ChannelHandlerContext ctx, Handshake.Result result) {
    result.reply().ifPresent(p -> send(ctx, p));
    FrameCodec frames = new FrameCodec(result.secrets());
    frames.limit(frameLimit);
    codec = Optional.of(frames);
    writer = Optional.of(new FrameWriter(frames));
    state = State.OPEN;
    PublicKey remote = result.secrets().remote();
    done.complete(remote);
    if (paused) {
      paused = false;
      ctx.channel().config().setAutoRead(true);
    }
    ctx.fireUserEventTriggered(new Established(remote));
    ByteBuf early = takeHeld();
    if (state == State.OPEN && early.isReadable()) {
      onFrameBytes(ctx, early);
      ctx.fireChannelReadComplete();
    } else {
      early.release();
    }
  }

  private void onFrameBytes(ChannelHandlerContext ctx, ByteBuf in) {
    int arrived = in.readableBytes();
    int frames = 0;
    try {
      FrameCodec frameCodec = codec.orElseThrow();
      ByteBuffer bytes = in.nioBuffer();
      // A frame may make its reader close the channel: what follows it is dropped then.
      while (state == State.OPEN && ctx.channel().isOpen() && bytes.hasRemaining()) {
        Optional<Bytes> body = frameCodec.take(bytes);
        if (body.isPresent()) {
          frames++;
          delivered = true;
          ctx.fireChannelRead(body.get());
        }
      }
      progress.onBytes(now(ctx), arrived, frames, frameCodec.isMidFrame());
      watch(ctx);
    } catch (Violation violation) {
      fail(ctx, violation);
    } finally {
      in.release();
    }
  }

  /** At most one timer runs for each connection, and only looks when it fires. */
  private void watch(ChannelHandlerContext ctx) {
    long deadline = progress.deadline();
    if (watching || state != State.OPEN || deadline == Long.MAX_VALUE) {
      return;
    }
    watching = true;
    ctx.executor()
        .schedule(
            () -> {
              watching = false;
              if (state == State.OPEN && progress.isTooSlow(now(ctx))) {
                fail(ctx, new NetworkException.TimedOut("the rest of a frame"));
              }
              watch(ctx);
            },
            Math.max(0, deadline - now(ctx)),
            TimeUnit.NANOSECONDS);
  }

  private static long now(ChannelHandlerContext ctx) {
    return ctx.executor().ticker().nanoTime();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    // Who turns automatic reading off while a read is told wants no further one.
    boolean onDemand = !paused && !ctx.channel().config().isAutoRead();
    ctx.fireChannelReadComplete();
    if (!delivered && onDemand && state != State.DEAD) {
      ctx.read(); // the read that was asked for has brought no frame yet
    }
    delivered = false;
  }

  // ---- writing

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    if (writer.isPresent() && message instanceof Bytes body) {
      writer.get().write(ctx, body, promise);
    } else {
      ReferenceCountUtil.release(message);
      promise.setFailure(new NetworkException.Closed("no RLPx session to write to"));
    }
  }

  @Override
  public void flush(ChannelHandlerContext ctx) {
    writer.ifPresentOrElse(w -> w.flush(ctx), ctx::flush);
  }

  // ---- the end

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    die(new NetworkException.Disconnected(NetworkException.Disconnected.NO_REASON, true));
    writer.ifPresent(FrameWriter::drop);
    ctx.fireChannelInactive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    die(new NetworkException.Closed("the RLPx handler was removed"));
    writer.ifPresent(FrameWriter::drop);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    fail(ctx, cause);
  }

  private void fail(ChannelHandlerContext ctx, Throwable cause) {
    if (state == State.DEAD) {
      return;
    }
    boolean wasOpen = state == State.OPEN;
    die(cause);
    ctx.fireExceptionCaught(cause);
    if (!wasOpen) {
      ctx.close();
    }
  }

  private void die(Throwable cause) {
    state = State.DEAD;
    takeHeld().release();
    done.completeExceptionally(cause);
  }
}
