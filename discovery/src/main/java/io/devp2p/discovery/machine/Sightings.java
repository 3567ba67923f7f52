package io.devp2p.discovery.machine;

import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import io.devp2p.discovery.Version;
import io.devp2p.discovery.guard.Lru;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Which answers are news, so that not each one is told. Not thread-safe. */
final class Sightings {

  /** Nodes remembered: many more than answer again within an hour. */
  private static final int NODES = 4_096;

  private static final long PAUSE = 3_600_000_000_000L;

  private record Seen(InetSocketAddress address, long seq, Set<Version> answered, long at) {}

  private final Lru<NodeId, Seen> seen = new Lru<>(NODES);

  /** A node answered; gives by which versions it did so far, or nothing where that is known. */
  Set<Version> answered(long now, Node node, Version version) {
    InetSocketAddress address = node.endpoint().udpAddress();
    Optional<Seen> known =
        Optional.ofNullable(seen.get(node.id())).filter(s -> s.address.equals(address));
    boolean isNews =
        known
            .filter(s -> s.seq >= node.seq() && s.answered.contains(version))
            .filter(s -> now - s.at < PAUSE)
            .isEmpty();
    if (!isNews) {
      return Set.of();
    }
    Set<Version> answered = EnumSet.of(version);
    known.ifPresent(s -> answered.addAll(s.answered));
    seen.put(node.id(), new Seen(address, node.seq(), answered, now));
    return answered;
  }
}
