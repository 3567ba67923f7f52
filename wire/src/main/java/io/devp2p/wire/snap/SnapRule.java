package io.devp2p.wire.snap;

import static io.devp2p.core.Rule.Kind.INCOMPATIBLE;
import static io.devp2p.core.Rule.Kind.MISBEHAVED;

import io.devp2p.core.Rule;

/** How a peer can be wrong about snap, beside RLP and proofs (devp2p caps/snap.md). */
public enum SnapRule implements Rule {
  /** A message that the negotiated version does not have. */
  SNAP_UNKNOWN_MESSAGE(MISBEHAVED, "EIP-8189"),
  /** A set of paths without a path. */
  SNAP_EMPTY_PATH_SET(MISBEHAVED, "caps/snap.md, GetTrieNodes"),
  /** An answer with more items than were asked for. */
  SNAP_TOO_MANY_ITEMS(MISBEHAVED, "caps/snap.md"),
  /** A code that has none of the hashes that were asked for, or not in their order. */
  SNAP_CODE_HASH(MISBEHAVED, "caps/snap.md, ByteCodes"),
  /** A node that has none of the hashes that were asked for, or not in their order. */
  SNAP_NODE_HASH(MISBEHAVED, "caps/snap.md, TrieNodes"),
  /** An access list without the hash that the header of its block names. */
  SNAP_ACCESS_LIST_HASH(MISBEHAVED, "EIP-8189"),
  /** snap on a connection without eth. */
  SNAP_WITHOUT_ETH(INCOMPATIBLE, "caps/snap.md");

  private final Kind kind;
  private final String anchor;

  SnapRule(Kind kind, String anchor) {
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
