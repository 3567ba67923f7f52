package io.devp2p.interop.dialogue;

import io.devp2p.core.node.NodeId;
import io.devp2p.discovery.dns.TreeUrl;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;

/** A client of node lists in DNS that reads a tree when it is told to. Blocking. */
@FunctionalInterface
public interface TreeReader {

  /**
   * What a client made of a tree.
   *
   * @param isContent whether it says that all is well
   * @param nodes the nodes that it found, whether it is content or not
   * @param text what else it says
   */
  record Reading(boolean isContent, Set<NodeId> nodes, String text) {
    public Reading {
      nodes = Set.copyOf(nodes);
    }
  }

  /** Where its resolver can be told to ask; empty for any port of any address. */
  default Optional<InetSocketAddress> server() {
    return Optional.empty();
  }

  /**
   * Reads a tree, once and as a whole, with an empty memory.
   *
   * @param server the only server to ask
   * @throws IOException if the client could not be run, or does not end
   */
  Reading read(TreeUrl tree, InetSocketAddress server) throws IOException, InterruptedException;
}
