package io.devp2p.discovery.store;

import io.devp2p.core.node.NodeId;
import java.net.InetAddress;
import org.apache.tuweni.bytes.Bytes;

/** What a store writes: a value that replaces the one of the same name before it. */
sealed interface Entry {

  /** A fact; its value is unsigned as it is written. */
  record OfFact(String name, long value) implements Entry {}

  /**
   * A node. Its record stays in its written form until it is drawn, because to verify one costs as
   * much as to write a hundred.
   *
   * @param versions one bit for each version that it answered: 1 for discv4, 2 for discv5
   * @param atMillis when it answered last, in UNIX milliseconds
   * @param identity an RLP item: its record, which is a list, or its compressed key
   */
  record OfNode(
      NodeId id, int versions, long atMillis, InetAddress address, int udp, int tcp, Bytes identity)
      implements Entry {}
}
