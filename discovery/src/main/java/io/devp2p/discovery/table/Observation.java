package io.devp2p.discovery.table;

import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.Version;
import java.net.InetSocketAddress;
import org.apache.tuweni.bytes.Bytes;

/** What a protocol tells the machine around it: the events of {@code V4} and {@code V5}. */
public sealed interface Observation {

  /** A node answered a request of ours from its endpoint. */
  record Answered(Node node, Version version) implements Observation {}

  /** A node did not answer a question that it should have answered. */
  record Unanswered(Node node) implements Observation {}

  /** A node came to us, and may live where it came from. */
  record Contacted(Node node, Version version) implements Observation {}

  /** A node told the number of its record. */
  record RecordNumber(Node node, Version version, long seq) implements Observation {}

  /** A node sent its own record. */
  record RecordReceived(Node node, NodeRecord record) implements Observation {}

  /** A node told under which address it sees us. */
  record AddressSeen(Version version, InetSocketAddress voter, InetSocketAddress observed)
      implements Observation {}

  /**
   * The clocks of other nodes differ too much from ours.
   *
   * @param seconds by which they are ahead
   */
  record ClockDrift(long seconds) implements Observation {}

  /** A node asks a protocol of ours. */
  record TalkRequested(
      long token, NodeId node, InetSocketAddress from, String protocol, Bytes request)
      implements Observation {}
}
