package io.devp2p.discovery;

import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import io.devp2p.core.node.NodeRecord;
import java.net.InetSocketAddress;
import org.apache.tuweni.bytes.Bytes;

/** What discovery tells its listeners. */
public sealed interface DiscoveryEvent {

  /** A node of the table answered for the first time. */
  record NodeAlive(Node node, Version version) implements DiscoveryEvent {}

  /** A node that had answered is no longer in the table. */
  record NodeGone(Node node) implements DiscoveryEvent {}

  /** Our own record was signed anew. */
  record SelfChanged(NodeRecord record) implements DiscoveryEvent {}

  /**
   * A node asks a protocol that has a handler.
   *
   * @param token names the request when it is answered
   */
  record TalkRequested(
      long token, NodeId node, InetSocketAddress from, String protocol, Bytes request)
      implements DiscoveryEvent {}
}
