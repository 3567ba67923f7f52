package io.devp2p.wire.gossip;

import io.devp2p.core.Violation;
import io.devp2p.wire.eth.Address;
import io.devp2p.wire.eth.CellMask;
import io.devp2p.wire.eth.EthListener;
import io.devp2p.wire.eth.EthMessage;
import io.devp2p.wire.eth.EthSession;
import io.devp2p.wire.eth.Kzg;
import io.devp2p.wire.eth.PooledTransaction;
import io.devp2p.wire.eth.Transaction;
import io.devp2p.wire.tx.Account;
import io.devp2p.wire.tx.Blobs;
import io.devp2p.wire.tx.Candidate;
import io.devp2p.wire.tx.Judged;
import io.devp2p.wire.tx.PoolHead;
import io.devp2p.wire.tx.PoolTransaction;
import io.devp2p.wire.tx.Refusal;
import io.devp2p.wire.tx.TxEffect;
import io.devp2p.wire.tx.TxExchange;
import io.devp2p.wire.tx.TxPool;
import io.devp2p.wire.tx.TxRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * Takes part in the gossip of transactions with all peers of an {@link io.devp2p.wire.eth.Eth}, as
 * its listener; what it holds is served by an {@link io.devp2p.wire.eth.EthBackend} that asks here.
 * Until it is told a head, it wants no transactions. Thread-safe.
 *
 * <pre>{@code
 * TxGossip gossip = TxGossip.start(state::account, c -> c.kzg(kzg));
 * Eth eth = Eth.serving(chain::head, chain::isCompatible, backend, c -> c.listener(gossip));
 * gossip.head(new PoolHead(chainId, GasSchedule.OSAKA, gasLimit));
 * }</pre>
 */
public final class TxGossip implements EthListener, AutoCloseable {

  /** Transactions that are judged by one worker: some milliseconds. */
  private static final int CHUNK = 64;

  private final TxGossipConfig config;
  private final TxJudge judge;
  private final Accounts accounts;
  private final TxExchange exchange;
  private final GossipLoop loop;
  private final Map<Bytes32, PoolTransaction> held = new ConcurrentHashMap<>();
  private final Map<EthSession, Long> numbers = new ConcurrentHashMap<>();
  private final Map<Long, EthSession> sessions = new ConcurrentHashMap<>();
  private final AtomicLong lastNumber = new AtomicLong();
  private volatile Optional<PoolHead> head = Optional.empty();

  private TxGossip(Accounts accounts, TxGossipConfig config) {
    this.config = config;
    this.accounts = accounts;
    this.judge = new TxJudge(accounts, config.kzg());
    TxPool pool = new TxPool(config.limits());
    this.exchange = new TxExchange(pool, config.kzg().isPresent(), config.random());
    this.loop = new GossipLoop(exchange, this::carryOut);
  }

  /** Starts, with an empty pool. */
  public static TxGossip start(Accounts accounts, UnaryOperator<TxGossipConfig.Builder> config) {
    return new TxGossip(accounts, config.apply(new TxGossipConfig.Builder()).build());
  }

  // ---- what the node says

  /** Where the chain stands: from the first call on transactions are wanted. */
  public void head(PoolHead now) {
    boolean moved = !head.equals(Optional.of(now));
    head = Optional.of(now);
    if (moved) {
      loop.post(n -> {
        Set<Address> senders = exchange.senders();
        config
            .workers()
            .execute(() -> {
              Map<Address, Account> changed = new HashMap<>();
              senders.forEach(sender -> changed.put(sender, accounts.account(sender)));
              loop.post(later -> exchange.onHead(now, changed));
            });
      });
    }
  }

  /** The columns that the consensus client keeps: for fetches that begin from now on. */
  public void custody(CellMask columns) {
    loop.post(now -> exchange.onCustody(columns));
  }

  /**
   * Takes a transaction of our own user in and spreads it.
   *
   * @param form as in PooledTransactions until eth/71: a blob transaction with its blobs
   * @return what became of it; fails with {@link Violation} if it cannot be read
   */
  public CompletableFuture<TxPool.Outcome> submit(Bytes form) {
    return CompletableFuture.supplyAsync(
            () -> {
              PoolHead known =
                  head.orElseThrow(() -> new IllegalStateException("the head is not known yet"));
              return judge.judge(PooledTransaction.decode(form, false), known);
            },
            config.workers())
        .thenCompose(judged ->
            switch (judged) {
              case Judged.Fit fit -> add(fit.candidate());
              case Judged.Unfit unfit -> refused(unfit.why());
              case Judged.Wrong wrong -> refused(Refusal.INVALID);
            });
  }

