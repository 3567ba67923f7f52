package io.devp2p.wire.netty;

import io.devp2p.core.NetworkException;
import io.devp2p.core.crypto.PublicKey;
import io.devp2p.rlpx.netty.RlpxHandler;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The one door of TCP: opens and accepts channels, whose pipeline is {@link RlpxHandler} and {@link
 * PeerHandler} for ever. Thread-safe.
 */
public final class TcpPort {

  /** Connections that wait to be accepted. */
  private static final int BACKLOG = 512;

  static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(256 * 1024, 1024 * 1024);

  private final EventLoopGroup group;
  private final RlpxHandler.Config outbound;
  private final RlpxHandler.Config inbound;
  private final PeerHandler.Shared shared;

  /**
   * A port.
   *
   * @param group of NIO event loops
   * @param outbound RLPx of the connections that we open
   * @param inbound RLPx of those that we accept
   */
  public TcpPort(
      EventLoopGroup group,
      RlpxHandler.Config outbound,
      RlpxHandler.Config inbound,
      PeerHandler.Shared shared) {
    this.group = group;
    this.outbound = outbound;
    this.inbound = inbound;
    this.shared = shared;
  }

  /**
   * Accepts connections; blocks until the port is bound at all addresses.
   *
   * @param gate asked for each connection; what it refuses is closed without a byte
   * @param accepted told of every connection that was let in
   * @return in the order of the addresses; one less where one of them serves both families
   */
  public List<Listener> listen(
      List<InetSocketAddress> addresses,
      Predicate<InetSocketAddress> gate,
      Consumer<Connection> accepted)
      throws NetworkException.Unreachable {
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(group)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
            .childHandler(initializer(channel -> onAccept(channel, gate, accepted)));
    return Listener.bindAll(bootstrap, addresses);
  }

  private void onAccept(
      SocketChannel channel, Predicate<InetSocketAddress> gate, Consumer<Connection> accepted) {
    InetSocketAddress address = channel.remoteAddress();
    if (address == null || !gate.test(address)) { // null where the peer is gone already
      channel.close();
      return;
    }
    RlpxHandler rlpx = RlpxHandler.recipient(inbound);
    PeerHandler peer = new PeerHandler(shared, rlpx, address, true);
    accepted.accept(peer.connection());
    channel.pipeline().addLast(rlpx, peer);
  }

  /**
   * Opens a connection. The owner hears how it ends.
   *
   * @param opened told of the connection before anything happens to it
   */
  public void connect(
      PublicKey key, InetSocketAddress address, Duration timeout, Consumer<Connection> opened) {
    RlpxHandler rlpx = RlpxHandler.initiator(outbound, key);
    PeerHandler peer = new PeerHandler(shared, rlpx, address, false);
    opened.accept(peer.connection());
    new Bootstrap()
        .group(group)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(timeout.toMillis()))
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
        .handler(initializer(channel -> channel.pipeline().addLast(rlpx, peer)))
        .connect(address)
        .addListener((ChannelFuture connected) -> {
          if (!connected.isSuccess()) {
            peer.connectFailed(translate(connected.cause()));
          }
        });
  }

  private static Throwable translate(Throwable cause) {
    return cause instanceof ConnectTimeoutException
        ? new NetworkException.TimedOut("a TCP connection")
        : cause;
  }

  private static ChannelInitializer<SocketChannel> initializer(Consumer<SocketChannel> init) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(SocketChannel channel) {
        init.accept(channel);
      }
    };
  }
}
