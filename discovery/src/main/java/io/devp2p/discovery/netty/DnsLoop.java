package io.devp2p.discovery.netty;

import io.devp2p.discovery.TxtResolver;
import io.devp2p.discovery.dns.DnsMachine;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The loop and the resolver that the machines of one DNS client share. */
public final class DnsLoop implements AutoCloseable {

  private final EventLoop loop;
  private final TxtResolver resolver;
  private final Optional<NettyTxtResolver> ownResolver;
  private final Optional<EventLoopGroup> ownGroup;

  private DnsLoop(
      EventLoop loop,
      TxtResolver resolver,
      Optional<NettyTxtResolver> ownResolver,
      Optional<EventLoopGroup> ownGroup) {
    this.loop = loop;
    this.resolver = resolver;
    this.ownResolver = ownResolver;
    this.ownGroup = ownGroup;
  }

  /**
   * Opens what is not given.
   *
   * @param group loop to use, which stays open; empty for one of its own
   * @param resolver how DNS is asked; empty for Netty's resolver
   * @param server whom that asks; empty for the servers of the system
   * @param timeout of one question to one server
   */
  public static DnsLoop open(
      Optional<EventLoopGroup> group,
      Optional<TxtResolver> resolver,
      Optional<InetSocketAddress> server,
      Duration timeout) {
    Optional<EventLoopGroup> ownGroup =
        group.isPresent()
            ? Optional.empty()
            : Optional.of(
                new MultiThreadIoEventLoopGroup(1, DnsLoop::daemon, NioIoHandler.newFactory()));
    EventLoop loop = group.or(() -> ownGroup).orElseThrow().next();
    Optional<NettyTxtResolver> ownResolver =
        resolver.isPresent()
            ? Optional.empty()
            : Optional.of(new NettyTxtResolver(loop, server, timeout));
    return new DnsLoop(loop, resolver.or(() -> ownResolver).orElseThrow(), ownResolver, ownGroup);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "devp2p-dns");
    thread.setDaemon(true);
    return thread;
  }

  /** A port for one machine. */
  public <M extends DnsMachine> DnsPort<M> port(M machine, DnsPort.Receiver receiver) {
    return new DnsPort<>(loop, resolver, machine, receiver);
  }

  /** Closes what it opened. */
  @Override
  public void close() {
    ownResolver.ifPresent(NettyTxtResolver::close);
    ownGroup.ifPresent(group -> group.shutdownGracefully(0, 1, TimeUnit.SECONDS));
  }
}
