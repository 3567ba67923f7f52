package io.devp2p.discovery.netty;

import io.devp2p.core.Bounds;
import io.devp2p.core.NetworkException;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.socket.nio.NioDatagramChannel;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Opens the datagram channel of a port. */
final class UdpSocket {

  /** One byte more than a packet may have, so that a longer one shows. */
  private static final int DATAGRAM = Bounds.UDP_PACKET + 1;

  /** A crawl gets answers in bursts (performance.md, 5: what Nebula needs). */
  private static final int SOCKET_BUFFER = 4 * 1024 * 1024;

  private static final int READS_PER_LOOP = 32;

  private UdpSocket() {}

  /**
   * Binds a channel that reads nothing yet.
   *
   * @param bind empty for all addresses of both families, or of IPv4 where there is no IPv6
   */
  static Channel bind(Optional<InetSocketAddress> bind, EventLoopGroup group)
      throws NetworkException.Unreachable {
    if (bind.isPresent()) {
      return bind(bind.get(), group);
    }
    try {
      return bind(new InetSocketAddress("::", 0), group);
    } catch (NetworkException.Unreachable noIp6) {
      return bind(new InetSocketAddress("0.0.0.0", 0), group);
    }
  }

  private static Channel bind(InetSocketAddress address, EventLoopGroup group)
      throws NetworkException.Unreachable {
    if (address.isUnresolved()) {
      throw new NetworkException.Unreachable("no address for " + address.getHostString());
    }
    ChannelFuture bound =
        new Bootstrap()
            .group(group)
            .channelFactory(NioDatagramChannel::new)
            .option(ChannelOption.SO_RCVBUF, SOCKET_BUFFER)
            // Netty's pooling allocators start Flight Recorder: 0.4 s, just when a packet came in.
            .option(ChannelOption.ALLOCATOR, UnpooledByteBufAllocator.DEFAULT)
            .option(
                ChannelOption.RECVBUF_ALLOCATOR,
                new FixedRecvByteBufAllocator(DATAGRAM).maxMessagesPerRead(READS_PER_LOOP))
            .option(ChannelOption.AUTO_READ, false)
            .handler(new Unstarted())
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new NetworkException.Unreachable(
          "cannot bind UDP "
              + address.getHostString()
              + ":"
              + address.getPort()
              + ": "
              + bound.cause().getMessage());
    }
    return bound.channel();
  }

  /** Keeps the place of the reader, which comes when the machine is known. */
  private static final class Unstarted extends ChannelInboundHandlerAdapter {}
}
