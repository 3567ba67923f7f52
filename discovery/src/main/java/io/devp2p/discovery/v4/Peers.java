package io.devp2p.discovery.v4;

import io.devp2p.core.node.Node;
import io.devp2p.discovery.guard.Origin;
import io.devp2p.discovery.guard.Place;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The nodes with which something is under way, by node and by address. Bounded by the open calls
 * and Pings. Not thread-safe.
 */
final class Peers {

  private final Map<Place, Peer> peers = new HashMap<>();
  private final Map<Origin, List<Peer>> byAddress = new HashMap<>();

  /** A node with which something is under way. */
  @Nullable Peer find(Place key) {
    return peers.get(key);
  }

  /** A node with which something is about to be under way. */
  Peer of(Node node) {
    return peers.computeIfAbsent(
        Place.of(node),
        key -> {
          Peer peer = new Peer(key, node);
          byAddress.computeIfAbsent(Origin.of(key.address()), a -> new ArrayList<>(1)).add(peer);
          return peer;
        });
  }

  /** A question was sent to a node, or is about to be. */
  static Optional<Peer.Open> asked(@Nullable Peer peer, Class<? extends Peer.Question> type) {
    return peer == null
        ? Optional.empty()
        : peer.open().filter(o -> o.stage == Peer.Stage.ASKED && type.isInstance(o.question));
  }

  /** Whether anything is awaited from an address. */
  boolean awaits(InetSocketAddress from) {
    return byAddress.containsKey(Origin.of(from));
  }

  /** Whether an answer to a call is awaited from an address; to ping back is no call. */
  boolean hasCall(InetSocketAddress to) {
    List<Peer> there = byAddress.get(Origin.of(to));
    if (there != null) {
      for (Peer peer : there) {
        if (peer.hasCall()) {
          return true;
        }
      }
    }
    return false;
  }

  void forgetIfIdle(Peer peer) {
    if (peer.isIdle() && peers.remove(peer.key) != null) {
      byAddress.computeIfPresent(
          Origin.of(peer.key.address()),
          (address, there) -> {
            there.remove(peer);
            return there.isEmpty() ? null : there;
          });
    }
  }
}
