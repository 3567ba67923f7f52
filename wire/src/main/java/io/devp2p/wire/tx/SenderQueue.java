package io.devp2p.wire.tx;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.tuweni.units.bigints.UInt256;

/**
 * The transactions of one sender in the order of their nonces. Those that follow each other from
 * the nonce of the account on are ready; behind the first gap they wait. Not thread-safe.
 */
final class SenderQueue {

  private final TreeMap<Long, PoolTransaction> byNonce = new TreeMap<>(Long::compareUnsigned);
  private Account account;
  private BigInteger cost = BigInteger.ZERO;
  private int ready;

  SenderQueue(Account account) {
    this.account = account;
  }

  boolean isEmpty() {
    return byNonce.isEmpty();
  }

  int size() {
    return byNonce.size();
  }

  /** How many wait for one before them. */
  int gapped() {
    return byNonce.size() - ready;
  }

  Optional<PoolTransaction> at(long nonce) {
    return Optional.ofNullable(byNonce.get(nonce));
  }

  /** The one with the highest nonce: nothing else depends on it. */
  PoolTransaction last() {
    return byNonce.lastEntry().getValue();
  }

  /** Whether the last one waits for one before it. */
  boolean endsInGap() {
    return gapped() > 0;
  }

  /** Whether a nonce follows what is ready, or is among it. */
  boolean isReady(long nonce) {
    return Long.compareUnsigned(nonce, account.nonce() + ready) <= 0;
  }

  /** Whether the sender can pay for all, and for that one in place of the one of its nonce. */
  boolean canPay(PoolTransaction tx) {
    BigInteger replaced =
        at(tx.transaction().nonce()).map(PoolTransaction::cost).orElse(BigInteger.ZERO);
    return cost.subtract(replaced).add(tx.cost()).compareTo(balance()) <= 0;
  }

  private BigInteger balance() {
    return account.balance().toUnsignedBigInteger();
  }

  /** Puts one in, in place of the one of its nonce. Gives those that are ready now and were not. */
  List<PoolTransaction> put(PoolTransaction tx) {
    long nonce = tx.transaction().nonce();
    PoolTransaction replaced = byNonce.put(nonce, tx);
    cost = cost.add(tx.cost());
    if (replaced != null) {
      cost = cost.subtract(replaced.cost());
      return nonce - account.nonce() < ready ? List.of(tx) : List.of();
    }
    int before = ready;
    count();
    List<PoolTransaction> news = new ArrayList<>();
    for (int i = before; i < ready; i++) {
      news.add(Objects.requireNonNull(byNonce.get(account.nonce() + i)));
    }
    return news;
  }

  /** Takes the last one out. */
  PoolTransaction removeLast() {
    PoolTransaction removed = pop(byNonce.lastEntry());
    ready = Math.min(ready, byNonce.size());
    return removed;
  }

  private void count() {
    while (byNonce.containsKey(account.nonce() + ready)) {
      ready++;
    }
  }

  /** The account has changed: gives those that are of no use any more, which are taken out. */
  List<PoolTransaction> update(Account now) {
    account = now;
    List<PoolTransaction> useless = new ArrayList<>();
    while (!byNonce.isEmpty() && Long.compareUnsigned(byNonce.firstKey(), now.nonce()) < 0) {
      useless.add(pop(byNonce.firstEntry()));
    }
    while (!byNonce.isEmpty() && (now.hasCode() || cost.compareTo(balance()) > 0)) {
      useless.add(pop(byNonce.lastEntry()));
    }
    ready = 0;
    count();
    return useless;
  }

  private PoolTransaction pop(Map.Entry<Long, PoolTransaction> entry) {
    byNonce.remove(entry.getKey());
    cost = cost.subtract(entry.getValue().cost());
    return entry.getValue();
  }

  /** Whether a fork still allows each of them. */
  boolean allAllowed(PoolHead head) {
    return byNonce.values().stream()
        .allMatch(tx -> head.check(tx.transaction(), tx.sender()).isEmpty());
  }

  /** Those that are ready, by nonce. */
  List<PoolTransaction> readyOnes() {
    return byNonce.values().stream().limit(ready).toList();
  }

  /** The queue whose last transaction is the least worth: gaps first, then by what it pays. */
  static final Comparator<SenderQueue> BY_WORTH_OF_LAST =
      Comparator.comparing((SenderQueue queue) -> !queue.endsInGap())
          .thenComparing(queue -> tip(queue.last()))
          .thenComparing(queue -> queue.last().transaction().maxFee())
          .thenComparing(queue -> queue.last().hash());

  static UInt256 tip(PoolTransaction tx) {
    return tx.transaction().maxPriorityFee();
  }
}
