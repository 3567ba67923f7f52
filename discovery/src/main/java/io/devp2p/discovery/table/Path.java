package io.devp2p.discovery.table;

import io.devp2p.core.node.NodeId;
import io.devp2p.discovery.guard.AddressPolicy;
import io.devp2p.discovery.table.Lookup.Known;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What one path of a lookup knows: the closest nodes, of which two at most are of one network. Not
 * thread-safe.
 */
final class Path {

  /** Many more than a path can ask. */
  private static final int KEPT = 128;

  private static final int OF_A_NETWORK = 2;

  private final NodeId target;
  private final int width;
  private final boolean limitLocal;
  private final TreeMap<NodeId, Known> near;

  /** A path that ends when so many of the closest nodes have answered. */
  Path(NodeId target, int width, boolean limitLocal) {
    this.target = target;
    this.width = width;
    this.limitLocal = limitLocal;
    this.near = new TreeMap<>(target::compareDistance);
  }

  boolean isEmpty() {
    return near.isEmpty();
  }

  void add(Known node) {
    Known same = near.get(node.id());
    boolean isKnown = same != null && !same.hasFailed();
    if (isKnown || !hasRoom(node)) {
      return;
    }
    near.put(node.id(), node);
    if (near.size() > KEPT) {
      near.pollLastEntry();
    }
  }

  /** The next node to ask: the closest of those that must answer, if one of them was not asked. */
  Optional<Known> next() {
    int mustAnswer = width;
    for (Known node : near.values()) {
      if (node.isNew()) {
        return Optional.of(node);
      }
      if (!node.hasFailed() && --mustAnswer == 0) {
        break;
      }
    }
    return Optional.empty();
  }

  /** Those that answered, the closest first. */
  List<Known> answered() {
    return near.values().stream().filter(Known::hasAnswered).toList();
  }

  /**
   * Whether a node may be known beside the others of its network. A closer one takes the place of
   * the farthest that was not asked; the target itself always has one.
   */
  private boolean hasRoom(Known node) {
    InetAddress address = node.candidate.node().endpoint().address();
    if (node.id().equals(target) || (!limitLocal && AddressPolicy.isLocal(address))) {
      return true;
    }
    int neighbors = 0;
    Optional<Known> farthest = Optional.empty();
    for (Known other : near.values()) {
      if (other.network.equals(node.network)) {
        neighbors++;
        farthest = other.isNew() ? Optional.of(other) : farthest;
      }
    }
    if (neighbors < OF_A_NETWORK) {
      return true;
    }
    if (farthest.isEmpty() || target.compareDistance(farthest.get().id(), node.id()) < 0) {
      return false;
    }
    near.remove(farthest.get().id());
    return true;
  }
}
