package io.devp2p.discovery.guard;

import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import java.net.InetSocketAddress;

/**
 * A node at one of its endpoints, as the key of maps. It has an order, because both parts are what
 * a packet claims, and may be chosen so that many of them hash alike.
 */
public record Place(NodeId node, InetSocketAddress address) implements Comparable<Place> {

  /** Where a node is known to live. */
  public static Place of(Node node) {
    return new Place(node.id(), node.endpoint().udpAddress());
  }

  @Override
  public int compareTo(Place other) {
    int byNode = node.compareTo(other.node);
    return byNode != 0 ? byNode : Origin.of(address).compareTo(Origin.of(other.address));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Place place && node.equals(place.node) && address.equals(place.address);
  }

  @Override
  public int hashCode() {
    return 31 * node.hashCode() + address.hashCode();
  }
}
