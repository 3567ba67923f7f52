package io.devp2p.wire.tx;

import static io.devp2p.wire.tx.Txs.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.wire.eth.CellMask;
import io.devp2p.wire.eth.EthAnswer;
import io.devp2p.wire.eth.EthMessage;
import io.devp2p.wire.eth.PooledTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;

/** The gossip as a whole, in virtual time. */
final class TxExchangeTest {

  private static final long NOW = 1000;
  private static final PooledTransaction BLOBS = Txs.blobs(0, 2);

  private final TxExchange exchange =
      new TxExchange(new TxPool(TxPool.Limits.USUAL), true, new Random(11));

  private void open(int version, long... peers) {
    LongStream.of(peers).forEach(peer -> exchange.onOpen(NOW, peer, version));
  }

  private List<TxEffect.Send> sent() {
    return exchange.drain().stream()
        .filter(TxEffect.Send.class::isInstance)
        .map(e -> (TxEffect.Send) e)
        .toList();
  }

  private static EthMessage.NewPooledTransactionHashes announcing(PoolTransaction tx, int version) {
    return new EthMessage.NewPooledTransactionHashes(
        List.of(tx.announced(version)), tx.blobs().map(Blobs::mask).orElse(CellMask.NONE));
  }

  @Test
  void whatIsNewIsSentToTheRootOfThePeersAndAnnouncedToTheOthers() {
    open(68, LongStream.rangeClosed(1, 16).toArray());
    PoolTransaction tx = Txs.of(ALICE, 0, 1);
    exchange.onSent(NOW, 1, List.of(Txs.fit(tx)));
    List<TxEffect.Send> sent = sent();
    assertThat(sent).hasSize(15).noneMatch(s -> s.peer() == 1);
    EthMessage whole = new EthMessage.Transactions(List.of(tx.transaction().networkForm()));
    assertThat(sent.stream().filter(s -> s.message().equals(whole)).count()).isBetween(3L, 4L);
    assertThat(sent.stream().filter(s -> !s.message().equals(whole)))
        .allMatch(s -> s.message().equals(announcing(tx, 68)));
    exchange.onSent(NOW, 2, List.of(Txs.fit(tx)));
    assertThat(sent()).as("it is known").isEmpty();
  }

  @Test
  void aNewPeerIsToldOfAllThatIsReady() {
    PoolTransaction ready = Txs.of(ALICE, 0, 1);
    PoolTransaction waiting = Txs.of(Txs.BOB, 4, 1);
    exchange.onCandidate(Txs.candidate(ready));
    exchange.onCandidate(Txs.candidate(waiting));
    exchange.drain();
    open(72, 1);
    assertThat(sent()).containsExactly(new TxEffect.Send(1, announcing(ready, 72)));
  }

  @Test
  void blobTransactionsAreOnlyAnnouncedWithTheirColumns() {
    open(72, 1, 2);
    open(70, 3);
    PoolTransaction whole = Txs.held(BLOBS, CellMask.ALL);
    exchange.onCandidate(Txs.candidate(BLOBS).with(whole.blobs().orElseThrow()));
    assertThat(sent())
        .containsExactlyInAnyOrder(
            new TxEffect.Send(1, announcing(whole, 72)),
            new TxEffect.Send(2, announcing(whole, 72)),
            new TxEffect.Send(
                3,
                new EthMessage.NewPooledTransactionHashes(
                    List.of(whole.announced(70)), CellMask.NONE)));
    assertThat(whole.announced(70).size() - whole.announced(72).size()).isEqualTo(2 * 131_076 + 4);
    Bytes form = whole.pooled(false).orElseThrow();
    assertThat(PooledTransaction.decode(form, false).size(false))
        .isEqualTo((int) whole.announced(70).size());
  }

  @Test
  void aSampleIsNotAnnouncedToWhoNeedsBlobs() {
    open(72, 1);
    open(71, 2);
    PoolTransaction sample = Txs.held(BLOBS, CellMask.of(1, 2));
    exchange.onCandidate(Txs.candidate(BLOBS).with(sample.blobs().orElseThrow()));
    assertThat(sent()).containsExactly(new TxEffect.Send(1, announcing(sample, 72)));
    assertThat(sample.pooled(false)).isEmpty();
    assertThat(sample.pooled(true)).isPresent();
    assertThat(sample.blobs().orElseThrow().cells(CellMask.of(1)))
        .contains(List.of(Txs.cell(1, 0), Txs.cell(1, 1)));
    assertThat(sample.blobs().orElseThrow().cells(CellMask.of(1, 3))).isEmpty();
  }

