package io.devp2p.node;

import io.devp2p.core.NetworkException;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.Discovery;
import io.devp2p.wire.Host;
import io.devp2p.wire.HostConfig;
import io.devp2p.wire.eth.Eth;
import io.devp2p.wire.snap.Snap;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * A node that serves what its stores hold, by eth and snap, and can be found by discv4 and discv5,
 * all on one port. It executes nothing: what it does not hold it cannot make. Thread-safe.
 *
 * <pre>{@code
 * try (Stores stores = Stores.open(chainDirectory, data);
 *     Node node = Node.start(key, stores, NodeConfig.at(address))) {
 *   System.out.println(node.self());
 * }
 * }</pre>
 */
public final class Node implements AutoCloseable {

  /** How often another port is tried, where any will do and UDP and TCP do not agree on one. */
  private static final int PORT_TRIES = 8;

  private final Host host;
  private final Discovery discovery;

  private Node(Host host, Discovery discovery) {
    this.host = host;
    this.discovery = discovery;
  }

  /**
   * Starts a node.
   *
   * @param stores stay open until the node is closed
   * @throws NetworkException.Unreachable if the port cannot be bound
   * @throws IllegalArgumentException if the configuration is wrong
   */
  public static Node start(NodeKey key, Stores stores, NodeConfig config)
      throws NetworkException.Unreachable {
    int tries = config.address().getPort() == 0 ? PORT_TRIES : 1;
    for (int i = 1; ; i++) {
      Host host = host(key, stores, config);
      try {
        return new Node(host, discovery(key, stores, config, host));
      } catch (NetworkException.Unreachable takenByUdp) {
        host.close();
        if (i == tries) {
          throw takenByUdp;
        }
      }
    }
  }

  private static Host host(NodeKey key, Stores stores, NodeConfig config)
      throws NetworkException.Unreachable {
    ChainStore chain = stores.chain();
    Eth eth =
        Eth.serving(
            chain::status, chain::isCompatible, stores.eth(), c -> c.versions(config.eth()));
    return Host.start(
        key,
        c -> {
          HostConfig.Builder offered = c.listen(config.address()).offer(eth);
          return config.snap().isEmpty()
              ? offered
              : offered.offer(Snap.serving(stores.snap(), s -> s.versions(config.snap())));
        });
  }

  private static Discovery discovery(NodeKey key, Stores stores, NodeConfig config, Host host)
      throws NetworkException.Unreachable {
    int port = host.localAddress().orElseThrow().getPort();
    InetAddress address = config.address().getAddress();
    return Discovery.start(
        key,
        c ->
            c.bind(new InetSocketAddress(address, port))
                .fallback(InetAddress.getLoopbackAddress())
                .tcp(port)
                .eth(stores.chain().status().forkId())
                .bootnodes(config.bootnodes()));
  }

  /** The record of the node. */
  public NodeRecord self() {
    return discovery.self();
  }

  /** The port, by UDP and TCP. */
  public int port() {
    return discovery.localAddress().getPort();
  }

  /** Who is connected, and what is said to them. */
  public Host host() {
    return host;
  }

  @Override
  public void close() {
    discovery.close();
    host.close();
  }
}
