package io.devp2p.crawler;

import java.util.Optional;

/**
 * A node as a store gives it back.
 *
 * @param last its latest visit; empty if it was found and not yet visited
 */
public record StoredNode(KnownNode node, History history, Optional<Finding> last) {

  /** The node as an entry of a node set. */
  public NodeSetEntry entry() {
    return NodeSetEntry.of(node.known(), history);
  }
}
