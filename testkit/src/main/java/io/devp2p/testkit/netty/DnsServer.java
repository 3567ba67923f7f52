package io.devp2p.testkit.netty;

import io.devp2p.core.NetworkException;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.dns.DatagramDnsQuery;
import io.netty.handler.codec.dns.DatagramDnsQueryDecoder;
import io.netty.handler.codec.dns.DatagramDnsResponse;
import io.netty.handler.codec.dns.DatagramDnsResponseEncoder;
import io.netty.handler.codec.dns.DefaultDnsResponse;
import io.netty.handler.codec.dns.DnsQuery;
import io.netty.handler.codec.dns.TcpDnsQueryDecoder;
import io.netty.handler.codec.dns.TcpDnsResponseEncoder;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * A DNS server over UDP and TCP on one port, for TXT records, whose zone a test changes while it
 * runs. It answers as a recursive server would, and can misbehave in the ways that {@link DnsReply}
 * names. Thread-safe.
 */
public final class DnsServer implements AutoCloseable {

  /** A port that is free for UDP may be taken for TCP. */
  private static final int ATTEMPTS = 20;

  private final Map<String, DnsReply> zone = new ConcurrentHashMap<>();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final EventLoopGroup group;
  private final InetSocketAddress address;

  /**
   * A question that came.
   *
   * @param name as it was asked, without the dot at the end
   * @param overTcp whether it came over TCP
   */
  public record Asked(String name, boolean overTcp) {}

  private DnsServer(EventLoopGroup group, InetSocketAddress bind)
      throws NetworkException.Unreachable {
    this.group = group;
    this.address = bind(bind);
  }

  /**
   * Starts a server with an empty zone.
   *
   * @param bind its address; port 0 for any
   * @throws NetworkException.Unreachable if the system refuses
   */
  public static DnsServer start(InetSocketAddress bind) throws NetworkException.Unreachable {
    EventLoopGroup group =
        new MultiThreadIoEventLoopGroup(
            1,
            work -> {
              Thread thread = new Thread(work, "dns-server");
              thread.setDaemon(true);
              return thread;
            },
            NioIoHandler.newFactory());
    try {
      return new DnsServer(group, bind);
    } catch (NetworkException.Unreachable refused) {
      shutDown(group);
      throw refused;
    }
  }

  private InetSocketAddress bind(InetSocketAddress wanted) throws NetworkException.Unreachable {
    for (int i = 1; ; i++) {
      Channel udp =
          await(
              new Bootstrap()
                  .group(group)
                  .channel(NioDatagramChannel.class)
                  .handler(new OverUdp())
                  .bind(wanted),
              wanted);
      InetSocketAddress bound = (InetSocketAddress) udp.localAddress();
      try {
        await(
            new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new OverTcp())
                .bind(bound),
            bound);
        return bound;
      } catch (NetworkException.Unreachable taken) {
        udp.close().awaitUninterruptibly();
        if (wanted.getPort() != 0 || i == ATTEMPTS) {
          throw taken;
        }
      }
    }
  }

  private static Channel await(ChannelFuture bound, InetSocketAddress wanted)
      throws NetworkException.Unreachable {
    if (!bound.awaitUninterruptibly().isSuccess()) {
      throw new NetworkException.Unreachable(
          "cannot bind " + wanted + ": " + bound.cause().getMessage());
    }
    return bound.channel();
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return address;
  }

  /** Sets what is answered for a name, in any case of its letters. */
  public DnsServer put(String name, DnsReply reply) {
    zone.put(name.toLowerCase(Locale.ROOT), reply);
    return this;
  }

  /** Adds names with one TXT record each, cut into character-strings as publishers do. */
  public DnsServer put(Map<String, String> txt) {
    txt.forEach((name, text) -> put(name, DnsReply.Txt.of(text)));
    return this;
  }

  /** Empties the zone. */
  public void clear() {
    zone.clear();
  }

  /** What was asked so far, in order. */
  public List<Asked> asked() {
    return List.copyOf(asked);
  }

  private DnsAnswers answers() {
    return new DnsAnswers(
        name -> zone.getOrDefault(name.toLowerCase(Locale.ROOT), new DnsReply.NoSuchName()));
  }

  @Override
  public void close() {
    shutDown(group);
    group.terminationFuture().awaitUninterruptibly();
  }

  private static void shutDown(EventLoopGroup group) {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  private void note(DnsQuery query, boolean overTcp) {
    asked.add(new Asked(DnsAnswers.name(query), overTcp));
  }

  private static DatagramDnsResponse response(DatagramDnsQuery query) {
    InetSocketAddress us = query.recipient();
    InetSocketAddress them = query.sender();
    return new DatagramDnsResponse(us, them, query.id());
  }

  private final class OverUdp extends ChannelInitializer<NioDatagramChannel> {
    @Override
    protected void initChannel(NioDatagramChannel channel) {
      channel
          .pipeline()
          .addLast(
              new DatagramDnsQueryDecoder(),
              new DatagramDnsResponseEncoder(),
              new SimpleChannelInboundHandler<DatagramDnsQuery>() {
                @Override
                protected void channelRead0(ChannelHandlerContext context, DatagramDnsQuery query) {
                  note(query, false);
                  answers()
                      .answer(query, response(query), DnsAnswers.udpLimit(query))
                      .ifPresent(context::writeAndFlush);
                }
              });
    }
  }

  private final class OverTcp extends ChannelInitializer<SocketChannel> {
    @Override
    protected void initChannel(SocketChannel channel) {
      channel
          .pipeline()
          .addLast(
              new TcpDnsQueryDecoder(),
              new TcpDnsResponseEncoder(),
              new SimpleChannelInboundHandler<DnsQuery>() {
                @Override
                protected void channelRead0(ChannelHandlerContext context, DnsQuery query) {
                  note(query, true);
                  answers()
                      .answer(query, new DefaultDnsResponse(query.id()), Integer.MAX_VALUE)
                      .ifPresent(context::writeAndFlush);
                }
              });
    }
  }
}
