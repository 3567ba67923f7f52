package io.devp2p.crawler;

import io.devp2p.core.NetworkException;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.discovery.Discovery;
import io.devp2p.discovery.DiscoveryConfig;
import io.devp2p.discovery.Profile;
import io.devp2p.wire.Host;
import io.devp2p.wire.HostConfig;
import io.devp2p.wire.eth.Eth;

/** Both sides of the network, set up for a crawl: neither accepts nor maintains anything. */
record Sockets(Discovery discovery, Host host, Eth eth) implements AutoCloseable {

  static Sockets open(NodeKey key, CrawlConfig config) throws NetworkException.Unreachable {
    Eth eth = Eth.observing(config.eth());
    Discovery discovery = Discovery.start(key, c -> udp(c, config));
    try {
      return new Sockets(discovery, Host.start(key, c -> tcp(c, config, eth)), eth);
    } catch (NetworkException.Unreachable | RuntimeException failed) {
      discovery.close();
      throw failed;
    }
  }

  private static DiscoveryConfig.Builder udp(DiscoveryConfig.Builder builder, CrawlConfig config) {
    config.bind().ifPresent(builder::bind);
    return builder
        .profile(Profile.CRAWLER)
        .revalidate(false)
        .addresses(config.addresses())
        .wallClock(config.wallClock());
  }

  private static HostConfig.Builder tcp(HostConfig.Builder builder, CrawlConfig config, Eth eth) {
    config.clientId().ifPresent(builder::clientId);
    int dials = config.limits().dials();
    return builder
        .offer(eth)
        .maxDials(dials)
        .maxPeers(2 * dials) // a peer may take its time to close, while the next is dialed
        .connectTimeout(TcpProbe.CONNECT)
        .helloTimeout(TcpProbe.HELLO);
  }

  @Override
  public void close() {
    host.close();
    discovery.close();
  }
}
