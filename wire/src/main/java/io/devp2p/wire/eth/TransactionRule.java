package io.devp2p.wire.eth;

import static io.devp2p.core.Rule.Kind.MALFORMED;
import static io.devp2p.core.Rule.Kind.MISBEHAVED;

import io.devp2p.core.Rule;

/** How a transaction can be wrong, whatever the state of the chain. */
public enum TransactionRule implements Rule {
  /** A type that does not exist. */
  TX_TYPE(MALFORMED, "EIP-2718"),
  /** No address of 20 bytes where one is needed; only types 0 to 2 may create contracts. */
  TX_TO(MALFORMED, "Yellow Paper, 4.3; EIP-4844; EIP-7702"),
  /** A list of authorizations that is empty. */
  TX_AUTHORIZATIONS(MISBEHAVED, "EIP-7702"),
  /** No blob, more than 6, or a versioned hash of another version. */
  TX_BLOB_HASHES(MISBEHAVED, "EIP-4844; EIP-7594"),
  /** A signature that is out of range, or whose s is high. */
  TX_SIGNATURE(MISBEHAVED, "EIP-2"),
  /** A v that is none: not 27, 28 or from 35 on; a y parity above 1. */
  TX_V(MISBEHAVED, "EIP-155; EIP-2930"),
  /** A transaction of another chain. */
  TX_CHAIN_ID(MISBEHAVED, "EIP-155"),
  /** The nonce 2^64 - 1, after which there is none. */
  TX_NONCE(MISBEHAVED, "EIP-2681"),
  /** A tip above the fee cap. */
  TX_TIP(MISBEHAVED, "EIP-1559"),
  /** Gas whose price exceeds 256 bits. */
  TX_COST(MISBEHAVED, "Yellow Paper, 6.2"),
  /** A blob transaction without its sidecar, or another transaction with one. */
  TX_SIDECAR(MISBEHAVED, "EIP-4844"),
  /** A sidecar version that does not exist. */
  TX_SIDECAR_VERSION(MISBEHAVED, "EIP-7594"),
  /** Blobs, commitments, proofs and versioned hashes that do not match in number. */
  TX_SIDECAR_COUNTS(MISBEHAVED, "EIP-4844; EIP-7594"),
  /** Blobs where they are left out, or none where they are needed. */
  TX_SIDECAR_BLOBS(MISBEHAVED, "EIP-8070"),
  /** A commitment that does not have the versioned hash. */
  TX_COMMITMENT(MISBEHAVED, "EIP-4844");

  private final Kind kind;
  private final String anchor;

  TransactionRule(Kind kind, String anchor) {
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
