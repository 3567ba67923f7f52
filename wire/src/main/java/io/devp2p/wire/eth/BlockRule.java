package io.devp2p.wire.eth;

import static io.devp2p.core.Rule.Kind.MALFORMED;
import static io.devp2p.core.Rule.Kind.MISBEHAVED;

import io.devp2p.core.Rule;

/** How a block, or what belongs to it, can be wrong. */
public enum BlockRule implements Rule {
  /** A number of elements that the header of no fork has. */
  HEADER_FIELDS(MALFORMED, "Yellow Paper, 4.4; EIP-1559, 4895, 4844, 7685, 7928"),
  /** The header does not follow the one before it: another hash or number than asked for. */
  HEADER_CHAIN(MISBEHAVED, "caps/eth.md, GetBlockHeaders"),
  /** The transactions do not have the root that the header names. */
  BODY_TRANSACTIONS(MISBEHAVED, "Yellow Paper, 4.4"),
  /** The ommers do not have the hash that the header names. */
  BODY_OMMERS(MISBEHAVED, "Yellow Paper, 4.4"),
  /** The withdrawals do not have the root that the header names, or are there without one. */
  BODY_WITHDRAWALS(MISBEHAVED, "EIP-4895"),
  /** A status that is neither empty, nor 1, nor a state root. */
  RECEIPT_STATUS(MALFORMED, "EIP-658"),
  /** A type above 0x7f. */
  RECEIPT_TYPE(MALFORMED, "EIP-2718"),
  /** The receipts do not have the root that the header names. */
  RECEIPTS_ROOT(MISBEHAVED, "Yellow Paper, 4.4"),
  /** More receipts, or more bytes of logs, than the gas of the block allows. */
  RECEIPTS_GAS(MISBEHAVED, "EIP-7975"),
  /** The access list does not have the hash that the header names. */
  ACCESS_LIST_HASH(MISBEHAVED, "EIP-7928"),
  /** Accounts, slots or indices that do not ascend, or a slot both changed and read. */
  ACCESS_LIST_ORDER(MISBEHAVED, "EIP-7928"),
  /** A slot without a change among the changed ones. */
  ACCESS_LIST_EMPTY_CHANGE(MISBEHAVED, "EIP-7928"),
  /** An index above that of what follows the last transaction. */
  ACCESS_LIST_INDEX(MISBEHAVED, "EIP-7928"),
  /** More addresses and storage keys than the gas limit pays for. */
  ACCESS_LIST_ITEMS(MISBEHAVED, "EIP-7928"),
  /** Code that is longer than any code may be. */
  ACCESS_LIST_CODE(MISBEHAVED, "EIP-7954");

  private final Kind kind;
  private final String anchor;

  BlockRule(Kind kind, String anchor) {
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
