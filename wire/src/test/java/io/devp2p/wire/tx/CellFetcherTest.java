package io.devp2p.wire.tx;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.wire.eth.CellMask;
import io.devp2p.wire.eth.EthAnswer;
import io.devp2p.wire.eth.PooledTransaction;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;

/** Roles, sampling, custody, budgets and proofs of cells, in virtual time. */
final class CellFetcherTest {

  private static final CellMask CUSTODY = CellMask.of(5, 21, 40, 58);
  private static final CellMask FIRST_HALF = new CellMask(-1, 0);
  private static final PooledTransaction TX = Txs.blobs(0, 2);
  private static final Bytes32 HASH = TX.transaction().hash();

  private final TxOutbox out = new TxOutbox();
  private long now = 1000;

  /** A role for every transaction: what is drawn is below or above the share of full fetches. */
  private CellFetcher fetcher(boolean full) {
    RandomGenerator random = new Random(5);
    CellFetcher fetcher =
        new CellFetcher(
            out,
            new RandomGenerator() {
              @Override
              public long nextLong() {
                return random.nextLong();
              }

              @Override
              public double nextDouble() {
                return full ? 0 : 0.9;
              }
            });
    fetcher.onCustody(CUSTODY);
    for (long peer = 1; peer <= 4; peer++) {
      fetcher.onOpen(now, peer);
    }
    return fetcher;
  }

  private List<TxEffect.AskCells> asks() {
    return out.drain().stream().map(e -> (TxEffect.AskCells) e).toList();
  }

  private TxEffect.AskCells ask() {
    List<TxEffect.AskCells> asks = asks();
    assertThat(asks).hasSize(1);
    return asks.getFirst();
  }

  private static EthAnswer.Cells answer(CellMask mask) {
    return new EthAnswer.Cells(1, List.of(HASH), List.of(Txs.cells(mask, 2)), mask);
  }

  private static EthAnswer.Cells nothing() {
    return new EthAnswer.Cells(1, List.of(), List.of(), CellMask.ALL);
  }

  private void passTime(CellFetcher fetcher) {
    now = fetcher.deadline();
    fetcher.onTime(now);
  }

  @Test
  void aFullFetchAsks64ColumnsOfTheFirstWhoHasThem() {
    CellFetcher fetcher = fetcher(true);
    fetcher.onAnnounced(now, 1, List.of(HASH), CUSTODY);
    assertThat(asks()).isEmpty();
    fetcher.onAnnounced(now, 2, List.of(HASH), CellMask.ALL);
    assertThat(asks()).containsExactly(new TxEffect.AskCells(2, List.of(HASH), FIRST_HALF));
    fetcher.onAnnounced(now, 3, List.of(HASH), CellMask.ALL);
    assertThat(asks()).isEmpty();
  }

  @Test
  void aSampleWaitsForTwoWhoHaveAllAndAsksOneColumnMore() {
    CellFetcher fetcher = fetcher(false);
    fetcher.onAnnounced(now, 1, List.of(HASH), CellMask.ALL);
    fetcher.onAnnounced(now, 2, List.of(HASH), CUSTODY);
    assertThat(asks()).isEmpty();
    fetcher.onAnnounced(now, 3, List.of(HASH), CellMask.ALL);
    TxEffect.AskCells ask = asks().getFirst();
    assertThat(ask.mask().hasAll(CUSTODY)).isTrue();
    assertThat(ask.mask().count()).isEqualTo(5);
  }

  @Test
  void withoutASecondPeerASampleTurnsFull() {
    CellFetcher fetcher = fetcher(false);
    fetcher.onAnnounced(now, 1, List.of(HASH), CellMask.ALL);
    assertThat(fetcher.deadline()).isEqualTo(now + CellFetcher.AVAILABILITY);
    passTime(fetcher);
    assertThat(ask()).isEqualTo(new TxEffect.AskCells(1, List.of(HASH), FIRST_HALF));
  }

