package io.devp2p.lab.fault;

import io.devp2p.core.crypto.PublicKey;
import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.Node;
import io.devp2p.discovery.v4.V4Packet;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.tuweni.bytes.Bytes32;

/**
 * A packet of discv4 that came in.
 *
 * @param packet what it says; empty for an unknown type
 * @param elements how many the packet data has
 */
record V4Incoming(
    InetSocketAddress from,
    Bytes32 hash,
    Optional<PublicKey> sender,
    Optional<V4Packet> packet,
    int elements,
    boolean isExpired,
    Memory memory) {

  /** What a node with a fault remembers of what came in before. */
  static final class Memory {
    /** Who sent a Pong, whatever it was for. */
    final Set<PublicKey> ponged = new HashSet<>();

    /** From where. */
    final Set<InetSocketAddress> pongedFrom = new HashSet<>();

    /** All nodes it was told of. */
    final List<Node> told = new ArrayList<>();
  }

  boolean isPing() {
    return packet.filter(p -> p instanceof V4Packet.Ping).isPresent();
  }

  boolean isFindNode() {
    return packet.filter(p -> p instanceof V4Packet.FindNode).isPresent();
  }

  /** A Ping whose 'from' is not where it came from. */
  boolean isPingWithWrongFrom() {
    return packet.filter(p -> p instanceof V4Packet.Ping ping && !isAt(ping.from())).isPresent();
  }

  private boolean isAt(Optional<Endpoint> endpoint) {
    return endpoint.filter(e -> e.udpAddress().equals(from)).isPresent();
  }

  /** The Pong that is due for a Ping. */
  V4Packet pong() {
    return new V4Packet.Pong(
        Optional.of(new Endpoint(from.getAddress(), from.getPort(), 0)),
        hash,
        V4Meddler.soon(),
        OptionalLong.empty());
  }
}
