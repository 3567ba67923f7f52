package io.devp2p.wire.gossip;

import io.devp2p.core.Violation;
import io.devp2p.wire.eth.Address;
import io.devp2p.wire.eth.BlobSidecar;
import io.devp2p.wire.eth.Kzg;
import io.devp2p.wire.eth.PooledTransaction;
import io.devp2p.wire.eth.Transaction;
import io.devp2p.wire.tx.Account;
import io.devp2p.wire.tx.Blobs;
import io.devp2p.wire.tx.Candidate;
import io.devp2p.wire.tx.Judged;
import io.devp2p.wire.tx.PoolHead;
import io.devp2p.wire.tx.Refusal;
import io.devp2p.wire.tx.TxRule;
import java.util.Optional;

/**
 * Judges a transaction by itself: what is cheap first, then the curve, then the blobs. Slow, and
 * blocks where the accounts do; any thread.
 *
 * @param kzg empty: blob transactions are not wanted
 */
record TxJudge(Accounts accounts, Optional<Kzg> kzg) {

  /** Largest transaction that pools keep, without its sidecar (go-ethereum). */
  static final int MAX_SIZE = 128 << 10;

  Judged judge(PooledTransaction tx, PoolHead head) {
    Optional<Refusal> refusal = judgeCheaply(tx, head);
    if (refusal.isPresent()) {
      return new Judged.Unfit(tx, refusal.get());
    }
    Address sender;
    try {
      sender = tx.transaction().sender();
    } catch (Violation invalid) {
      return new Judged.Unfit(tx, Refusal.INVALID);
    }
    Account account = accounts.account(sender);
    return head.check(tx.transaction(), sender)
        .or(() -> account.check(tx.transaction()))
        .<Judged>map(why -> new Judged.Unfit(tx, why))
        .orElseGet(() -> withBlobs(tx, new Candidate(tx, sender, account, Optional.empty())));
  }

  private Optional<Refusal> judgeCheaply(PooledTransaction pooled, PoolHead head) {
    Transaction tx = pooled.transaction();
    boolean isBlob = tx.type() == Transaction.BLOB;
    if (tx.size() > MAX_SIZE) {
      return Optional.of(Refusal.OVERSIZED);
    }
    boolean isOfOldFork = pooled.sidecar().map(BlobSidecar::version).orElse(1) == 0;
    if ((isBlob && kzg.isEmpty()) || (isOfOldFork && !head.gas().blobProofs())) {
      return Optional.of(Refusal.NOT_YET);
    }
    try {
      tx.check(head.chainId());
    } catch (Violation invalid) {
      return Optional.of(Refusal.INVALID);
    }
    // To oneself it is cheapest: what does not even suffice for that needs no curve.
    return tx.to().flatMap(recipient -> head.check(tx, recipient));
  }

  private Judged withBlobs(PooledTransaction tx, Candidate candidate) {
    if (tx.sidecar().isEmpty() || tx.sidecar().get().blobs().isEmpty()) {
      return new Judged.Fit(candidate);
    }
    return Blobs.verified(tx.sidecar().get(), kzg.orElseThrow())
        .<Judged>map(blobs -> new Judged.Fit(candidate.with(blobs)))
        .orElseGet(() -> new Judged.Wrong(tx, TxRule.TX_BLOB_PROOF));
  }
}
