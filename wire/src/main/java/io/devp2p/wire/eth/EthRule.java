package io.devp2p.wire.eth;

import static io.devp2p.core.Rule.Kind.INCOMPATIBLE;
import static io.devp2p.core.Rule.Kind.MALFORMED;
import static io.devp2p.core.Rule.Kind.MISBEHAVED;

import io.devp2p.core.Rule;

/** How a peer can be wrong about the messages of eth (devp2p caps/eth.md). */
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
  ETH_FORK(INCOMPATIBLE, "EIP-2124"),
  /** A message id that the version does not have. */
  ETH_UNKNOWN_MESSAGE(MISBEHAVED, "caps/eth.md, Protocol Messages"),
  /** A start block that is neither a hash nor a number. */
  ETH_START_BLOCK(MALFORMED, "caps/eth.md, GetBlockHeaders"),
  /** More items than a message may have, or than were asked for. */
  ETH_TOO_MANY_ITEMS(MISBEHAVED, "caps/eth.md, Protocol Messages"),
  /** A list with more items than its bytes allow. */
  ETH_ITEMS_TOO_SMALL(MALFORMED, "caps/eth.md, Encoding and Validity"),
  /** Types, sizes and hashes of an announcement that differ in number. */
  ETH_ANNOUNCEMENT_LENGTHS(MALFORMED, "EIP-5793"),
  /** A blob transaction that was not asked for. */
  ETH_BLOB_BROADCAST(MISBEHAVED, "EIP-4844"),
  /** Receipts that are incomplete and bring nothing. */
  ETH_RECEIPTS_NO_PROGRESS(MISBEHAVED, "EIP-7975"),
  /** Groups of cells and hashes that differ in number. */
  ETH_CELL_GROUPS(MALFORMED, "EIP-8070"),
  /** Cells of a transaction that are no multiple of the columns, or more than there can be. */
  ETH_CELL_GROUP_SIZE(MALFORMED, "EIP-8070"),
  /** Transactions or columns that were not asked for. */
  ETH_UNASKED(MISBEHAVED, "caps/eth.md, PooledTransactions");

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
