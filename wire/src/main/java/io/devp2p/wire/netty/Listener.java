package io.devp2p.wire.netty;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;

/** An open TCP port. Thread-safe. */
public final class Listener {

  private final Channel channel;

  Listener(Channel channel) {
    this.channel = channel;
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
