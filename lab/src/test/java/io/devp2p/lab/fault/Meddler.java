package io.devp2p.lab.fault;

import java.net.InetSocketAddress;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/** Stands between a node and its socket, knows the key of the node, and spoils what passes. */
interface Meddler {

  /** A datagram on its way. */
  record Packet(InetSocketAddress other, Bytes datagram) {}

  /**
   * What came in.
   *
   * @param out datagrams to send of the node's own accord
   * @return whether the node gets to see it
   */
  boolean in(Packet packet, List<Packet> out);

  /** What the node says: as it is, changed, or not at all. */
  List<Packet> out(Packet packet);
}
