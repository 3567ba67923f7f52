package io.devp2p.wire.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.wire.eth.Address;
import io.devp2p.wire.eth.BlobSidecar;
import io.devp2p.wire.eth.CellMask;
import io.devp2p.wire.eth.Kzg;
import io.devp2p.wire.eth.PooledTransaction;
import io.devp2p.wire.eth.Transaction;
import io.devp2p.wire.eth.TransactionFields;
import io.devp2p.wire.tx.Account;
import io.devp2p.wire.tx.Blobs;
import io.devp2p.wire.tx.GasSchedule;
import io.devp2p.wire.tx.Judged;
import io.devp2p.wire.tx.PoolHead;
import io.devp2p.wire.tx.Refusal;
import io.devp2p.wire.tx.TxRule;
import io.devp2p.wire.tx.Txs;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.units.bigints.UInt256;
import org.junit.jupiter.api.Test;

final class TxJudgeTest {

  private static final Kzg KZG = new ToyKzg();
  private static final TxJudge JUDGE = new TxJudge(address -> Txs.RICH, Optional.of(KZG));

  private static PooledTransaction bare(Transaction tx) {
    return new PooledTransaction(tx, Optional.empty());
  }

  private static Refusal refusal(TxJudge judge, PooledTransaction tx, PoolHead head) {
    Judged judged = judge.judge(tx, head);
    assertThat(judged).isInstanceOf(Judged.Unfit.class);
    return ((Judged.Unfit) judged).why();
  }

  private static Refusal refusal(TransactionFields fields) {
    return refusal(JUDGE, bare(fields.sign(Txs.ALICE)), Txs.HEAD);
  }

  private static TransactionFields on(UInt256 chain) {
    TransactionFields t = Txs.transfer(0, 1);
    return new TransactionFields(
        t.type(),
        chain,
        0,
        t.maxPriorityFee(),
        t.maxFee(),
        t.gas(),
        t.to(),
        t.value(),
        t.input(),
        List.of(),
        UInt256.ZERO,
        List.of(),
        List.of());
  }

  @Test
  void findsTheSenderAndItsAccount() {
    Judged.Fit fit = (Judged.Fit) JUDGE.judge(bare(Txs.transfer(0, 1).sign(Txs.ALICE)), Txs.HEAD);
    assertThat(fit.candidate().sender()).isEqualTo(Address.of(Txs.ALICE.publicKey()));
    assertThat(fit.candidate().account()).isEqualTo(Txs.RICH);
  }

  @Test
  void refusesWhatCanNeverBeValid() {
    assertThat(refusal(on(UInt256.valueOf(8)))).isEqualTo(Refusal.INVALID);
    assertThat(refusal(Txs.transfer(-1, 1))).isEqualTo(Refusal.INVALID);
    Transaction tx = Txs.transfer(0, 1).sign(Txs.ALICE);
    Transaction unsigned =
        Transaction.decode(
            TransactionFields.of(tx).encode(UInt256.ZERO, UInt256.MAX_VALUE, tx.s()));
    assertThat(refusal(JUDGE, bare(unsigned), Txs.HEAD)).isEqualTo(Refusal.INVALID);
  }

  @Test
  void refusesWhatIsTooLargeBeforeAnythingElse() {
    Bytes data = Bytes.wrap(new byte[TxJudge.MAX_SIZE]);
    Transaction tx = Txs.make(Transaction.FEE_MARKET, 1, Optional.of(Txs.NOBODY), data, List.of());
    assertThat(refusal(JUDGE, bare(tx), Txs.HEAD)).isEqualTo(Refusal.OVERSIZED);
  }

  @Test
  void theAccountIsAskedOnlyForWhatIsInOrder() {
    TxJudge neverAsked =
        new TxJudge(
            address -> {
              throw new AssertionError("asked for " + address);
            },
            Optional.empty());
    Transaction poor =
        Txs.make(Transaction.FEE_MARKET, 20_999, Optional.of(Txs.NOBODY), Bytes.EMPTY, List.of());
    assertThat(refusal(neverAsked, bare(poor), Txs.HEAD)).isEqualTo(Refusal.INTRINSIC_GAS);
    assertThat(refusal(neverAsked, Txs.blobs(0, 1), Txs.HEAD)).isEqualTo(Refusal.NOT_YET);
  }

