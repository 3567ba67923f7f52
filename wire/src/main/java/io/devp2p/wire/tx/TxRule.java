package io.devp2p.wire.tx;

import static io.devp2p.core.Rule.Kind.MISBEHAVED;

import io.devp2p.core.Rule;

/** How a peer can be wrong in what it says of transactions, though each message is well-formed. */
public enum TxRule implements Rule {
  /** The same transaction twice in one message. */
  TX_TWICE(MISBEHAVED, "caps/eth.md, Transactions"),
  /** A transaction of another type or size than was announced. */
  TX_UNLIKE_ANNOUNCED(MISBEHAVED, "EIP-5793"),
  /** Blobs that are not those of the commitments. */
  TX_BLOB_PROOF(MISBEHAVED, "EIP-4844"),
  /** Cells that are not those of the commitments. */
  TX_CELL_PROOF(MISBEHAVED, "EIP-7594; EIP-8070"),
  /** Cells of another number of blobs than the transaction has. */
  TX_CELL_COUNT(MISBEHAVED, "EIP-8070");

  private final Kind kind;
  private final String anchor;

  TxRule(Kind kind, String anchor) {
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
