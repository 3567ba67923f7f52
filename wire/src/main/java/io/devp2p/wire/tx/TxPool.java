package io.devp2p.wire.tx;

import io.devp2p.wire.eth.Address;
import io.devp2p.wire.eth.Transaction;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.units.bigints.UInt256;

/**
 * Transactions that the head state allows, bounded in number and bytes. What the state cannot tell,
 * as what a contract does, is not known. Without time and threads of its own: a machine, whose
 * effects are its results. Not thread-safe.
 */
public final class TxPool {

  /**
   * How much is held.
   *
   * @param count transactions
   * @param bytes of memory, cells of blobs included
   * @param ofSender transactions of one sender: whole bursts of an exchange fit
   * @param gappedOfSender of them those that wait for one before them: they cost nobody anything
   * @param leastTip wei for each unit of gas that a transaction must offer the proposer of a block
   */
  public record Limits(int count, long bytes, int ofSender, int gappedOfSender, UInt256 leastTip) {

    /** As go-ethereum, in the order of magnitude. */
    public static final Limits USUAL = new Limits(16_384, 256L << 20, 4_096, 64, UInt256.ONE);
  }

  /** What became of a transaction. */
  public sealed interface Outcome {

    /**
     * It is in the pool.
     *
     * @param ready what can be included now and could not before: it, and those that waited for it
     * @param dropped what it replaced, and what had to make room
     */
    record Added(List<PoolTransaction> ready, List<Bytes32> dropped) implements Outcome {}

    /**
     * It is not.
     *
     * @param dropped what had to make room although it was not enough
     */
    record Refused(Refusal why, List<Bytes32> dropped) implements Outcome {}
  }

  /** By how many percent a replacement must pay more; of blobs twice as much (go-ethereum). */
  private static final int BUMP = 10;

  private static final int BLOB_BUMP = 100;

  private final Limits limits;
  private final Map<Bytes32, PoolTransaction> byHash = new HashMap<>();
  private final Map<Address, SenderQueue> senders = new HashMap<>();

  /** Every queue that is not empty. A queue is taken out before it changes, and put in after. */
  private final TreeSet<SenderQueue> byWorth = new TreeSet<>(SenderQueue.BY_WORTH_OF_LAST);

  private long bytes;

  /** Empty. */
  public TxPool(Limits limits) {
    this.limits = limits;
  }

  /** Whether a transaction is in it. */
  public boolean has(Bytes32 hash) {
    return byHash.containsKey(hash);
  }

  /** How many there are. */
  public int size() {
    return byHash.size();
  }

  /** Bytes of memory that they take. */
  public long bytes() {
    return bytes;
  }

  /** All that can be included now. */
  public List<PoolTransaction> ready() {
    return senders.values().stream().flatMap(queue -> queue.readyOnes().stream()).toList();
  }

  /** The senders of all transactions. */
  public Set<Address> senders() {
    return Set.copyOf(senders.keySet());
  }

  /**
   * Takes a transaction in, whose signature and fields are in order.
   *
   * @param account of its sender, in the head state
   */
  public Outcome add(PoolTransaction tx, Account account) {
    SenderQueue queue = senders.getOrDefault(tx.sender(), new SenderQueue(account));
    Optional<Refusal> refusal = judge(tx, account, queue);
    List<Bytes32> dropped = new ArrayList<>();
    if (refusal.isEmpty() && !makeRoom(tx, queue, dropped)) {
      refusal = Optional.of(Refusal.POOL_FULL);
    }
    if (refusal.isPresent()) {
      return new Outcome.Refused(refusal.get(), dropped);
    }
    queue.at(tx.transaction().nonce()).ifPresent(old -> forget(old, dropped));
    if (!queue.isEmpty()) {
      byWorth.remove(queue);
    }
    List<PoolTransaction> ready = queue.put(tx);
    byWorth.add(queue);
    senders.put(tx.sender(), queue);
    byHash.put(tx.hash(), tx);
    bytes += tx.bytes();
    return new Outcome.Added(ready, dropped);
  }