  @Test
  void judgesByTheAccount() {
    TxJudge used = new TxJudge(a -> new Account(1, Txs.ETHER, false), Optional.of(KZG));
    assertThat(refusal(used, bare(Txs.transfer(0, 1).sign(Txs.ALICE)), Txs.HEAD))
        .isEqualTo(Refusal.NONCE_TOO_LOW);
  }

  // ---- blobs

  private static PooledTransaction withBlob(int version, Bytes blob, Bytes committed) {
    Bytes commitment = KZG.commit(committed);
    TransactionFields t = Txs.transfer(0, 1);
    Transaction tx =
        new TransactionFields(
                Transaction.BLOB,
                Txs.CHAIN,
                0,
                t.maxPriorityFee(),
                t.maxFee(),
                t.gas(),
                t.to(),
                t.value(),
                t.input(),
                List.of(),
                UInt256.ONE,
                List.of(BlobSidecar.versionedHash(commitment)),
                List.of())
            .sign(Txs.ALICE);
    List<Bytes> proofs = Collections.nCopies(version == 0 ? 1 : CellMask.COLUMNS, commitment);
    return new PooledTransaction(
        tx, Optional.of(new BlobSidecar(version, List.of(blob), List.of(commitment), proofs)));
  }

  private static final Bytes BLOB = Bytes.repeat((byte) 1, BlobSidecar.BLOB);
  private static final Bytes OTHER = Bytes.repeat((byte) 2, BlobSidecar.BLOB);

  @Test
  void blobsOfBothVersionsAreVerifiedAndCanBeServedToAll() {
    for (int version : new int[] {0, 1}) {
      PooledTransaction tx = withBlob(version, BLOB, BLOB);
      Judged.Fit fit = (Judged.Fit) JUDGE.judge(tx, Txs.HEAD);
      Blobs blobs = fit.candidate().blobs().orElseThrow();
      assertThat(blobs.areWhole()).isTrue();
      assertThat(blobs.pooled(tx.transaction(), false)).contains(tx.networkForm(false));
      PooledTransaction elided =
          PooledTransaction.decode(blobs.pooled(tx.transaction(), true).orElseThrow(), true);
      assertThat(elided.sidecar().orElseThrow().version()).isEqualTo(1);
      assertThat(elided.sidecar().orElseThrow().proofs()).hasSize(128);
      assertThat(blobs.announcedSize(tx.transaction(), false)).isEqualTo(tx.size(false));
      assertThat(blobs.announcedSize(tx.transaction(), true)).isEqualTo(elided.size(true));
    }
  }

  @Test
  void blobsThatAreNotTheCommittedOnesAreAWrong() {
    for (int version : new int[] {0, 1}) {
      PooledTransaction tx = withBlob(version, OTHER, BLOB);
      assertThat(JUDGE.judge(tx, Txs.HEAD)).isEqualTo(new Judged.Wrong(tx, TxRule.TX_BLOB_PROOF));
    }
  }

  @Test
  void fromOsakaOnVersion0IsOver() {
    PoolHead osaka = new PoolHead(Txs.HEAD.hash(), Txs.CHAIN, GasSchedule.OSAKA, 30_000_000);
    assertThat(refusal(JUDGE, withBlob(0, BLOB, BLOB), osaka)).isEqualTo(Refusal.NOT_YET);
    assertThat(JUDGE.judge(withBlob(1, BLOB, BLOB), osaka)).isInstanceOf(Judged.Fit.class);
  }

  @Test
  void withoutBlobsTheyAreStillToBeFetched() {
    Judged.Fit fit = (Judged.Fit) JUDGE.judge(Txs.blobs(0, 2), Txs.HEAD);
    assertThat(fit.candidate().blobs()).isEmpty();
  }
}
