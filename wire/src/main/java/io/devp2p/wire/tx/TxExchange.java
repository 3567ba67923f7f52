package io.devp2p.wire.tx;

import io.devp2p.wire.eth.Address;
import io.devp2p.wire.eth.CellMask;
import io.devp2p.wire.eth.EthAnswer;
import io.devp2p.wire.eth.EthMessage;
import io.devp2p.wire.eth.Transaction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * The gossip of transactions with all peers (caps/eth.md, Transaction Exchange; EIP-8070): what is
 * announced is fetched, what is new comes into the pool and is spread. Signatures and proofs are
 * looked at by others, which is slow: here come their verdicts. A machine: {@code now} is
 * monotonic, in nanoseconds; its effects are taken out by {@link #drain}. Not thread-safe.
 */
public final class TxExchange {

  private static final int REFUSED = 32_768;

  /** No transaction has a higher type. */
  private static final int HIGHEST_TYPE = Transaction.SET_CODE;

  private final TxPool pool;
  private final boolean blobs;
  private final RandomGenerator random;
  private final TxOutbox out = new TxOutbox();
  private final TxFetcher fetcher = new TxFetcher(out);
  private final CellFetcher cells;
  private final TxSpread spread;
  private final Set<Long> dropped = new HashSet<>();
  private Fingerprints refused;

  /**
   * Knows no peer.
   *
   * @param blobs whether blob transactions are taken part in, which needs somebody to verify them
   * @param random unpredictable to peers
   */
  public TxExchange(TxPool pool, boolean blobs, RandomGenerator random) {
    this.pool = pool;
    this.blobs = blobs;
    this.random = random;
    this.cells = new CellFetcher(out, random);
    this.spread = new TxSpread(out, random);
    this.refused = new Fingerprints(REFUSED, random.nextLong());
  }

  /** Takes all effects out, in order. */
  public List<TxEffect> drain() {
    return out.drain();
  }

  // ---- peers

  /** A peer of our chain: it is told of all that can be included. */
  public void onOpen(long now, long peer, int version) {
    fetcher.onOpen(peer, version);
    if (version >= 72) {
      cells.onOpen(now, peer);
    }
    spread.onOpen(peer, version, pool.ready());
  }

  /** A peer is gone. */
  public void onGone(long now, long peer) {
    fetcher.onGone(peer);
    cells.onGone(now, peer);
    spread.onGone(peer);
    dropped.remove(peer);
  }

  private void drop(long peer, TxRule why) {
    if (dropped.add(peer)) {
      out.add(new TxEffect.Drop(peer, why));
    }
  }

  // ---- what peers say

  /** A peer announces transactions. */
  public void onAnnouncement(long now, long peer, EthMessage.NewPooledTransactionHashes message) {
    Set<Bytes32> seen = new HashSet<>();
    List<EthMessage.Announced> unknown = new ArrayList<>();
    List<Bytes32> unknownBlobs = new ArrayList<>();
    for (EthMessage.Announced one : message.transactions()) {
      if (!seen.add(one.hash())) {
        drop(peer, TxRule.TX_TWICE);
        return;
      }
      spread.onKnown(peer, one.hash());
      boolean isBlob = one.type() == Transaction.BLOB;
      if (isKnown(one.hash()) || one.type() > HIGHEST_TYPE || (isBlob && !blobs)) {
        continue;
      }
      if (isBlob) {
        unknownBlobs.add(one.hash());
      }
      if (!cells.hasTransaction(one.hash())) {
        unknown.add(one);
      }
    }
    fetcher.onAnnounced(now, peer, unknown);
    cells.onAnnounced(now, peer, unknownBlobs, message.mask());
  }

  /** Whether nothing is to be done about a transaction. */
  public boolean isKnown(Bytes32 hash) {
    return pool.has(hash) || refused.has(hash);
  }

  /** A peer sent transactions without being asked. */
  public void onSent(long now, long peer, List<Judged> transactions) {
    take(now, peer, transactions).forEach(fetcher::forget);
  }

  /** A peer answered what it was asked for by {@link TxEffect.Ask}. */
  public void onDelivered(long now, long peer, List<Judged> transactions) {
    fetcher.onAnswered(peer, take(now, peer, transactions));
  }

  /** A peer did not answer. */
  public void onAskFailed(long peer) {
    fetcher.onFailed(peer);
  }

  /**
   * Takes transactions in until one is wrong: that and what follows is not worth looking at, and is
   * still wanted of others.
   *
   * @return the hashes of those that need not be fetched any more
   */
  private List<Bytes32> take(long now, long peer, List<Judged> transactions) {
    Set<PoolTransaction> ready = new LinkedHashSet<>();
    List<Bytes32> taken = new ArrayList<>();
    for (Judged judged : transactions) {
      spread.onKnown(peer, judged.hash());
      fetcher.liars(judged.tx()).forEach(liar -> drop(liar, TxRule.TX_UNLIKE_ANNOUNCED));
      switch (judged) {
        case Judged.Fit fit when fit.candidate().lacksBlobs() ->
            cells.onCandidate(now, fit.candidate());
        case Judged.Fit fit -> add(fit.candidate(), ready);
        case Judged.Unfit unfit -> refuse(unfit.hash(), unfit.why());
        case Judged.Wrong wrong -> {
          drop(peer, wrong.rule());
          spread.onNew(List.copyOf(ready));
          return taken;
        }
      }
      taken.add(judged.hash());
    }
    spread.onNew(List.copyOf(ready));
    return taken;
  }

  private TxPool.Outcome add(Candidate candidate, Set<PoolTransaction> ready) {
    PoolTransaction tx = candidate.forPool();
    TxPool.Outcome outcome = pool.add(tx, candidate.account());
    switch (outcome) {
      case TxPool.Outcome.Added added -> {
        cells.forget(tx.hash());
        added.dropped().forEach(hash -> out.add(new TxEffect.Gone(hash)));
        out.add(new TxEffect.Held(tx));
        ready.addAll(added.ready());
      }
      case TxPool.Outcome.Refused no -> {
        no.dropped().forEach(hash -> out.add(new TxEffect.Gone(hash)));
        refuse(tx.hash(), no.why());
      }
    }
    return outcome;
  }

  private void refuse(Bytes32 hash, Refusal why) {
    cells.forget(hash);
    if (why != Refusal.KNOWN) {
      refused.add(hash);
    }
  }

  // ---- cells

  /** A peer answered {@link TxEffect.AskCells}. */
  public void onCells(long now, long peer, List<Bytes32> asked, EthAnswer.Cells answer) {
    cells.onCells(now, peer, asked, answer);
  }

  /** A peer did not answer. */
  public void onCellsFailed(long now, long peer, List<Bytes32> asked) {
    cells.onCellsFailed(now, peer, asked);
  }

  /** The cells of {@link TxEffect.Verify} are right, or not. */
  public void onVerified(
      long now, long peer, Bytes32 hash, Map<Integer, List<Bytes>> columns, boolean right) {
    if (!right) {
      drop(peer, TxRule.TX_CELL_PROOF);
    }
    cells.onVerified(now, peer, hash, columns, right);
  }

  /** The consensus client keeps these columns: what is fetched from now on goes by them. */
  public void onCustody(CellMask columns) {
    cells.onCustody(columns);
  }

  // ---- ourselves

  /**
   * A transaction is whole: one of {@link TxEffect.Complete}, or of our own user.
   *
   * @return what became of it
   */
  public TxPool.Outcome onCandidate(Candidate candidate) {
    Set<PoolTransaction> ready = new LinkedHashSet<>();
    TxPool.Outcome outcome = add(candidate, ready);
    fetcher.forget(candidate.hash());
    spread.onNew(List.copyOf(ready));
    return outcome;
  }

  /** The senders whose accounts {@link #onHead} needs. */
  public Set<Address> senders() {
    return pool.senders();
  }

  /**
   * The head has moved: what was refused may be right now.
   *
   * @param accounts of all {@link #senders()}; what is missing does not exist
   */
  public void onHead(PoolHead head, Map<Address, Account> accounts) {
    refused = new Fingerprints(REFUSED, random.nextLong());
    pool.onHead(head, accounts).forEach(hash -> out.add(new TxEffect.Gone(hash)));
    spread.onNew(pool.ready());
  }

  // ---- time

  /** The time of {@link #deadline()} has come, or not: calling early does no harm. */
  public void onTime(long now) {
    fetcher.onTime(now);
    cells.onTime(now);
  }

  /** When {@link #onTime} must next be called; {@link Long#MAX_VALUE} = never. */
  public long deadline() {
    return Math.min(fetcher.deadline(), cells.deadline());
  }
}
