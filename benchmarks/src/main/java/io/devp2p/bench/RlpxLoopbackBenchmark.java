package io.devp2p.bench;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.rlpx.netty.RlpxHandler;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;

/** RLPx handshakes over loopback, TCP included, both sides in this process and counted once. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Threads(8)
public class RlpxLoopbackBenchmark {

  private static final int FRAME = 2_048;

  private final int cores = Runtime.getRuntime().availableProcessors();
  private final NodeKey server = NodeKey.generate(new SecureRandom());
  private EventLoopGroup loops;
  private ExecutorService crypto;
  private RlpxHandler.Config serving;
  private RlpxHandler.Config dialing;
  private Channel listener;

  @Setup
  public void start() {
    loops = new MultiThreadIoEventLoopGroup(cores, NioIoHandler.newFactory());
    crypto = Executors.newFixedThreadPool(cores);
    SecureRandom random = new SecureRandom();
    Duration limit = Duration.ofSeconds(5);
    serving = new RlpxHandler.Config(server, crypto, random, limit, FRAME);
    dialing = new RlpxHandler.Config(NodeKey.generate(random), crypto, random, limit, FRAME);
    listener =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(RlpxHandler.recipient(serving));
                  }
                })
            .bind(InetAddress.getLoopbackAddress(), 0)
            .syncUninterruptibly()
            .channel();
  }

  @Benchmark
  public Object handshake() {
    RlpxHandler client = RlpxHandler.initiator(dialing, server.publicKey());
    Channel channel =
        new Bootstrap()
            .group(loops)
            .channel(NioSocketChannel.class)
            .handler(client)
            .connect(listener.localAddress())
            .syncUninterruptibly()
            .channel();
    Object proved = client.handshake().join();
    channel.close().syncUninterruptibly();
    return proved;
  }

  @TearDown
  public void stop() {
    listener.close().syncUninterruptibly();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    crypto.shutdownNow();
  }
}
