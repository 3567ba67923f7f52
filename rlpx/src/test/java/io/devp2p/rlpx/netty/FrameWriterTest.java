package io.devp2p.rlpx.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.NetworkException;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.rlpx.FrameCodec;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is written before a flush goes out as one. */
final class FrameWriterTest {

  private final Random random = new Random(20261124);
  private final EmbeddedChannel writing = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
  private final EmbeddedChannel reading = new EmbeddedChannel(new ChannelInboundHandlerAdapter());

  @BeforeEach
  void shakeHands() {
    NodeKey a = NodeKey.generate(random);
    NodeKey b = NodeKey.generate(random);
    reading.pipeline().addFirst(RlpxHandler.recipient(config(b)));
    writing.pipeline().addFirst(RlpxHandler.initiator(config(a), b.publicKey()));
    forward(writing, reading);
    forward(reading, writing);
  }

  private RlpxHandler.Config config(NodeKey key) {
    return new RlpxHandler.Config(key, Runnable::run, random, Duration.ofSeconds(5), 1 << 20);
  }

  /** Hands on what one end has sent, and tells the sizes of its buffers. */
  private static List<Integer> forward(EmbeddedChannel from, EmbeddedChannel to) {
    List<Integer> sizes = new ArrayList<>();
    from.runPendingTasks();
    for (ByteBuf out = from.readOutbound(); out != null; out = from.readOutbound()) {
      sizes.add(out.readableBytes());
      to.writeInbound(out);
    }
    to.runPendingTasks();
    return sizes;
  }

  private static Bytes body(int size) {
    return Bytes.wrap(ByteBuffer.allocate(size).putInt(0, size).array());
  }

  @AfterEach
  void close() {
    writing.close();
    reading.close();
  }

  @Test
  void smallFramesOfAFlushAreOneBuffer() {
    List<ChannelFuture> written = new ArrayList<>();
    int bytes = 0;
    for (int size = 4; size < 104; size++) {
      written.add(writing.write(body(size)));
      bytes += FrameCodec.frameSize(size);
    }
    assertThat(written).noneMatch(ChannelFuture::isDone);
    writing.flush();
    assertThat(written).allMatch(ChannelFuture::isSuccess);
    assertThat(forward(writing, reading)).containsExactly(bytes);
    for (int size = 4; size < 104; size++) {
      assertThat(reading.<Bytes>readInbound()).isEqualTo(body(size));
    }
  }

  @Test
  void aChunkGoesOnBeforeTheFlush() {
    int each = FrameCodec.frameSize(10_000);
    for (int i = 0; i < 10; i++) {
      writing.write(body(10_000));
    }
    writing.flush();
    int most = FrameWriter.CHUNK / each;
    assertThat(forward(writing, reading)).containsExactly(most * each, (10 - most) * each);
    for (int i = 0; i < 10; i++) {
      assertThat(reading.<Bytes>readInbound()).isEqualTo(body(10_000));
    }
  }

  @Test
  void aLargeFrameIsABufferOfItsOwn() {
    writing.write(body(5));
    writing.write(body(200_000));
    writing.writeAndFlush(body(6));
    assertThat(forward(writing, reading))
        .containsExactly(
            FrameCodec.frameSize(5), FrameCodec.frameSize(200_000), FrameCodec.frameSize(6));
    assertThat(reading.<Bytes>readInbound()).isEqualTo(body(5));
    assertThat(reading.<Bytes>readInbound()).isEqualTo(body(200_000));
    assertThat(reading.<Bytes>readInbound()).isEqualTo(body(6));
  }

  @Test
  void whatIsNoBodyFailsAlone() {
    ChannelFuture before = writing.write(body(5));
    ChannelFuture empty = writing.write(Bytes.EMPTY);
    ChannelFuture after = writing.writeAndFlush(body(6));
    assertThat(empty.cause()).isInstanceOf(IllegalArgumentException.class);
    assertThat(before.isSuccess() && after.isSuccess()).isTrue();
    forward(writing, reading);
    assertThat(reading.<Bytes>readInbound()).isEqualTo(body(5));
    assertThat(reading.<Bytes>readInbound()).isEqualTo(body(6));
  }

  @Test
  void whatWasNeverFlushedFailsWithTheConnection() {
    ChannelFuture lost = writing.write(body(5));
    writing.close();
    writing.runPendingTasks();
    assertThat(lost.cause()).isInstanceOf(NetworkException.Closed.class);
    assertThat(writing.outboundMessages()).isEmpty();
  }
}
