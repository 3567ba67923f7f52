package io.devp2p.wire;

import org.apache.tuweni.bytes.Bytes;

/**
 * A message of a subprotocol.
 *
 * @param code its id in the subprotocol's own numbering
 * @param payload its data before compression
 */
public record Message(int code, Bytes payload) {}
