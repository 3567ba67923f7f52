package io.devp2p.wire.p2p;

import static io.devp2p.core.Rule.Kind.INCOMPATIBLE;
import static io.devp2p.core.Rule.Kind.MALFORMED;
import static io.devp2p.core.Rule.Kind.MISBEHAVED;

import io.devp2p.core.Rule;

/** How a peer can be wrong about the base protocol (devp2p rlpx.md, EIP-706). */
public enum P2pRule implements Rule {
  /** A message id with leading zeros, or one that does not fit a byte. */
  P2P_MESSAGE_ID(MALFORMED, "rlpx.md, capability messaging"),
  /** A message of the base protocol is longer than any honest one. */
  P2P_MESSAGE_SIZE(MALFORMED, "rlpx.md, capability messaging"),
  /** The declared uncompressed length is above the limit of the message, or no length at all. */
  P2P_SNAPPY_LENGTH(MALFORMED, "EIP-706"),
  /** Not a Snappy block, or one that does not have its declared length. */
  P2P_SNAPPY_BLOCK(MALFORMED, "EIP-706"),
  /** The first message is neither Hello nor Disconnect. */
  P2P_HELLO_FIRST(MISBEHAVED, "rlpx.md, Hello"),
  /** A second Hello. */
  P2P_HELLO_TWICE(MISBEHAVED, "rlpx.md, Hello"),
  /** More than 64 capabilities. */
  P2P_HELLO_CAPABILITIES(MALFORMED, "rlpx.md, Hello"),
  /** More than 16 elements that Hello does not define. */
  P2P_HELLO_EXTRA(MALFORMED, "rlpx.md, Hello"),
  /** The node key is all zero. */
  P2P_NULL_IDENTITY(MISBEHAVED, "rlpx.md, Hello"),
  /** The node key is not the one that the handshake proved. */
  P2P_IDENTITY_MISMATCH(MISBEHAVED, "rlpx.md, Hello"),
  /** The node key is our own. */
  P2P_SELF(MISBEHAVED, "rlpx.md, Disconnect"),
  /** No capability is shared. */
  P2P_NO_SHARED_CAPABILITY(INCOMPATIBLE, "rlpx.md, Hello"),
  /** A message id that belongs to no shared capability. */
  P2P_UNKNOWN_CODE(MISBEHAVED, "rlpx.md, capability messaging"),
  /** More than 20 Pings at once, or more than one a second for long. */
  P2P_PING_FLOOD(MISBEHAVED, "rlpx.md, Ping");

  private final Kind kind;
  private final String anchor;

  P2pRule(Kind kind, String anchor) {
    this.kind = kind;
    this.anchor = anchor;
  }

  @Override
  public Kind kind() {
    return kind;
  }

  @Override
  public String anchor() {
    return anchor;
  }
}
