package io.devp2p.wire.tx;

import static io.devp2p.wire.tx.Txs.ALICE;
import static io.devp2p.wire.tx.Txs.BOB;
import static io.devp2p.wire.tx.Txs.RICH;
import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.wire.eth.Address;
import io.devp2p.wire.eth.CellMask;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.tuweni.units.bigints.UInt256;
import org.junit.jupiter.api.Test;

final class TxPoolTest {

  private static final Address ALICES = Address.of(ALICE.publicKey());

  private final TxPool pool = new TxPool(TxPool.Limits.USUAL);

  private static TxPool small(int count) {
    return new TxPool(new TxPool.Limits(count, 1 << 20, 100, 3, UInt256.ONE));
  }

  private static List<PoolTransaction> added(TxPool.Outcome outcome) {
    assertThat(outcome).isInstanceOf(TxPool.Outcome.Added.class);
    return ((TxPool.Outcome.Added) outcome).ready();
  }

  private static Refusal refused(TxPool.Outcome outcome) {
    assertThat(outcome).isInstanceOf(TxPool.Outcome.Refused.class);
    return ((TxPool.Outcome.Refused) outcome).why();
  }

  @Test
  void takesTwoThousandOfOneSenderInOrder() {
    for (long nonce = 0; nonce < 2000; nonce++) {
      PoolTransaction tx = Txs.of(ALICE, nonce, 1);
      assertThat(added(pool.add(tx, RICH))).containsExactly(tx);
    }
    assertThat(pool.size()).isEqualTo(2000);
    assertThat(pool.ready()).hasSize(2000);
  }

  @Test
  void whatOffersTooLittleIsNotTaken() {
    PoolTransaction tx = Txs.of(ALICE, 0, 1);
    UInt256 tip = tx.transaction().maxPriorityFee();
    TxPool dear = new TxPool(new TxPool.Limits(10, 1 << 20, 10, 10, tip.add(1)));
    assertThat(refused(dear.add(tx, RICH))).isEqualTo(Refusal.UNDERPRICED);
    TxPool fair = new TxPool(new TxPool.Limits(10, 1 << 20, 10, 10, tip));
    assertThat(added(fair.add(tx, RICH))).containsExactly(tx);
  }

  @Test
  void whatWaitsForAnotherIsReadyWhenThatComes() {
    PoolTransaction first = Txs.of(ALICE, 0, 1);
    PoolTransaction second = Txs.of(ALICE, 1, 1);
    PoolTransaction third = Txs.of(ALICE, 2, 1);
    assertThat(added(pool.add(third, RICH))).isEmpty();
    assertThat(added(pool.add(first, RICH))).containsExactly(first);
    assertThat(added(pool.add(second, RICH))).containsExactly(second, third);
  }

  @Test
  void fewWaitBehindAGap() {
    TxPool small = small(100);
    for (long nonce = 1; nonce <= 3; nonce++) {
      added(small.add(Txs.of(ALICE, nonce, 1), RICH));
    }
    assertThat(refused(small.add(Txs.of(ALICE, 4, 1), RICH))).isEqualTo(Refusal.NONCE_GAP);
    assertThat(refused(small.add(Txs.of(BOB, 100, 1), RICH))).isEqualTo(Refusal.NONCE_GAP);
    assertThat(refused(small.add(Txs.of(BOB, -2, 1), RICH))).isEqualTo(Refusal.NONCE_GAP);
    assertThat(added(small.add(Txs.of(ALICE, 0, 1), RICH))).hasSize(4);
  }

  @Test
  void aReplacementPaysATenthMore() {
    PoolTransaction old = Txs.of(ALICE, 0, 100);
    added(pool.add(old, RICH));
    assertThat(refused(pool.add(Txs.of(ALICE, 0, 109), RICH)))
        .isEqualTo(Refusal.REPLACEMENT_UNDERPRICED);
    PoolTransaction better = Txs.of(ALICE, 0, 110);
    TxPool.Outcome outcome = pool.add(better, RICH);
    assertThat(added(outcome)).containsExactly(better);
    assertThat(((TxPool.Outcome.Added) outcome).dropped()).containsExactly(old.hash());
    assertThat(pool.size()).isEqualTo(1);
    assertThat(pool.bytes()).isEqualTo(better.bytes());
    assertThat(refused(pool.add(better, RICH))).isEqualTo(Refusal.KNOWN);
  }

