package io.devp2p.rlpx;

import io.devp2p.core.Rule;

/** How a peer can be wrong about RLPx (devp2p rlpx.md). */
public enum RlpxRule implements Rule {
  /** The size field of auth or ack is not in 114..2048. */
  RLPX_HANDSHAKE_SIZE("EIP-8, RLPx handshake"),
  /** The ECIES point of auth or ack is not an uncompressed one. */
  RLPX_ECIES_POINT("rlpx.md, ECIES encryption"),
  /** The MAC of auth or ack is wrong: another key, or altered bytes. */
  RLPX_ECIES_MAC("rlpx.md, ECIES encryption"),
  /** The MAC of a frame header is wrong. */
  RLPX_HEADER_MAC("rlpx.md, MAC"),
  /** The MAC of a frame body is wrong. */
  RLPX_FRAME_MAC("rlpx.md, MAC"),
  /** A frame without a message id. */
  RLPX_FRAME_EMPTY("rlpx.md, framing"),
  /** A frame larger than the state of the session allows. */
  RLPX_FRAME_SIZE("rlpx.md, framing");

  private final String anchor;

  RlpxRule(String anchor) {
    this.anchor = anchor;
  }

  @Override
  public Kind kind() {
    return Kind.MALFORMED;
  }

  @Override
  public String anchor() {
    return anchor;
  }
}
