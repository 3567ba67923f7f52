package io.devp2p.rlpx.netty;

import io.devp2p.core.NetworkException;
import io.devp2p.rlpx.FrameCodec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.concurrent.PromiseNotifier;
import java.util.ArrayList;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/**
 * Frames on their way out. They are encrypted into one buffer until the flush, so that many small
 * ones cost one write and one system call, where each would have one of its own. Event loop only.
 */
final class FrameWriter {

  /** So much at most waits for the flush: what is more goes on, and counts as written. */
  static final int CHUNK = 64 * 1024;

  private final FrameCodec codec;
  private ByteBuf frames = Unpooled.EMPTY_BUFFER;
  private List<ChannelPromise> promises = new ArrayList<>();

  FrameWriter(FrameCodec codec) {
    this.codec = codec;
  }

  /** Appends the frame of a body; a body that cannot be one fails its promise. */
  void write(ChannelHandlerContext ctx, Bytes body, ChannelPromise promise) {
    int size = FrameCodec.frameSize(body.size());
    if (frames.isReadable() && frames.readableBytes() + size > CHUNK) {
      handOn(ctx);
    }
    if (frames.capacity() == 0) {
      frames = ctx.alloc().heapBuffer(size);
    }
    frames.ensureWritable(size);
    try {
      codec.encode(body, frames.array(), frames.arrayOffset() + frames.writerIndex());
    } catch (IllegalArgumentException notABody) {
      promise.setFailure(notABody);
      return;
    }
    frames.writerIndex(frames.writerIndex() + size);
    promises.add(promise);
  }

  void flush(ChannelHandlerContext ctx) {
    if (frames.isReadable()) {
      handOn(ctx);
    }
    ctx.flush();
  }

  private void handOn(ChannelHandlerContext ctx) {
    List<ChannelPromise> each = promises;
    ByteBuf whole = frames;
    promises = new ArrayList<>();
    frames = Unpooled.EMPTY_BUFFER;
    if (each.size() == 1) {
      ctx.write(whole, each.getFirst());
    } else {
      ctx.write(whole).addListener(new PromiseNotifier<>(each.toArray(ChannelPromise[]::new)));
    }
  }

  /** The channel is gone: what was never flushed is not sent. */
  void drop() {
    frames.release();
    frames = Unpooled.EMPTY_BUFFER;
    NetworkException.Closed closed =
        new NetworkException.Closed("the connection, before the flush");
    promises.forEach(promise -> promise.tryFailure(closed));
    promises.clear();
  }
}