  @Test
  void judgesByTheAccount() {
    PoolTransaction tx = Txs.of(ALICE, 4, 1);
    assertThat(refused(pool.add(tx, new Account(5, RICH.balance(), false))))
        .isEqualTo(Refusal.NONCE_TOO_LOW);
    assertThat(refused(pool.add(tx, new Account(4, RICH.balance(), true))))
        .isEqualTo(Refusal.SENDER_HAS_CODE);
    UInt256 exact = UInt256.valueOf(21_000L * 1_000_000_000L + 1);
    assertThat(refused(pool.add(tx, new Account(4, exact.subtract(1), false))))
        .isEqualTo(Refusal.UNFUNDED);
    Account justEnough = new Account(4, exact, false);
    added(pool.add(tx, justEnough));
    assertThat(refused(pool.add(Txs.of(ALICE, 5, 1), justEnough))).isEqualTo(Refusal.UNFUNDED);
  }

  @Test
  void oneSenderHasHisShare() {
    TxPool pool = new TxPool(new TxPool.Limits(1000, 1 << 20, 2, 2, UInt256.ONE));
    added(pool.add(Txs.of(ALICE, 0, 1), RICH));
    added(pool.add(Txs.of(ALICE, 1, 1), RICH));
    assertThat(refused(pool.add(Txs.of(ALICE, 2, 1), RICH))).isEqualTo(Refusal.SENDER_FULL);
  }

  @Test
  void aFullPoolDropsTheLastOfWhoPaysLeast() {
    TxPool full = small(4);
    added(full.add(Txs.of(ALICE, 0, 5), RICH));
    PoolTransaction last = Txs.of(ALICE, 1, 2);
    added(full.add(last, RICH));
    added(full.add(Txs.of(BOB, 0, 4), RICH));
    added(full.add(Txs.of(BOB, 1, 3), RICH));
    NodeKey carol = NodeKey.generate(new Random(3));
    assertThat(refused(full.add(Txs.of(carol, 0, 2), RICH))).isEqualTo(Refusal.POOL_FULL);
    TxPool.Outcome outcome = full.add(Txs.of(carol, 0, 6), RICH);
    assertThat(((TxPool.Outcome.Added) outcome).dropped()).containsExactly(last.hash());
    assertThat(full.size()).isEqualTo(4);
  }

  @Test
  void whatIsReadyGoesBeforeWhatWaits() {
    TxPool full = small(1);
    PoolTransaction waiting = Txs.of(ALICE, 1, 9);
    added(full.add(waiting, RICH));
    TxPool.Outcome outcome = full.add(Txs.of(BOB, 0, 1), RICH);
    assertThat(((TxPool.Outcome.Added) outcome).dropped()).containsExactly(waiting.hash());
    assertThat(refused(full.add(waiting, RICH))).isEqualTo(Refusal.POOL_FULL);
  }

  @Test
  void bytesAreBounded() {
    PoolTransaction blobs = Txs.held(Txs.blobs(0, 2), CellMask.ALL);
    assertThat(blobs.bytes()).isGreaterThan(2 * 128 * 2048);
    TxPool pool = new TxPool(new TxPool.Limits(100, blobs.bytes(), 10, 10, UInt256.ONE));
    added(pool.add(blobs, RICH));
    assertThat(pool.bytes()).isEqualTo(blobs.bytes());
    assertThat(refused(pool.add(Txs.of(ALICE, 0, 1), RICH))).isEqualTo(Refusal.POOL_FULL);
    added(pool.add(Txs.of(ALICE, 0, 2), RICH));
    assertThat(pool.has(blobs.hash())).isFalse();
  }

  @Test
  void aNewHeadTakesOutWhatItIncludedOrForbids() {
    PoolTransaction included = Txs.of(ALICE, 0, 1);
    PoolTransaction next = Txs.of(ALICE, 1, 1);
    PoolTransaction bobs = Txs.of(BOB, 0, 1);
    List.of(included, next, bobs).forEach(tx -> added(pool.add(tx, RICH)));
    Account moved = new Account(1, RICH.balance(), false);
    assertThat(pool.onHead(Txs.HEAD, Map.of(ALICES, moved)))
        .containsExactlyInAnyOrder(included.hash(), bobs.hash());
    assertThat(pool.ready()).containsExactly(next);
    PoolHead narrow = new PoolHead(Txs.HEAD.hash(), Txs.CHAIN, GasSchedule.PRAGUE, 20_999);
    assertThat(pool.onHead(narrow, Map.of(ALICES, moved))).containsExactly(next.hash());
    assertThat(pool.size()).isZero();
    assertThat(pool.bytes()).isZero();
    assertThat(pool.senders()).isEmpty();
  }

  @Test
  void anAccountThatFallsBackLeavesAGap() {
    added(pool.add(Txs.of(ALICE, 5, 1), new Account(5, RICH.balance(), false)));
    pool.onHead(Txs.HEAD, Map.of(ALICES, new Account(4, RICH.balance(), false)));
    assertThat(pool.ready()).isEmpty();
    assertThat(added(pool.add(Txs.of(ALICE, 4, 1), new Account(4, RICH.balance(), false))))
        .hasSize(2);
  }
}
