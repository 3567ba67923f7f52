package io.devp2p.discovery.v4;

import io.devp2p.core.node.NodeId;
import io.devp2p.discovery.guard.Lru;
import io.devp2p.discovery.guard.Origin;
import java.net.InetSocketAddress;

/**
 * Who has proved its endpoint to us, and who has had the chance to see us prove ours (discv4.md,
 * endpoint proof). Kept apart from the table, for each node and IP address. Not thread-safe.
 */
final class Proofs {

  /** Nodes and addresses remembered (security.md, 3.3). */
  private static final int BOUND = 16_384;

  private static final long HOUR = 3_600_000_000_000L;

  /** How long we serve a node after its last Pong: as long as go-ethereum trusts in ours. */
  private static final long SERVED = 24 * HOUR;

  /** How long after its last Ping we ask a node without pinging it first. */
  private static final long ASKED = 12 * HOUR;

  private record Home(NodeId node, Origin address) implements Comparable<Home> {
    static Home of(NodeId node, InetSocketAddress at) {
      return new Home(node, Origin.of(at.getAddress()));
    }

    @Override
    public int compareTo(Home other) {
      int byNode = node.compareTo(other.node);
      return byNode != 0 ? byNode : address.compareTo(other.address);
    }
  }

  private record Proof(long at, int port) {}

  private final Lru<Home, Proof> pongs = new Lru<>(BOUND);
  // Apart, so that Pings from made-up addresses cannot push a proof out.
  private final Lru<Home, Long> pings = new Lru<>(BOUND);

  void pong(long now, NodeId node, InetSocketAddress from) {
    pongs.put(Home.of(node, from), new Proof(now, from.getPort()));
  }

  void ping(long now, NodeId node, InetSocketAddress from) {
    pings.put(Home.of(node, from), now);
  }

  /** The next question to a node begins with a Ping again. */
  void forgetPing(NodeId node, InetSocketAddress address) {
    pings.remove(Home.of(node, address));
  }

  /** Whether a node has proved that it lives at an IP address. */
  boolean holds(long now, NodeId node, InetSocketAddress at) {
    Proof proof = pongs.get(Home.of(node, at));
    return proof != null && now - proof.at < SERVED;
  }

  /** Whether a node has proved that it lives at an IP address and port. */
  boolean holdsExactly(long now, NodeId node, InetSocketAddress at) {
    Proof proof = pongs.get(Home.of(node, at));
    return proof != null && now - proof.at < SERVED && proof.port == at.getPort();
  }

  /** Whether both sides have proved their endpoint to each other, so that a question is heard. */
  boolean areMutual(long now, NodeId node, InetSocketAddress at) {
    return holdsExactly(now, node, at) && hasOurs(now, node, at);
  }

  /** Whether any node has proved that it lives at an IP address and port. */
  boolean isProved(long now, InetSocketAddress at) {
    return pongs.entrySet().stream()
        .anyMatch(e ->
            e.getKey().address().equals(Origin.of(at.getAddress()))
                && e.getValue().port() == at.getPort()
                && now - e.getValue().at() < SERVED);
  }

  /** Whether a node has pinged us, and so had our Pong as a proof. */
  boolean hasOurs(long now, NodeId node, InetSocketAddress address) {
    Long at = pings.get(Home.of(node, address));
    return at != null && now - at < ASKED;
  }
}
