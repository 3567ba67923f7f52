package io.devp2p.discovery;

import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import io.devp2p.core.node.NodeRecord;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.time.Duration;
import java.util.Set;
import org.apache.tuweni.bytes.Bytes;

/** What discovery tells its listeners. */
public sealed interface DiscoveryEvent {

  /** A node of the table answered for the first time. */
  record NodeAlive(Node node, Version version) implements DiscoveryEvent {}

  /** A node that had answered is no longer in the table. */
  record NodeGone(Node node) implements DiscoveryEvent {}

  /**
   * A node answered a request of ours. Told once an hour for each node, and when its address, its
   * record or the versions it answered are others.
   *
   * @param answered by which versions it did, since it is remembered
   */
  record NodeAnswered(Node node, Set<Version> answered) implements DiscoveryEvent {
    public NodeAnswered {
      answered = Set.copyOf(answered);
    }
  }

  /**
   * We know more of our own address, or less; {@link SelfChanged} follows if our record names it.
   */
  record AddressChanged(StandardProtocolFamily family, OwnAddress address)
      implements DiscoveryEvent {}

  /**
   * Somebody wants candidates, and a source has given nothing for a while. Told once, until it
   * gives again.
   */
  record SourceEmpty(String source) implements DiscoveryEvent {}

  /** Our own record was signed anew. */
  record SelfChanged(NodeRecord record) implements DiscoveryEvent {}

  /**
   * Our clock differs from those of other nodes by more than 10 seconds, so that discv4 packets are
   * refused as expired, here or there. Said every ten minutes at most.
   *
   * @param ahead by how much the clocks of the others are ahead of ours; negative if ours is
   */
  record ClockDrift(Duration ahead) implements DiscoveryEvent {}

  /**
   * A node asks a protocol that has a handler.
   *
   * @param token names the request when it is answered
   */
  record TalkRequested(
      long token, NodeId node, InetSocketAddress from, String protocol, Bytes request)
      implements DiscoveryEvent {}
}
