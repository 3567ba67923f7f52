package io.devp2p.examples;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.Enode;
import io.devp2p.discovery.Network;
import io.devp2p.discovery.Networks;
import io.devp2p.wire.Host;
import io.devp2p.wire.eth.Eth;
import io.devp2p.wire.eth.EthListener;
import io.devp2p.wire.eth.EthMessage;
import io.devp2p.wire.eth.EthSession;
import io.devp2p.wire.eth.PooledTransaction;
import io.devp2p.wire.eth.Transaction;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.units.bigints.UInt256;

/** Watches the transactions that peers send or announce, and tells each of them once. */
public final class TransactionWatcher implements EthListener {

  /** Transactions of one request: no client serves more. */
  private static final int BATCH = 256;

  /** Transactions that are remembered, twice so many at most: hours of mainnet. */
  private static final int REMEMBERED = 1 << 17;

  private final UInt256 chainId;
  private final Consumer<Transaction> told;
  private Set<Bytes32> recent = new HashSet<>();
  private Set<Bytes32> older = Set.of();

  /**
   * Has seen nothing yet.
   *
   * @param told of each transaction; its signature is not verified yet
   */
  public TransactionWatcher(UInt256 chainId, Consumer<Transaction> told) {
    this.chainId = chainId;
    this.told = told;
  }

  @Override
  public void onTransactions(EthSession peer, EthMessage.Transactions message, Runnable dealtWith) {
    message.transactions().forEach(form -> see(Transaction.ofNetworkForm(form)));
    dealtWith.run();
  }

  @Override
  public void onAnnouncement(
      EthSession peer, EthMessage.NewPooledTransactionHashes message, Runnable dealtWith) {
    List<Bytes32> unseen =
        message.transactions().stream()
            .map(EthMessage.Announced::hash)
            .filter(hash -> !hasSeen(hash))
            .limit(BATCH)
            .toList();
    if (unseen.isEmpty()) {
      dealtWith.run();
      return;
    }
    peer.pooledTransactions(unseen)
        .thenAccept(found -> found.stream().map(PooledTransaction::transaction).forEach(this::see))
        .whenComplete((seen, failed) -> dealtWith.run()); // until then a peer in a hurry waits
  }

  private synchronized boolean hasSeen(Bytes32 hash) {
    return recent.contains(hash) || older.contains(hash);
  }

  private synchronized void see(Transaction transaction) {
    transaction.check(chainId); // an invalid one is passed over; who sends it unasked is left
    if (hasSeen(transaction.hash())) {
      return;
    }
    recent.add(transaction.hash());
    if (recent.size() == REMEMBERED) {
      older = recent;
      recent = new HashSet<>();
    }
    told.accept(transaction);
  }

  /** Watches mainnet with the nodes of some URLs. */
  public static void main(String[] enodes) throws Exception {
    Network network = Networks.MAINNET;
    TransactionWatcher watcher =
        new TransactionWatcher(
            UInt256.valueOf(network.networkId()),
            t -> System.out.println(t.hash() + " from " + t.sender() + ": " + t.value() + " wei"));
    Eth eth =
        Eth.following(
            network.networkId(), network.forks(), InstantSource.system(), c -> c.listener(watcher));
    try (Host host = Host.start(NodeKey.generate(new SecureRandom()), c -> c.offer(eth))) {
      for (String enode : enodes) {
        host.addStatic(Enode.parse(enode));
      }
      Thread.currentThread().join(); // until it is interrupted
    }
  }
}