  @Test
  void aBlobTransactionComesByBodyAndCells() {
    open(72, 1);
    PoolTransaction theirs = Txs.held(BLOBS, CellMask.ALL);
    exchange.onAnnouncement(NOW, 1, announcing(theirs, 72));
    List<TxEffect> asked = exchange.drain();
    CellMask half = new CellMask(-1, 0);
    assertThat(asked)
        .containsExactlyInAnyOrder(
            new TxEffect.Ask(1, List.of(theirs.hash())),
            new TxEffect.AskCells(1, List.of(theirs.hash()), half));
    exchange.onDelivered(NOW, 1, List.of(new Judged.Fit(Txs.candidate(BLOBS))));
    exchange.onCells(
        NOW,
        1,
        List.of(theirs.hash()),
        new EthAnswer.Cells(1, List.of(theirs.hash()), List.of(Txs.cells(half, 2)), half));
    TxEffect.Verify verify = (TxEffect.Verify) exchange.drain().getFirst();
    exchange.onVerified(NOW, 1, theirs.hash(), verify.columns(), true);
    assertThat(exchange.drain())
        .containsExactly(new TxEffect.Complete(Txs.candidate(BLOBS), verify.columns()));
    exchange.onCandidate(Txs.candidate(BLOBS).with(theirs.blobs().orElseThrow()));
    assertThat(exchange.drain()).containsExactly(new TxEffect.Held(theirs));
    exchange.onAnnouncement(NOW, 1, announcing(theirs, 72));
    assertThat(exchange.drain()).as("it is known").isEmpty();
  }

  @Test
  void whatIsRefusedIsNotFetchedUntilTheHeadMoves() {
    open(68, 1, 2);
    PoolTransaction tx = Txs.of(ALICE, 0, 1);
    PooledTransaction bare = new PooledTransaction(tx.transaction(), Optional.empty());
    exchange.onSent(NOW, 1, List.of(new Judged.Unfit(bare, Refusal.INTRINSIC_GAS)));
    exchange.onAnnouncement(NOW, 2, announcing(tx, 68));
    assertThat(exchange.deadline()).isEqualTo(Long.MAX_VALUE);
    exchange.onHead(Txs.HEAD, Map.of());
    exchange.onAnnouncement(NOW, 2, announcing(tx, 68));
    assertThat(exchange.deadline()).isNotEqualTo(Long.MAX_VALUE);
  }

  @Test
  void typesThatDoNotExistAndBlobsThatNobodyVerifiesAreNotFetched() {
    TxExchange blind = new TxExchange(new TxPool(TxPool.Limits.USUAL), false, new Random(1));
    blind.onOpen(NOW, 1, 72);
    blind.onAnnouncement(NOW, 1, announcing(Txs.held(BLOBS, CellMask.ALL), 72));
    blind.onAnnouncement(
        NOW,
        1,
        new EthMessage.NewPooledTransactionHashes(
            List.of(new EthMessage.Announced(5, 100, Bytes32.repeat((byte) 8))), CellMask.NONE));
    assertThat(blind.drain()).isEmpty();
    assertThat(blind.deadline()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void afterAWrongOneNothingElseOfThatMessageIsLookedAt() {
    open(68, 1);
    PoolTransaction good = Txs.of(ALICE, 0, 1);
    exchange.onDelivered(
        NOW, 1, List.of(new Judged.Wrong(BLOBS, TxRule.TX_BLOB_PROOF), Txs.fit(good)));
    assertThat(exchange.drain()).containsExactly(new TxEffect.Drop(1, TxRule.TX_BLOB_PROOF));
    assertThat(exchange.isKnown(good.hash())).isFalse();
  }

  @Test
  void whatOnePeerGaveWrongIsAskedOfAnother() {
    open(70, 1, 2);
    PoolTransaction theirs = Txs.held(BLOBS, CellMask.ALL);
    exchange.onAnnouncement(NOW, 1, announcing(theirs, 70));
    exchange.onAnnouncement(NOW, 2, announcing(theirs, 70));
    assertThat(exchange.drain()).containsExactly(new TxEffect.Ask(1, List.of(theirs.hash())));
    exchange.onDelivered(NOW, 1, List.of(new Judged.Wrong(BLOBS, TxRule.TX_BLOB_PROOF)));
    assertThat(exchange.drain())
        .containsExactly(
            new TxEffect.Drop(1, TxRule.TX_BLOB_PROOF),
            new TxEffect.Ask(2, List.of(theirs.hash())));
  }

  @Test
  void aFloodOfFutureTransactionsLeavesAFewBehind() {
    open(68, 1);
    List<Judged> flood = new ArrayList<>();
    IntStream.range(1, 2000).forEach(nonce -> flood.add(Txs.fit(Txs.of(ALICE, nonce, 1))));
    exchange.onSent(NOW, 1, flood);
    assertThat(exchange.drain()).hasSize(TxPool.Limits.USUAL.gappedOfSender());
  }

  @Test
  void largeGossipIsCutIntoMessages() {
    open(68, 1);
    List<PoolTransaction> all =
        LongStream.range(0, 3000).mapToObj(n -> Txs.of(ALICE, n, 1)).toList();
    all.forEach(tx -> exchange.onCandidate(Txs.candidate(tx)));
    exchange.drain();
    open(68, 2);
    List<TxEffect.Send> sent = sent();
    assertThat(sent).hasSize(2);
    assertThat(sent.stream().map(s -> (EthMessage.NewPooledTransactionHashes) s.message()))
        .allMatch(m -> m.transactions().size() <= EthMessage.NewPooledTransactionHashes.MAX);
  }
}
