package io.devp2p.wire.eth;

import static io.devp2p.core.Rule.Kind.INCOMPATIBLE;
import static io.devp2p.core.Rule.Kind.MALFORMED;
import static io.devp2p.core.Rule.Kind.MISBEHAVED;

import io.devp2p.core.Rule;

/** How a peer can be wrong about the Status exchange of eth (devp2p caps/eth.md). */
public enum EthRule implements Rule {
  /** The first message is not Status. */
  ETH_STATUS_FIRST(MISBEHAVED, "caps/eth.md, Status"),
  /** A second Status. */
  ETH_STATUS_TWICE(MISBEHAVED, "caps/eth.md, Status"),
  /** The version in Status is not the negotiated one. */
  ETH_VERSION(MALFORMED, "caps/eth.md, Status"),
  /** earliest is above latest. */
  ETH_BLOCK_RANGE(MISBEHAVED, "EIP-7642"),
  /** The hash of the latest block is zero. */
  ETH_ZERO_HASH(MISBEHAVED, "EIP-7642"),
  /** Another network id. */
  ETH_NETWORK(INCOMPATIBLE, "caps/eth.md, Status"),
  /** Another genesis block. */
  ETH_GENESIS(INCOMPATIBLE, "caps/eth.md, Status"),
  /** A fork id that contradicts ours. */
  ETH_FORK(INCOMPATIBLE, "EIP-2124");

  private final Kind kind;
  private final String anchor;

  EthRule(Kind kind, String anchor) {
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
