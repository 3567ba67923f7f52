package io.devp2p.wire;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.rlpx.netty.RlpxHandler;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.security.SecureRandom;
import java.time.Duration;
import org.apache.tuweni.bytes.Bytes;

/** A peer that dials, speaks RLPx, and then says what it is told to, whatever it hears. */
final class RawDialer {

  /** A frame with a message id that belongs to no capability. */
  static final Bytes UNKNOWN_CODE = Bytes.of(0x7f, 0);

  private final EventLoopGroup group;
  private final NodeKey key;

  RawDialer(EventLoopGroup group, NodeKey key) {
    this.group = group;
    this.key = key;
  }

  NodeKey key() {
    return key;
  }

  /** Connects, and sends frames as soon as it can; what is heard is forgotten. */
  Channel dial(Host host, Bytes... says) throws InterruptedException {
    RlpxHandler.Config config =
        new RlpxHandler.Config(key, Runnable::run, new SecureRandom(), Duration.ofSeconds(5), 4096);
    return new Bootstrap()
        .group(group)
        .channel(NioSocketChannel.class)
        .handler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel channel) {
                channel
                    .pipeline()
                    .addLast(RlpxHandler.initiator(config, host.key()), new Script(says));
              }
            })
        .connect(host.localAddress().orElseThrow())
        .sync()
        .channel();
  }

  private static final class Script extends ChannelInboundHandlerAdapter {
    private final Bytes[] says;

    Script(Bytes... says) {
      this.says = says;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      for (Bytes body : says) {
        ctx.write(body);
      }
      ctx.flush();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {}

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      ctx.close();
    }
  }
}
