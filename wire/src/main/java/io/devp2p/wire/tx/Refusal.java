package io.devp2p.wire.tx;

/**
 * Why a transaction is not taken into a pool. None is the fault of the peer that sent it: it may
 * stand on another head.
 */
public enum Refusal {
  /** It is there already. */
  KNOWN,
  /** It can never be valid: its signature, chain or fields. */
  INVALID,
  /** Larger than what pools keep. */
  OVERSIZED,
  /** Of a type that the fork of the head does not have, or with a sidecar of another fork. */
  NOT_YET,
  /** Its init code is longer than the fork allows. */
  INIT_CODE,
  /** More gas than the fork, or the block, allows. */
  GAS_LIMIT,
  /** Less gas than it costs before the first instruction. */
  INTRINSIC_GAS,
  /** The sender has code. */
  SENDER_HAS_CODE,
  /** Its nonce is used. */
  NONCE_TOO_LOW,
  /** Too many transactions of the sender wait for one before them, or this would be too far off. */
  NONCE_GAP,
  /** The sender cannot pay for it and for those that the pool has of him. */
  UNFUNDED,
  /** It offers less than the pool takes from anybody. */
  UNDERPRICED,
  /** It replaces another one of the same nonce, and does not pay enough more. */
  REPLACEMENT_UNDERPRICED,
  /** The sender has as many as one may have. */
  SENDER_FULL,
  /** The pool is full of better ones. */
  POOL_FULL
}
