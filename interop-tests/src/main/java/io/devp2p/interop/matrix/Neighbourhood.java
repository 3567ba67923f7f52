package io.devp2p.interop.matrix;

import io.devp2p.core.NetworkException;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import io.devp2p.discovery.Discovery;
import io.devp2p.discovery.DiscoveryConfig;
import io.devp2p.discovery.Version;
import io.devp2p.discovery.guard.AddressPolicy;
import io.devp2p.interop.peers.IpFamily;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Two nodes of ours that send nothing unasked: one that the peer is given as bootnode, and one that
 * only the first knows. Whoever turns up at the second has looked up what the first answered.
 *
 * @param known the bootnode
 * @param hidden whom it knows
 */
record Neighbourhood(Discovery known, Discovery hidden) implements AutoCloseable {

  /** Peers answer within milliseconds, unless this machine compiles something meanwhile. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  static Neighbourhood start(IpFamily family) throws NetworkException.Unreachable {
    NodeKey key = NodeKey.generate(new SecureRandom());
    Discovery known = node(family, key, c -> c);
    try {
      Discovery hidden = node(family, farFrom(key), c -> c);
      Node entry = Node.of(hidden.self()).orElseThrow();
      known.introduce(List.of(entry), EnumSet.allOf(Version.class));
      return new Neighbourhood(known, hidden);
    } catch (NetworkException.Unreachable noPort) {
      known.close();
      throw noPort;
    }
  }

  /**
   * A key at the greatest distance, where half of all nodes are: a lookup of discv5 asks for the
   * nodes at some distances only, and this is the one that is asked for most often.
   */
  private static NodeKey farFrom(NodeKey other) {
    NodeId id = NodeId.of(other.publicKey());
    while (true) {
      NodeKey key = NodeKey.generate(new SecureRandom());
      if (NodeId.of(key.publicKey()).logDistance(id) == 256) {
        return key;
      }
    }
  }

  /** A node of ours that acts only when it is told to. */
  static Discovery stranger(IpFamily family, UnaryOperator<DiscoveryConfig.Builder> config)
      throws NetworkException.Unreachable {
    return node(family, NodeKey.generate(new SecureRandom()), config);
  }

  private static Discovery node(
      IpFamily family, NodeKey key, UnaryOperator<DiscoveryConfig.Builder> config)
      throws NetworkException.Unreachable {
    Discovery node =
        Discovery.start(
            key,
            c ->
                config.apply(
                    c.bind(family.anyPort())
                        .addresses(AddressPolicy.only("127.0.0.0/8", "::1/128"))
                        .revalidate(false)
                        .requestTimeout(PATIENCE)));
    // Nobody listens there. But Tuweni ignores bootnodes without a TCP port, and ethereumjs passes
    // a port of 0 on in a form that is no canonical RLP.
    int tcp = node.localAddress().getPort();
    node.updateSelf(record -> record.port("tcp", tcp)).join();
    return node;
  }

  @Override
  public void close() {
    hidden.close();
    known.close();
  }
}
