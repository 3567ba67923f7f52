package io.devp2p.node;

import io.devp2p.core.NetworkException;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.Discovery;
import io.devp2p.wire.Host;
import io.devp2p.wire.HostConfig;
import io.devp2p.wire.eth.Eth;
import io.devp2p.wire.eth.EthBackend;
import io.devp2p.wire.eth.EthListener;
import io.devp2p.wire.snap.Snap;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.OptionalInt;

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
  private final Optional<Gossip> gossip;

  private Node(Host host, Discovery discovery, Optional<Gossip> gossip) {
    this.host = host;
    this.discovery = discovery;
    this.gossip = gossip;
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
    Optional<Gossip> gossip =
        config.engine().isPresent()
            ? Optional.of(Gossip.start(stores, config.engine().get()))
            : Optional.empty();
    try {
      return start(key, stores, config, gossip);
    } catch (NetworkException.Unreachable | RuntimeException failed) {
      gossip.ifPresent(Gossip::close);
      throw failed;
    }
  }

  private static Node start(NodeKey key, Stores stores, NodeConfig config, Optional<Gossip> gossip)
      throws NetworkException.Unreachable {
    int tries = config.address().getPort() == 0 ? PORT_TRIES : 1;
    for (int i = 1; ; i++) {
      Host host = host(key, stores, config, gossip);
      try {
        return new Node(host, discovery(key, stores, config, host), gossip);
      } catch (NetworkException.Unreachable takenByUdp) {
        host.close();
        if (i == tries) {
          throw takenByUdp;
        }
      }
    }
  }

  private static Host host(NodeKey key, Stores stores, NodeConfig config, Optional<Gossip> gossip)
      throws NetworkException.Unreachable {
    ChainStore chain = stores.chain();
    EthBackend backend =
        gossip.<EthBackend>map(g -> new PoolBackend(stores.eth(), g.pool())).orElse(stores.eth());
    EthListener listener = gossip.<EthListener>map(Gossip::pool).orElse(EthListener.NONE);
    Eth eth =
        Eth.serving(
            chain::status,
            chain::isCompatible,
            backend,
            c -> c.versions(config.eth()).listener(listener));
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

  /** The port of the Engine API, if there is one. */
  public OptionalInt enginePort() {
    return gossip.map(g -> OptionalInt.of(g.engine().port())).orElse(OptionalInt.empty());
  }

  @Override
  public void close() {
    gossip.ifPresent(Gossip::close);
    discovery.close();
    host.close();
  }
}
