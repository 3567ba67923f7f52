package io.devp2p.wire.netty;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import java.time.Duration;

/** What a peer leaves unread: how much, and since when nothing of it moves. Event loop only. */
final class Outflow {

  /**
   * Unread bytes beyond which nothing further of the peer is read: its requests would only add
   * answers. The largest message must fit between this and {@link #LIMIT}.
   */
  static final long PAUSE = 4L << 20;

  /** A peer that leaves this much unread is dropped. */
  static final long LIMIT = 16L << 20;

  /** A peer that takes not a byte for so long is dropped (go-ethereum frameWriteTimeout). */
  static final long STALL = Duration.ofSeconds(20).toNanos();

  private final Since stalled = new Since();
  private final ChannelFutureListener counter = written -> this.written++;
  private long written;
  private long mark;

  /** Must listen to every write. */
  ChannelFutureListener counter() {
    return counter;
  }

  /** Bytes that are written and not yet taken over by the operating system. */
  static long queued(ChannelHandlerContext ctx) {
    ChannelOutboundBuffer buffer = ctx.channel().unsafe().outboundBuffer();
    return buffer == null ? 0 : buffer.totalPendingWriteBytes();
  }

  /** Looks whether something has moved; whether the peer has left too much for too long. */
  boolean isHopeless(ChannelHandlerContext ctx, long now) {
    ChannelOutboundBuffer buffer = ctx.channel().unsafe().outboundBuffer();
    boolean waiting = buffer != null && !buffer.isEmpty();
    long progress = waiting ? written << 32 | buffer.currentProgress() : mark;
    if (progress != mark) {
      mark = progress;
      stalled.observe(now, false);
    }
    stalled.observe(now, waiting);
    return queued(ctx) > LIMIT || stalled.holdsFor(now, STALL);
  }

  /** When the peer will have taken too long, unless something moves; never = the largest value. */
  long deadline() {
    return stalled.deadline(STALL);
  }
}