  private CompletableFuture<TxPool.Outcome> add(Candidate candidate) {
    CompletableFuture<TxPool.Outcome> outcome = new CompletableFuture<>();
    loop.post(now -> outcome.complete(exchange.onCandidate(candidate)));
    return outcome;
  }

  private static CompletableFuture<TxPool.Outcome> refused(Refusal why) {
    return CompletableFuture.completedFuture(new TxPool.Outcome.Refused(why, List.of()));
  }

  // ---- what there is to serve

  /** As {@link io.devp2p.wire.eth.EthBackend#pooledTransaction}. */
  public Optional<Bytes> pooledTransaction(Bytes32 hash, boolean elided) {
    return Optional.ofNullable(held.get(hash)).flatMap(tx -> tx.pooled(elided));
  }

  /** As {@link io.devp2p.wire.eth.EthBackend#cells}. */
  public Optional<List<Bytes>> cells(Bytes32 hash, CellMask mask) {
    return Optional.ofNullable(held.get(hash))
        .flatMap(PoolTransaction::blobs)
        .flatMap(blobs -> blobs.cells(mask));
  }

  /** The hashes of all that is held. */
  public Set<Bytes32> hashes() {
    return Set.copyOf(held.keySet());
  }

  // ---- what peers say

  @Override
  public void onOpen(EthSession peer) {
    long number = lastNumber.incrementAndGet();
    numbers.put(peer, number);
    sessions.put(number, peer);
    loop.post(now -> exchange.onOpen(now, number, peer.version()));
  }

  @Override
  public void onEnd(EthSession peer) {
    Optional.ofNullable(numbers.remove(peer))
        .ifPresent(number -> {
          sessions.remove(number);
          loop.post(now -> exchange.onGone(now, number));
        });
  }

  @Override
  public void onAnnouncement(
      EthSession peer, EthMessage.NewPooledTransactionHashes message, Runnable dealtWith) {
    Long number = numbers.get(peer);
    if (head.isEmpty() || number == null) {
      dealtWith.run();
      return;
    }
    loop.post(now -> {
      exchange.onAnnouncement(now, number, message);
      dealtWith.run();
    });
  }

  @Override
  public void onTransactions(EthSession peer, EthMessage.Transactions message, Runnable dealtWith) {
    Long number = numbers.get(peer);
    Optional<PoolHead> known = head;
    if (known.isEmpty() || number == null) {
      dealtWith.run();
      return;
    }
    CompletableFuture.supplyAsync(() -> decode(message), config.workers())
        .thenCompose(all -> judgeInOrder(all, known.get(), number))
        .whenComplete((done, failure) -> {
          Optional.ofNullable(failure).ifPresent(cause -> end(peer, cause));
          dealtWith.run();
        });
  }

  private static List<PooledTransaction> decode(EthMessage.Transactions message) {
    Set<Bytes32> hashes = new HashSet<>();
    List<PooledTransaction> all = new ArrayList<>();
    for (Bytes form : message.transactions()) {
      Transaction tx = Transaction.ofNetworkForm(form);
      Violation.unless(hashes.add(tx.hash()), TxRule.TX_TWICE);
      all.add(new PooledTransaction(tx, Optional.empty()));
    }
    return all;
  }

  /** Many workers judge; the verdicts come in the order of the transactions, as they are there. */
  private CompletableFuture<Void> judgeInOrder(
      List<PooledTransaction> all, PoolHead known, long number) {
    CompletableFuture<Void> told = CompletableFuture.completedFuture(null);
    for (CompletableFuture<List<Judged>> chunk : chunks(all, known)) {
      told =
          told.thenAcceptBoth(
              chunk, (before, judged) -> loop.post(now -> exchange.onSent(now, number, judged)));
    }
    return told;
  }

