package io.devp2p.wire.netty;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection so that the Disconnect before it arrives: a reset would swallow it. Event
 * loop only.
 */
final class Farewell {

  /** Time that a Disconnect of ours has to reach the peer (go-ethereum discWriteTimeout). */
  private static final long LINGER = Duration.ofSeconds(1).toNanos();

  private Optional<ChannelFuture> lastWrite = Optional.empty();

  void onWrite(ChannelFuture write) {
    lastWrite = Optional.of(write);
  }

  /** Lets the last message out, then waits for the peer to close, but not for long. */
  void say(ChannelHandlerContext ctx) {
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
}
