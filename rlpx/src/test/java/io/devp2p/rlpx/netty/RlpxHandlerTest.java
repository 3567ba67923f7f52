package io.devp2p.rlpx.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devp2p.core.NetworkException;
import io.devp2p.core.Rule;
import io.devp2p.core.Violation;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.crypto.PublicKey;
import io.devp2p.rlpx.RlpxRule;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

final class RlpxHandlerTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int LIMIT = 2048;

  private final Random random = new Random(11);
  private final NodeKey alice = NodeKey.generate(random);
  private final NodeKey bob = NodeKey.generate(random);

  /** Keeps what comes out of the handler under test. */
  private static final class Tail extends ChannelInboundHandlerAdapter {
    final List<Bytes> frames = new ArrayList<>();
    final List<Throwable> failures = new ArrayList<>();
    final List<Object> events = new ArrayList<>();

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      frames.add((Bytes) message);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      events.add(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      failures.add(cause);
    }
  }

  /** One end: its channel, its handler and what came out. */
  private record End(EmbeddedChannel channel, RlpxHandler handler, Tail tail) {

    static End of(RlpxHandler handler) {
      Tail tail = new Tail();
      EmbeddedChannel channel = new EmbeddedChannel();
      channel.freezeTime();
      channel.pipeline().addLast("tail", tail).addBefore("tail", "rlpx", handler);
      channel.runPendingTasks();
      return new End(channel, handler, tail);
    }

    /** All bytes that it wants to send. */
    Bytes sent() {
      List<Bytes> parts = new ArrayList<>();
      for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
        parts.add(Bytes.wrap(ByteBufUtil.getBytes(out)));
        out.release();
      }
      return Bytes.wrap(Bytes.concatenate(parts.toArray(Bytes[]::new)).toArray());
    }

    void receive(Bytes bytes) {
      channel.writeInbound(Unpooled.wrappedBuffer(bytes.toArray()));
      channel.runPendingTasks();
    }

    void advance(Duration time) {
      channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
      channel.runScheduledPendingTasks();
    }

    Throwable failure() {
      assertThat(tail.failures).hasSize(1);
      return tail.failures.getFirst();
    }
  }

  private RlpxHandler.Config config(NodeKey key, Executor pool) {
    return new RlpxHandler.Config(key, pool, random, TIMEOUT, LIMIT);
  }

  private End initiator(PublicKey to) {
    return End.of(RlpxHandler.initiator(config(alice, Runnable::run), to));
  }

  private End recipient() {
    return End.of(RlpxHandler.recipient(config(bob, Runnable::run)));
  }

  private static void assertBroke(Throwable failure, Rule rule) {
    assertThat(failure)
        .isInstanceOfSatisfying(Violation.class, v -> assertThat(v.rule()).isEqualTo(rule));
  }

  /** A pair of ends with an established session. */
  private record Session(End a, End b) {}

  private Session session() {
    End a = initiator(bob.publicKey());
    End b = recipient();
    b.receive(a.sent());
    a.receive(b.sent());
    return new Session(a, b);
  }

  @Test
  void handshakeAndFramesBothWays() {
    Session s = session();
    assertThat(s.a.handler.handshake()).isCompletedWithValue(bob.publicKey());
    assertThat(s.b.handler.handshake()).isCompletedWithValue(alice.publicKey());
    assertThat(s.b.tail.events).containsExactly(new RlpxHandler.Established(alice.publicKey()));

    s.a.channel.writeOutbound(Bytes.of(1, 2, 3), Bytes.of(4));
    s.b.receive(s.a.sent());
    s.b.channel.writeOutbound(Bytes.of(5));
    s.a.receive(s.b.sent());

    assertThat(s.b.tail.frames).containsExactly(Bytes.of(1, 2, 3), Bytes.of(4));
    assertThat(s.a.tail.frames).containsExactly(Bytes.of(5));
  }

  /** Auth, then a frame, cut at every offset; the frame comes out whole. */
  @Test
  void recipientSplitAtEveryByte() {
    for (int cut = 0; ; cut++) {
      End a = initiator(bob.publicKey());
      End b = recipient();
      Bytes auth = a.sent();
      if (cut > auth.size()) {
        return;
      }
      b.receive(auth.slice(0, cut));
      b.receive(auth.slice(cut));
      a.receive(b.sent());
      a.channel.writeOutbound(Bytes.of(9));
      b.receive(a.sent());
      assertThat(b.tail.frames).as("cut at %d", cut).containsExactly(Bytes.of(9));
    }
  }

  /** Ack and a frame right behind it, cut at every offset. */
  @Test
  void initiatorSplitAtEveryByte() {
    for (int cut = 0; ; cut++) {
      End a = initiator(bob.publicKey());
      End b = recipient();
      b.receive(a.sent());
      b.channel.writeOutbound(Bytes.of(8, 8));
      Bytes stream = b.sent();
      if (cut > stream.size()) {
        return;
      }
      a.receive(stream.slice(0, cut));
      a.receive(stream.slice(cut));
      assertThat(a.tail.frames).as("cut at %d", cut).containsExactly(Bytes.of(8, 8));
      assertThat(a.tail.failures).isEmpty();
    }
  }

  /** The connection ends after every number of bytes: the future fails once, nothing leaks. */
  @Test
  void closedAtEveryByte() {
    Bytes auth = initiator(bob.publicKey()).sent();
    for (int length = 0; length < auth.size(); length += 7) {
      End b = recipient();
      b.receive(auth.slice(0, length));
      b.channel.close();
      assertThatThrownBy(b.handler.handshake()::join)
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(NetworkException.Disconnected.class);
      assertThat(b.sent()).isEqualTo(Bytes.EMPTY);
    }
  }

  /** two bytes are enough to be refused, and nothing is answered. */
  @Test
  void refusesSizesAndClosesSilently() {
    End b = recipient();
    b.receive(Bytes.of(0x08, 0x01, 1, 2, 3));
    assertBroke(b.failure(), RlpxRule.RLPX_HANDSHAKE_SIZE);
    assertThat(b.channel.isOpen()).isFalse();
    assertThat(b.sent()).isEqualTo(Bytes.EMPTY);
    assertThat(b.handler.handshake()).isCompletedExceptionally();
  }

  /** a recipient with another key cannot read auth. */
  @Test
  void wrongStaticKey() {
    End a = initiator(NodeKey.generate(random).publicKey());
    End b = recipient();
    b.receive(a.sent());
    assertBroke(b.failure(), RlpxRule.RLPX_ECIES_MAC);
    assertThat(b.channel.isOpen()).isFalse();
    assertThat(b.sent()).isEqualTo(Bytes.EMPTY);
  }

  @Test
  void handshakeTimesOutOnce() {
    End b = recipient();
    b.advance(TIMEOUT.minusMillis(1));
    assertThat(b.channel.isOpen()).isTrue();
    b.advance(Duration.ofMillis(1));
    assertThat(b.failure()).isInstanceOf(NetworkException.TimedOut.class);
    assertThat(b.channel.isOpen()).isFalse();
    Session s = session();
    s.b.advance(TIMEOUT.multipliedBy(2));
    assertThat(s.b.channel.isOpen()).as("an open session is not timed").isTrue();
  }

  @Test
  void errorOfTheChannelFailsTheHandshake() {
    End b = recipient();
    b.channel.pipeline().fireExceptionCaught(new IOException("reset"));
    assertThat(b.failure()).isInstanceOf(IOException.class);
    assertThat(b.handler.handshake()).isCompletedExceptionally();
    assertThat(b.channel.isOpen()).isFalse();
  }

  @Test
  void writesBeforeTheSessionAreRefused() {
    End a = initiator(bob.publicKey());
    var write = a.channel.writeAndFlush(Bytes.of(1));
    assertThat(write.cause()).isInstanceOf(NetworkException.Closed.class);
    Session s = session();
    assertThat(s.a.channel.writeAndFlush("no bytes").cause())
        .isInstanceOf(NetworkException.Closed.class);
    assertThat(s.a.channel.writeAndFlush(Bytes.EMPTY).cause())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aFullPoolFailsTheHandshake() {
    Executor full =
        task -> {
          throw new RejectedExecutionException("full");
        };
    End a = End.of(RlpxHandler.initiator(config(alice, full), bob.publicKey()));
    assertThat(a.failure()).isInstanceOf(NetworkException.Closed.class);
    assertThat(a.channel.isOpen()).isFalse();
  }

  /** Work that lies in the pool: what arrives meanwhile is held, to a bound. */
  @Test
  void bytesWhileThePoolWorksAreHeldToABound() {
    Deque<Runnable> pool = new ArrayDeque<>();
    End b = End.of(RlpxHandler.recipient(config(bob, pool::add)));
    b.receive(initiator(bob.publicKey()).sent());
    b.receive(Bytes.wrap(new byte[16 * 1024]));
    assertThat(b.channel.isOpen()).isTrue();
    b.receive(Bytes.of(1));
    assertBroke(b.failure(), RlpxRule.RLPX_FRAME_SIZE);
    assertThat(b.channel.isOpen()).isFalse();
    pool.remove().run(); // its result comes too late
    b.channel.runPendingTasks();
    assertThat(b.tail.events).isEmpty();
  }

  /** What a peer said before it closed counts: its end is not read while the pool works. */
  @Test
  void readingPausesWhileThePoolWorks() {
    Deque<Runnable> pool = new ArrayDeque<>();
    End a = End.of(RlpxHandler.initiator(config(alice, pool::add), bob.publicKey()));
    End b = recipient();
    pool.remove().run();
    a.channel.runPendingTasks();
    b.receive(a.sent());
    b.channel.writeOutbound(Bytes.of(1, 0xc1, 4));
    assertThat(a.channel.config().isAutoRead()).isTrue();
    a.receive(b.sent());
    assertThat(a.channel.config().isAutoRead()).isFalse();
    pool.remove().run();
    a.channel.runPendingTasks();
    assertThat(a.channel.config().isAutoRead()).isTrue();
    assertThat(a.tail.frames).containsExactly(Bytes.of(1, 0xc1, 4));
  }

  /** a frame above the limit is refused at its header; writes still work. */
  @Test
  void frameLimitAndWhatFollowsAViolation() {
    Session s = session();
    s.a.channel.writeOutbound(Bytes.wrap(new byte[LIMIT + 1]));
    Bytes frame = s.a.sent();
    s.b.receive(frame.slice(0, 32));
    assertBroke(s.b.failure(), RlpxRule.RLPX_FRAME_SIZE);
    assertThat(s.b.channel.isOpen()).as("the owner of the channel closes it").isTrue();

    s.b.receive(frame.slice(32));
    s.b.receive(Bytes.wrap(new byte[100]));
    assertThat(s.b.tail.failures).hasSize(1);
    assertThat(s.b.tail.frames).isEmpty();
    s.b.channel.writeOutbound(Bytes.of(1));
    s.a.receive(s.b.sent());
    assertThat(s.a.tail.frames).containsExactly(Bytes.of(1));
  }

  @Test
  void frameLimitCanBeRaised() {
    Session s = session();
    s.b.handler.frameLimit(LIMIT + 1);
    s.a.channel.writeOutbound(Bytes.wrap(new byte[LIMIT + 1]));
    s.b.receive(s.a.sent());
    assertThat(s.b.tail.frames).hasSize(1);
  }

  @Test
  void aFrameThatStallsIsGivenUp() {
    Session s = session();
    s.a.channel.writeOutbound(Bytes.of(1), Bytes.of(2));
    Bytes frames = s.a.sent();
    s.b.receive(frames.slice(0, 40));
    s.b.advance(Duration.ofMillis(4999));
    assertThat(s.b.tail.failures).isEmpty();
    s.b.advance(Duration.ofMillis(1));
    assertThat(s.b.failure()).isInstanceOf(NetworkException.TimedOut.class);
  }

  @Test
  void betweenFramesAPeerMayBeSilent() {
    Session s = session();
    s.a.channel.writeOutbound(Bytes.of(1));
    Bytes frame = s.a.sent();
    s.b.receive(frame.slice(0, 40));
    s.b.receive(frame.slice(40));
    s.b.advance(Duration.ofMinutes(5));
    assertThat(s.b.tail.failures).isEmpty();
  }

  /** With autoRead off, a read that brings no whole frame is followed by another. */
  @Test
  void readsOnUntilAFrameIsThere() {
    Session s = session();
    Reads reads = new Reads();
    s.b.channel.pipeline().addFirst(reads);
    s.b.channel.config().setAutoRead(false);
    s.a.channel.writeOutbound(Bytes.of(1));
    Bytes frame = s.a.sent();
    s.b.receive(frame.slice(0, 20));
    assertThat(reads.count).isEqualTo(1);
    s.b.receive(frame.slice(20));
    assertThat(reads.count).isEqualTo(1);
  }

  private static final class Reads extends ChannelOutboundHandlerAdapter {
    int count;

    @Override
    public void read(ChannelHandlerContext ctx) {
      count++;
    }
  }

  /** A reader that closes the channel gets nothing of what follows. */
  @Test
  void closingInsideAReadStopsDelivery() {
    Session s = session();
    s.b
        .channel
        .pipeline()
        .addBefore(
            "tail",
            "closer",
            new ChannelInboundHandlerAdapter() {
              @Override
              public void channelRead(ChannelHandlerContext ctx, Object message) {
                ctx.fireChannelRead(message);
                ctx.close();
              }
            });
    s.a.channel.writeOutbound(Bytes.of(1), Bytes.of(2));
    s.b.channel.writeInbound(Unpooled.wrappedBuffer(s.a.sent().toArray()));
    assertThat(s.b.tail.frames).containsExactly(Bytes.of(1));
    assertThat(Optional.ofNullable(s.b.channel.readOutbound())).isEmpty();
  }
}