  private List<CompletableFuture<List<Judged>>> chunks(
      List<PooledTransaction> all, PoolHead known) {
    List<CompletableFuture<List<Judged>>> chunks = new ArrayList<>();
    for (int i = 0; i < all.size(); i += CHUNK) {
      List<PooledTransaction> chunk = all.subList(i, Math.min(all.size(), i + CHUNK));
      chunks.add(
          CompletableFuture.supplyAsync(
              () -> chunk.stream().map(tx -> judgeUnlessHeld(tx, known)).toList(),
              config.workers()));
    }
    return chunks;
  }

  private Judged judgeUnlessHeld(PooledTransaction tx, PoolHead known) {
    return held.containsKey(tx.transaction().hash())
        ? new Judged.Unfit(tx, Refusal.KNOWN)
        : judge.judge(tx, known);
  }

  /** The session ends as if what failed had come up in it. */
  private static void end(EthSession peer, Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    RuntimeException thrown =
        cause instanceof RuntimeException r
            ? r
            : new IllegalStateException("BUG: transactions could not be judged", cause);
    peer.peer()
        .submit((now, out) -> {
          throw thrown;
        });
  }

  // ---- what the exchange wants

  private void carryOut(TxEffect effect) {
    switch (effect) {
      case TxEffect.Held e -> held.put(e.tx().hash(), e.tx());
      case TxEffect.Gone e -> held.remove(e.hash());
      case TxEffect.Send e ->
          session(e.peer()).filter(s -> s.peer().isWritable()).ifPresent(s -> s.send(e.message()));
      case TxEffect.Drop e -> session(e.peer()).ifPresent(s -> end(s, new Violation(e.why())));
      case TxEffect.Ask e -> ask(e);
      case TxEffect.AskCells e -> ask(e);
      case TxEffect.Verify e ->
          config
              .workers()
              .execute(() -> {
                boolean right = Blobs.verify(e.tx().sidecar().orElseThrow(), e.columns(), kzg());
                loop.post(now ->
                    exchange.onVerified(
                        now, e.peer(), e.tx().transaction().hash(), e.columns(), right));
              });
      case TxEffect.Complete e ->
          config
              .workers()
              .execute(() -> {
                Blobs blobs =
                    Blobs.ofColumns(e.tx().pooled().sidecar().orElseThrow(), e.columns(), kzg());
                Candidate whole = e.tx().with(blobs);
                loop.post(now -> exchange.onCandidate(whole));
              });
    }
  }

  private Optional<EthSession> session(long number) {
    return Optional.ofNullable(sessions.get(number));
  }

  private Kzg kzg() {
    return config.kzg().orElseThrow(() -> new IllegalStateException("BUG: blobs without KZG"));
  }

  private void ask(TxEffect.Ask ask) {
    Optional<EthSession> peer = session(ask.peer());
    Optional<PoolHead> known = head;
    if (peer.isEmpty() || known.isEmpty()) {
      loop.post(now -> exchange.onAskFailed(ask.peer()));
      return;
    }
    peer.get()
        .pooledTransactions(ask.hashes())
        .thenCompose(all -> all(chunks(all, known.get())))
        .whenComplete((judged, failure) ->
            loop.post(now -> {
              if (failure == null) {
                exchange.onDelivered(now, ask.peer(), judged);
              } else {
                exchange.onAskFailed(ask.peer());
              }
            }));
  }

  private static CompletableFuture<List<Judged>> all(List<CompletableFuture<List<Judged>>> chunks) {
    return CompletableFuture.allOf(chunks.toArray(CompletableFuture[]::new))
        .thenApply(done -> chunks.stream().flatMap(chunk -> chunk.join().stream()).toList());
  }

  private void ask(TxEffect.AskCells ask) {
    Optional<EthSession> peer = session(ask.peer());
    if (peer.isEmpty()) {
      loop.post(now -> exchange.onCellsFailed(now, ask.peer(), ask.hashes()));
      return;
    }
    peer.get()
        .cells(ask.hashes(), ask.mask())
        .whenComplete((cells, failure) ->
            loop.post(now -> {
              if (failure == null) {
                exchange.onCells(now, ask.peer(), ask.hashes(), cells);
              } else {
                exchange.onCellsFailed(now, ask.peer(), ask.hashes());
              }
            }));
  }

  /** Ends; sessions go on, and nothing is wanted of them. */
  @Override
  public void close() {
    head = Optional.empty();
    loop.close();
  }
}
