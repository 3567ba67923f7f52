package io.devp2p.interop.dialogue;

import org.apache.tuweni.bytes.Bytes;

/** What came over a session of RLPx. */
public sealed interface RlpxHeard {

  /**
   * A message.
   *
   * @param code its code, offset included
   * @param payload as it came, compressed or not
   */
  record Message(int code, Bytes payload) implements RlpxHeard {}

  /** The other side has closed the connection. */
  record Closed() implements RlpxHeard {}
}
