package io.devp2p.lab.netty;

import io.devp2p.core.NetworkException;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.crypto.PublicKey;
import io.devp2p.core.rlp.RlpWriter;
import io.devp2p.lab.Workshop;
import io.devp2p.rlpx.netty.RlpxHandler;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.Closeable;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.tuweni.bytes.Bytes;

/**
 * A node that completes the RLPx handshake with its key and then names another one in its Hello.
 */
public final class Liar implements Closeable {

  private static final Bytes HELLO = Bytes.of(0x80);
  private static final int FRAME = 2048;

  private final Channel listener;
  private final Set<Channel> accepted;

  private Liar(Channel listener, Set<Channel> accepted) {
    this.listener = listener;
    this.accepted = accepted;
  }

  /**
   * Starts to listen.
   *
   * @param key the key of the handshake
   * @param pretended the key of the Hello
   * @throws NetworkException.Unreachable if no port can be bound
   */
  public static Liar listen(
      NodeKey key, PublicKey pretended, String client, InetAddress ip, Workshop workshop)
      throws NetworkException.Unreachable {
    Set<Channel> accepted = ConcurrentHashMap.newKeySet();
    RlpxHandler.Config config =
        new RlpxHandler.Config(
            key, workshop.crypto(), workshop.secure(), Duration.ofSeconds(5), FRAME);
    Bytes hello = hello(pretended, client);
    ChannelFuture bound =
        new ServerBootstrap()
            .group(workshop.loops())
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    accepted.add(channel);
                    channel.closeFuture().addListener(closed -> accepted.remove(channel));
                    channel.pipeline().addLast(RlpxHandler.recipient(config), new Lie(hello));
                  }
                })
            .bind(ip, 0)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new NetworkException.Unreachable(String.valueOf(bound.cause().getMessage()));
    }
    return new Liar(bound.channel(), accepted);
  }

  private static Bytes hello(PublicKey pretended, String client) {
    Bytes message =
        RlpWriter.encodeList(w ->
            w.uint(5)
                .text(client)
                .list(List.of(69), (caps, version) -> caps.list(c -> c.text("eth").uint(version)))
                .uint(0)
                .bytes(pretended.bytes()));
    return Bytes.concatenate(HELLO, message);
  }

  /** Says its Hello and reads nothing. */
  private static final class Lie extends ChannelInboundHandlerAdapter {

    private final Bytes hello;

    Lie(Bytes hello) {
      this.hello = hello;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof RlpxHandler.Established) {
        context.writeAndFlush(hello);
      }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object frame) {}

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }
  }

  /** The port that was bound. */
  public int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  @Override
  public void close() {
    listener.close().awaitUninterruptibly();
    new ArrayList<>(accepted).forEach(Channel::close);
  }
}