  private Optional<Refusal> judge(PoolTransaction tx, Account account, SenderQueue queue) {
    long nonce = tx.transaction().nonce();
    if (has(tx.hash())) {
      return Optional.of(Refusal.KNOWN);
    }
    if (tx.transaction().maxPriorityFee().compareTo(limits.leastTip()) < 0) {
      return Optional.of(Refusal.UNDERPRICED);
    }
    Optional<Refusal> ofAccount = account.check(tx.transaction());
    if (ofAccount.isPresent()) {
      return ofAccount;
    }
    Optional<PoolTransaction> replaced = queue.at(nonce);
    if (replaced.isPresent() && !paysMore(tx.transaction(), replaced.get().transaction())) {
      return Optional.of(Refusal.REPLACEMENT_UNDERPRICED);
    }
    if (replaced.isEmpty() && queue.size() >= limits.ofSender()) {
      return Optional.of(Refusal.SENDER_FULL);
    }
    boolean isTooFar =
        Long.compareUnsigned(nonce - account.nonce(), limits.ofSender()) >= 0
            || (!queue.isReady(nonce)
                && replaced.isEmpty()
                && queue.gapped() >= limits.gappedOfSender());
    if (isTooFar) {
      return Optional.of(Refusal.NONCE_GAP);
    }
    return queue.canPay(tx) ? Optional.empty() : Optional.of(Refusal.UNFUNDED);
  }

  private static boolean paysMore(Transaction tx, Transaction replaced) {
    int bump = replaced.type() == Transaction.BLOB ? BLOB_BUMP : BUMP;
    return exceeds(tx.maxFee(), replaced.maxFee(), bump)
        && exceeds(tx.maxPriorityFee(), replaced.maxPriorityFee(), bump)
        && (replaced.type() != Transaction.BLOB
            || exceeds(tx.maxBlobFee(), replaced.maxBlobFee(), bump));
  }

  private static boolean exceeds(UInt256 price, UInt256 old, int percent) {
    BigInteger wanted = old.toUnsignedBigInteger().multiply(BigInteger.valueOf(100L + percent));
    BigInteger paid = price.toUnsignedBigInteger().multiply(BigInteger.valueOf(100));
    return paid.compareTo(wanted) >= 0 && price.compareTo(old) > 0;
  }

  // ---- room

  /** Drops what is worth less, always the last of a sender, until the transaction has room. */
  private boolean makeRoom(PoolTransaction tx, SenderQueue own, List<Bytes32> dropped) {
    long needed = bytes + tx.bytes();
    while (byHash.size() >= limits.count() || needed > limits.bytes()) {
      if (byWorth.isEmpty()) {
        return false;
      }
      SenderQueue worst = byWorth.first();
      if (worst == own || !isWorthMore(tx, own, worst)) {
        return false;
      }
      needed -= worst.last().bytes();
      dropLast(worst, dropped);
    }
    return true;
  }

  private static boolean isWorthMore(PoolTransaction tx, SenderQueue own, SenderQueue worst) {
    boolean isReady = own.isReady(tx.transaction().nonce());
    if (isReady != !worst.endsInGap()) {
      return isReady;
    }
    int byTip = SenderQueue.tip(tx).compareTo(SenderQueue.tip(worst.last()));
    int byFee = tx.transaction().maxFee().compareTo(worst.last().transaction().maxFee());
    return byTip > 0 || (byTip == 0 && byFee > 0);
  }

  private void dropLast(SenderQueue queue, List<Bytes32> dropped) {
    byWorth.remove(queue);
    PoolTransaction last = queue.removeLast();
    forget(last, dropped);
    settle(last.sender(), queue);
  }

  private void forget(PoolTransaction tx, List<Bytes32> dropped) {
    byHash.remove(tx.hash());
    bytes -= tx.bytes();
    dropped.add(tx.hash());
  }

  private void settle(Address sender, SenderQueue queue) {
    if (queue.isEmpty()) {
      senders.remove(sender);
    } else {
      byWorth.add(queue);
    }
  }

  // ---- a new head

  /**
   * The head has moved: what it included, or does not allow any more, goes.
   *
   * @param accounts of all {@link #senders()}; what is missing does not exist
   * @return the hashes of what went
   */
  public List<Bytes32> onHead(PoolHead head, Map<Address, Account> accounts) {
    List<Bytes32> dropped = new ArrayList<>();
    for (Address sender : senders()) {
      SenderQueue queue = Objects.requireNonNull(senders.get(sender));
      byWorth.remove(queue);
      queue.update(accounts.getOrDefault(sender, Account.NONE)).forEach(tx -> forget(tx, dropped));
      while (!queue.isEmpty() && !queue.allAllowed(head)) {
        forget(queue.removeLast(), dropped);
      }
      settle(sender, queue);
    }
    return dropped;
  }
}