  @Test
  void wholeCustodyIsAlwaysFull() {
    CellFetcher fetcher = fetcher(false);
    fetcher.onCustody(CellMask.ALL);
    fetcher.onAnnounced(now, 1, List.of(HASH), CellMask.ALL);
    assertThat(ask().mask()).isEqualTo(FIRST_HALF);
  }

  @Test
  void cellsWaitForTheirTransactionAndAreVerified() {
    CellFetcher fetcher = fetcher(true);
    fetcher.onAnnounced(now, 1, List.of(HASH), CellMask.ALL);
    TxEffect.AskCells ask = ask();
    fetcher.onCells(now, 1, ask.hashes(), answer(ask.mask()));
    assertThat(out.drain()).isEmpty();
    fetcher.onCandidate(now, Txs.candidate(TX));
    TxEffect.Verify verify = new TxEffect.Verify(1, TX, Txs.columns(FIRST_HALF, 2));
    assertThat(out.drain()).containsExactly(verify);
    fetcher.onVerified(now, 1, HASH, verify.columns(), true);
    assertThat(out.drain())
        .containsExactly(new TxEffect.Complete(Txs.candidate(TX), verify.columns()));
    assertThat(fetcher.deadline()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void theTransactionMayComeFirst() {
    CellFetcher fetcher = fetcher(true);
    fetcher.onAnnounced(now, 1, List.of(HASH), CellMask.ALL);
    TxEffect.AskCells ask = ask();
    fetcher.onCandidate(now, Txs.candidate(TX));
    assertThat(fetcher.hasTransaction(HASH)).isTrue();
    fetcher.onCells(now, 1, ask.hashes(), answer(ask.mask()));
    assertThat(out.drain()).singleElement().isInstanceOf(TxEffect.Verify.class);
  }

  @Test
  void whatOnePeerDoesNotHaveIsAskedOfAnother() {
    CellFetcher fetcher = fetcher(true);
    fetcher.onAnnounced(now, 1, List.of(HASH), CellMask.ALL);
    fetcher.onAnnounced(now, 2, List.of(HASH), CellMask.ALL);
    TxEffect.AskCells ask = ask();
    CellMask part = CellMask.of(1, 2, 3);
    fetcher.onCells(now, 1, ask.hashes(), answer(part));
    CellMask rest = ask().mask();
    assertThat(rest.count()).isEqualTo(61);
    assertThat(rest.columns()).doesNotContain(1, 2, 3);
    fetcher.onCellsFailed(now, 2, List.of(HASH));
    assertThat(asks()).isEmpty();
    assertThat(fetcher.deadline()).as("given up").isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void anEmptyAnswerIsNoAnswer() {
    CellFetcher fetcher = fetcher(true);
    fetcher.onAnnounced(now, 1, List.of(HASH), CellMask.ALL);
    fetcher.onAnnounced(now, 2, List.of(HASH), CellMask.ALL);
    fetcher.onCells(now, 1, ask().hashes(), nothing());
    assertThat(ask().peer()).isEqualTo(2);
  }

  @Test
  void wrongCellsEndTheFetchOfThatTransaction() {
    CellFetcher fetcher = fetcher(true);
    fetcher.onAnnounced(now, 1, List.of(HASH), CellMask.ALL);
    TxEffect.AskCells ask = ask();
    fetcher.onCandidate(now, Txs.candidate(TX));
    fetcher.onCells(now, 1, ask.hashes(), answer(ask.mask()));
    out.drain();
    fetcher.onVerified(now, 1, HASH, Txs.columns(ask.mask(), 2), false);
    assertThat(fetcher.hasTransaction(HASH)).isFalse();
    assertThat(fetcher.deadline()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void cellsOfAnotherNumberOfBlobsCostTheirPeer() {
    CellFetcher fetcher = fetcher(true);
    fetcher.onAnnounced(now, 1, List.of(HASH), CellMask.ALL);
    TxEffect.AskCells ask = ask();
    fetcher.onCandidate(now, Txs.candidate(TX));
    EthAnswer.Cells ofOneBlob =
        new EthAnswer.Cells(1, List.of(HASH), List.of(Txs.cells(ask.mask(), 1)), ask.mask());
    fetcher.onCells(now, 1, ask.hashes(), ofOneBlob);
    assertThat(out.drain()).containsExactly(new TxEffect.Drop(1, TxRule.TX_CELL_COUNT));
  }

  @Test
  void whoeverGoesIsReplaced() {
    CellFetcher fetcher = fetcher(true);
    fetcher.onAnnounced(now, 1, List.of(HASH), CellMask.ALL);
    fetcher.onAnnounced(now, 2, List.of(HASH), CellMask.ALL);
    ask();
    fetcher.onGone(now, 1);
    assertThat(ask().peer()).isEqualTo(2);
    fetcher.onGone(now, 2);
    assertThat(fetcher.deadline()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aPeerIsAskedForSoManyColumnsInATime() {
    CellFetcher fetcher = fetcher(true);
    List<Bytes32> hashes =
        IntStream.range(0, 5).mapToObj(i -> Bytes32.leftPad(Bytes.of(i + 1))).toList();
    fetcher.onAnnounced(now, 1, hashes, CellMask.ALL);
    assertThat(ask()).isEqualTo(new TxEffect.AskCells(1, hashes.subList(0, 4), FIRST_HALF));
    fetcher.onCellsFailed(now, 1, hashes.subList(0, 4));
    assertThat(asks()).isEmpty();
    assertThat(fetcher.deadline() - now)
        .isBetween(Duration.ofMillis(7_111).toNanos(), Duration.ofMillis(7_112).toNanos());
    passTime(fetcher);
    assertThat(ask().hashes()).containsExactly(hashes.get(4));
  }

  @Test
  void aFetchLivesTwoMinutes() {
    CellFetcher fetcher = fetcher(true);
    fetcher.onAnnounced(now, 1, List.of(HASH), CUSTODY);
    assertThat(fetcher.deadline()).isEqualTo(now + CellFetcher.LIFE);
    passTime(fetcher);
    fetcher.onAnnounced(now, 2, List.of(HASH), CellMask.ALL);
    assertThat(fetcher.deadline()).isEqualTo(now + CellFetcher.LIFE);
  }

  @Test
  void cellsOfOnePeerThatWaitAreBounded() {
    CellFetcher fetcher = fetcher(true);
    // More blobs than there may be, so that the budget of columns is not reached before.
    int fit = (int) (CellFetcher.WAITING_OF_PEER / (64 * 24 * 2048));
    List<Bytes> large = Txs.cells(FIRST_HALF, 24);
    for (int i = 0; i <= fit; i++) {
      Bytes32 hash = Bytes32.leftPad(Bytes.ofUnsignedInt(i + 1L));
      fetcher.onAnnounced(now, 1, List.of(hash), CellMask.ALL);
      while (out.drain().isEmpty()) {
        passTime(fetcher);
      }
      fetcher.onCells(
          now, 1, List.of(hash), new EthAnswer.Cells(1, List.of(hash), List.of(large), FIRST_HALF));
    }
    assertThat(fetcher.waiting()).isEqualTo((long) fit * 64 * 24 * 2048);
  }

  @Test
  void announcementsOfAPeerAreBounded() {
    CellFetcher fetcher = fetcher(true);
    List<Bytes32> hashes =
        IntStream.range(0, CellFetcher.OPEN + 5)
            .mapToObj(i -> Bytes32.leftPad(Bytes.ofUnsignedInt(i + 1L)))
            .toList();
    fetcher.onAnnounced(now, 1, hashes, CUSTODY);
    assertThat(fetcher.size()).isEqualTo(CellFetcher.OPEN);
  }
}
