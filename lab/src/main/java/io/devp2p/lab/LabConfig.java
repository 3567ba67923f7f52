package io.devp2p.lab;

import io.devp2p.core.crypto.Curves;
import io.devp2p.core.crypto.Secp256k1;
import io.devp2p.core.node.Node;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What laboratory to set up.
 *
 * @param nodes number of nodes, 1 to 2000
 * @param seed decides the keys, the kinds in their order and the tables; ports are the system's
 *     choice
 * @param kinds the kinds of node to have
 * @param bootnodes nodes outside to join; then every node behaves as in production, and tables
 *     start empty
 * @param curve the crypto tier of its nodes
 */
public record LabConfig(
    int nodes, long seed, Set<NodeKind> kinds, List<Node> bootnodes, Secp256k1 curve) {

  /** Two sockets for each node: more would meet the limits of open files. */
  private static final int MOST = 2000;

  public LabConfig {
    if (nodes < 1 || nodes > MOST) {
      throw new IllegalArgumentException("a laboratory has 1 to " + MOST + " nodes");
    }
    if (kinds.isEmpty()) {
      throw new IllegalArgumentException("no kind of node is chosen");
    }
    kinds = Set.copyOf(kinds);
    bootnodes = List.copyOf(bootnodes);
  }

  /** On the best tier here. */
  public LabConfig(int nodes, long seed, Set<NodeKind> kinds, List<Node> bootnodes) {
    this(nodes, seed, kinds, bootnodes, Curves.best());
  }

  /** All kinds, by themselves. */
  public static LabConfig of(int nodes, long seed) {
    return new LabConfig(nodes, seed, EnumSet.allOf(NodeKind.class), List.of());
  }
}
