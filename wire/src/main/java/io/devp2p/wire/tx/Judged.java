package io.devp2p.wire.tx;

import io.devp2p.wire.eth.PooledTransaction;
import org.apache.tuweni.bytes.Bytes32;

/** A transaction that a peer sent, once its signature, fields and blobs were looked at. */
public sealed interface Judged {

  /** As it came. */
  PooledTransaction tx();

  /** The pool may have it, if its sender's account allows it. */
  record Fit(Candidate candidate) implements Judged {
    @Override
    public PooledTransaction tx() {
      return candidate.pooled();
    }
  }

  /** The pool does not want it. */
  record Unfit(PooledTransaction tx, Refusal why) implements Judged {}

  /** No honest peer sends it. */
  record Wrong(PooledTransaction tx, TxRule rule) implements Judged {}

  /** The hash that names it. */
  default Bytes32 hash() {
    return tx().transaction().hash();
  }
}
