package io.devp2p.bench;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.rlpx.netty.RlpxHandler;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.tuweni.bytes.Bytes;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.xerial.snappy.Snappy;

/**
 * Messages of 1 KiB that Snappy cannot compress, over TCP on loopback, both ends on one event loop:
 * what go-ethereum's {@code Throughput} does. It writes each message by a system call of its own;
 * here the flush is left to the end of a batch, as in production, or comes after each message.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class RlpxThroughputBenchmark {

  private static final int BATCH = 4_096;
  private static final int MESSAGE = 1_024;

  @Param({"coalesced", "single"})
  public String writes;

  private final Semaphore read = new Semaphore(0);
  private final byte[] message = new byte[MESSAGE];
  private EventLoopGroup loop;
  private Channel listener;
  private Channel channel;
  private Sender sender;

  @Setup
  public void connect() {
    new SplittableRandom(1337).nextBytes(message);
    loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    NodeKey server = NodeKey.generate(new SecureRandom());
    listener =
        new ServerBootstrap()
            .group(loop)
            .channel(NioServerSocketChannel.class)
            .childHandler(handlers(RlpxHandler.recipient(config(server)), new Receiver()))
            .bind(InetAddress.getLoopbackAddress(), 0)
            .syncUninterruptibly()
            .channel();
    RlpxHandler client =
        RlpxHandler.initiator(config(NodeKey.generate(new SecureRandom())), server.publicKey());
    sender = new Sender(writes.equals("single"));
    channel =
        new Bootstrap()
            .group(loop)
            .channel(NioSocketChannel.class)
            .handler(handlers(client, sender))
            .connect(listener.localAddress())
            .syncUninterruptibly()
            .channel();
    client.handshake().join();
  }

  private static RlpxHandler.Config config(NodeKey key) {
    return new RlpxHandler.Config(
        key, Runnable::run, new SecureRandom(), Duration.ofSeconds(5), 2 * MESSAGE);
  }

  private static ChannelInitializer<Channel> handlers(ChannelHandler... handlers) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        channel.pipeline().addLast(handlers);
      }
    };
  }

  /** Writes as fast as the socket takes it. */
  private final class Sender extends ChannelInboundHandlerAdapter {

    private final boolean flushEach;
    private int left;

    Sender(boolean flushEach) {
      this.flushEach = flushEach;
    }

    void send(int messages) {
      left += messages;
      go();
    }

    private void go() {
      while (left > 0 && channel.isWritable()) {
        left--;
        channel.write(encoded());
        if (flushEach) {
          channel.flush();
        }
      }
      channel.flush();
    }

    private Bytes encoded() {
      try {
        byte[] packed = Snappy.compress(message);
        byte[] body = new byte[1 + packed.length];
        body[0] = 0x10;
        System.arraycopy(packed, 0, body, 1, packed.length);
        return Bytes.wrap(body);
      } catch (IOException impossible) {
        throw new UncheckedIOException(impossible);
      }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
      go();
    }
  }

  private final class Receiver extends ChannelInboundHandlerAdapter {

    private int received;

    @Override
    public void channelRead(ChannelHandlerContext context, Object body) throws IOException {
      byte[] packed = ((Bytes) body).toArrayUnsafe();
      byte[] plain = new byte[Snappy.uncompressedLength(packed, 1, packed.length - 1)];
      Snappy.uncompress(packed, 1, packed.length - 1, plain, 0);
      if (++received % BATCH == 0) {
        read.release();
      }
    }
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void throughput1k() throws Exception {
    CompletableFuture.runAsync(() -> sender.send(BATCH), loop).join();
    read.acquire();
  }

  @TearDown
  public void close() {
    channel.close().syncUninterruptibly();
    listener.close().syncUninterruptibly();
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
