package io.devp2p.wire.netty;

import io.devp2p.core.NetworkException;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.List;

/** An open TCP port. Thread-safe. */
public final class Listener {

  private final Channel channel;

  private Listener(Channel channel) {
    this.channel = channel;
  }

  /**
   * Binds all addresses, or none. A port of 0 is the same port for all of them. Where {@code ::}
   * and {@code 0.0.0.0} are both wanted, one of them will do: most systems take connections of both
   * families at {@code ::}, and some have no IPv6.
   */
  static List<Listener> bindAll(ServerBootstrap bootstrap, List<InetSocketAddress> addresses)
      throws NetworkException.Unreachable {
    List<Listener> bound = new ArrayList<>();
    try {
      for (InetSocketAddress address : addresses) {
        bind(bootstrap, withPort(address, bound), bound, addresses);
      }
      return bound;
    } catch (NetworkException.Unreachable cannotBind) {
      bound.forEach(Listener::close);
      throw cannotBind;
    }
  }

  private static InetSocketAddress withPort(InetSocketAddress address, List<Listener> bound) {
    return address.getPort() == 0 && !bound.isEmpty() && !address.isUnresolved()
        ? new InetSocketAddress(address.getAddress(), bound.getFirst().address().getPort())
        : address;
  }

  private static void bind(
      ServerBootstrap bootstrap,
      InetSocketAddress address,
      List<Listener> bound,
      List<InetSocketAddress> wanted)
      throws NetworkException.Unreachable {
    if (address.isUnresolved()) {
      throw new NetworkException.Unreachable("no address for " + address.getHostString());
    }
    boolean ip6 = address.getAddress() instanceof Inet6Address;
    SocketProtocolFamily family = ip6 ? SocketProtocolFamily.INET6 : SocketProtocolFamily.INET;
    ChannelFuture result =
        bootstrap
            .clone()
            .channelFactory(() -> new NioServerSocketChannel(SelectorProvider.provider(), family))
            .bind(address)
            .awaitUninterruptibly();
    if (result.isSuccess()) {
      bound.add(new Listener(result.channel()));
    } else if (!isSpared(address, bound, wanted)) {
      throw new NetworkException.Unreachable(
          "cannot bind TCP "
              + address.getHostString()
              + ":"
              + address.getPort()
              + ": "
              + result.cause().getMessage());
    }
  }

  /** Whether the other wildcard address stands in for this one, or will be tried yet. */
  private static boolean isSpared(
      InetSocketAddress address, List<Listener> bound, List<InetSocketAddress> wanted) {
    if (!address.getAddress().isAnyLocalAddress()) {
      return false;
    }
    boolean ip6 = address.getAddress() instanceof Inet6Address;
    return ip6
        ? wanted.stream().anyMatch(other -> isWildcard(other, false))
        : bound.stream()
            .map(Listener::address)
            .anyMatch(other -> isWildcard(other, true) && other.getPort() == address.getPort());
  }

  private static boolean isWildcard(InetSocketAddress address, boolean ip6) {
    return !address.isUnresolved()
        && address.getAddress().isAnyLocalAddress()
        && address.getAddress() instanceof Inet6Address == ip6;
  }

  /** Where connections are accepted. */
  public InetSocketAddress address() {
    return (InetSocketAddress) channel.localAddress();
  }

  /** Begins to close the port. */
  public void close() {
    channel.close();
  }
}
