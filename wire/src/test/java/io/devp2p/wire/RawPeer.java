package io.devp2p.wire;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.rlpx.netty.RlpxHandler;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.tuweni.bytes.Bytes;

/** A peer that speaks RLPx and then says what it is told to, whatever it hears. */
final class RawPeer implements AutoCloseable {

  private final NodeKey key;
  private final Channel listener;
  private final BlockingQueue<Bytes> received = new LinkedBlockingQueue<>();

  RawPeer(EventLoopGroup group, NodeKey key, List<Bytes> says) throws InterruptedException {
    this.key = key;
    RlpxHandler.Config config =
        new RlpxHandler.Config(key, Runnable::run, new SecureRandom(), Duration.ofSeconds(5), 4096);
    this.listener =
        new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(RlpxHandler.recipient(config), new Script(says));
                  }
                })
            .bind(InetAddress.getLoopbackAddress(), 0)
            .sync()
            .channel();
  }

  InetSocketAddress address() {
    return (InetSocketAddress) listener.localAddress();
  }

  NodeKey key() {
    return key;
  }

  /** The frame bodies that it heard. */
  BlockingQueue<Bytes> received() {
    return received;
  }

  @Override
  public void close() {
    listener.close();
  }

  private final class Script extends ChannelInboundHandlerAdapter {
    private final List<Bytes> says;

    Script(List<Bytes> says) {
      this.says = says;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      says.forEach(ctx::write);
      ctx.flush();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      received.add((Bytes) message);
    }
  }
}
