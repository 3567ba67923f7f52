package io.devp2p.interop.dialogue;

import io.devp2p.discovery.v5.V5Message;
import io.devp2p.discovery.v5.V5Packet;
import org.apache.tuweni.bytes.Bytes;

/** A packet of discv5 that came. */
public sealed interface V5Heard {

  /**
   * A demand for a handshake.
   *
   * @param packet what it says
   */
  record Challenge(V5Packet.Whoareyou packet) implements V5Heard {}

  /**
   * A message of the session, or the first one of a session that the target has begun.
   *
   * @param message what it says
   * @param size bytes of its datagram
   */
  record Said(V5Message message, int size) implements V5Heard {}

  /**
   * A packet that the session, if there is one, does not read: the target wants to be challenged.
   *
   * @param nonce by which a challenge names it
   */
  record Unreadable(Bytes nonce) implements V5Heard {}

  /**
   * Something else, as discv4 on the same port.
   *
   * @param size bytes of its datagram
   */
  record Foreign(int size) implements V5Heard {}
}
