package io.devp2p.wire.tx;

import io.devp2p.wire.eth.Address;
import io.devp2p.wire.eth.PooledTransaction;
import io.devp2p.wire.eth.Transaction;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;

/**
 * A transaction whose signature and fields are in order, for the pool to judge.
 *
 * @param pooled as it came; its sidecar is no longer needed where the blobs are here
 * @param account of the sender, in the head state
 * @param blobs of a blob transaction, once they are here and verified
 */
public record Candidate(
    PooledTransaction pooled, Address sender, Account account, Optional<Blobs> blobs) {

  /** The transaction with the blobs that were missing. */
  public Candidate with(Blobs fetched) {
    return new Candidate(pooled, sender, account, Optional.of(fetched));
  }

  Bytes32 hash() {
    return pooled.transaction().hash();
  }

  /** Whether its blobs must be fetched before a pool can take it. */
  boolean lacksBlobs() {
    return pooled.transaction().type() == Transaction.BLOB && blobs.isEmpty();
  }

  PoolTransaction forPool() {
    return new PoolTransaction(pooled.transaction(), sender, blobs);
  }
}
