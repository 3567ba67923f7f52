package io.devp2p.wire.tx;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.wire.eth.EthMessage;
import io.devp2p.wire.eth.PooledTransaction;
import io.devp2p.wire.eth.Transaction;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is asked of whom, in virtual time. */
final class TxFetcherTest {

  private final TxOutbox out = new TxOutbox();
  private final TxFetcher fetcher = new TxFetcher(out);
  private long now = 1000;

  @BeforeEach
  void open() {
    fetcher.onOpen(1, 68);
    fetcher.onOpen(2, 72);
  }

  private static Bytes32 hash(int number) {
    return Bytes32.rightPad(Bytes.ofUnsignedInt(number + 1L));
  }

  private static List<EthMessage.Announced> announced(int from, int count, long size) {
    return IntStream.range(from, from + count)
        .mapToObj(i -> new EthMessage.Announced(2, size, hash(i)))
        .toList();
  }

  private static List<Bytes32> hashes(int from, int count) {
    return IntStream.range(from, from + count).mapToObj(TxFetcherTest::hash).toList();
  }

  private void advanceToDeadline() {
    now = fetcher.deadline();
    fetcher.onTime(now);
  }

  private List<TxEffect> effects() {
    return out.drain();
  }

  @Test
  void gathersHalfASecondAndAsksInOneRequest() {
    fetcher.onAnnounced(now, 1, announced(0, 30, 100));
    fetcher.onAnnounced(now, 1, announced(30, 20, 100));
    assertThat(effects()).isEmpty();
    assertThat(fetcher.deadline()).isEqualTo(now + TxFetcher.GATHER);
    advanceToDeadline();
    assertThat(effects()).containsExactly(new TxEffect.Ask(1, hashes(0, 50)));
    assertThat(fetcher.deadline()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void blobTransactionsAreAskedForAtOnce() {
    fetcher.onAnnounced(now, 1, List.of(new EthMessage.Announced(3, 140_000, hash(1))));
    assertThat(effects()).containsExactly(new TxEffect.Ask(1, hashes(1, 1)));
  }

  @Test
  void asksEachHashOfOnePeer() {
    fetcher.onAnnounced(now, 1, announced(0, 2, 100));
    fetcher.onAnnounced(now, 2, announced(1, 2, 100));
    advanceToDeadline();
    assertThat(effects())
        .containsExactly(new TxEffect.Ask(1, hashes(0, 2)), new TxEffect.Ask(2, hashes(2, 1)));
  }

  @Test
  void requestsAreBoundedInHashesAndBytes() {
    fetcher.onAnnounced(now, 1, announced(0, 300, 100));
    advanceToDeadline();
    assertThat(effects()).containsExactly(new TxEffect.Ask(1, hashes(0, 256)));
    fetcher.onAnnounced(now, 2, announced(1000, 10, 100_000));
    advanceToDeadline();
    assertThat(effects()).containsExactly(new TxEffect.Ask(2, hashes(1000, 2)));
    fetcher.onAnswered(1, hashes(0, 256));
    assertThat(effects()).containsExactly(new TxEffect.Ask(1, hashes(256, 44)));
  }

  @Test
  void whatAPeerFailsToGiveIsAskedOfAnother() {
    fetcher.onAnnounced(now, 1, announced(0, 3, 100));
    fetcher.onAnnounced(now, 2, announced(0, 3, 100));
    advanceToDeadline();
    effects();
    fetcher.onFailed(1);
    assertThat(effects()).containsExactly(new TxEffect.Ask(2, hashes(0, 3)));
    fetcher.onFailed(2);
    assertThat(effects()).isEmpty();
    assertThat(fetcher.size()).isZero();
  }

  @Test
  void gapsAreAskedOfAnotherAndTheTailAgain() {
    fetcher.onAnnounced(now, 1, announced(0, 4, 100));
    fetcher.onAnnounced(now, 2, announced(0, 1, 100));
    advanceToDeadline();
    effects();
    fetcher.onAnswered(1, hashes(1, 1)); // not 0, then 1, then it was full
    assertThat(effects())
        .containsExactlyInAnyOrder(
            new TxEffect.Ask(1, hashes(2, 2)), new TxEffect.Ask(2, hashes(0, 1)));
  }

  @Test
  void whoeverGoesIsReplaced() {
    fetcher.onAnnounced(now, 1, announced(0, 2, 100));
    fetcher.onAnnounced(now, 2, announced(0, 2, 100));
    advanceToDeadline();
    effects();
    fetcher.onGone(1);
    assertThat(effects()).containsExactly(new TxEffect.Ask(2, hashes(0, 2)));
    fetcher.onGone(2);
    assertThat(fetcher.size()).isZero();
  }

  @Test
  void whatIsHereIsNotAskedFor() {
    fetcher.onAnnounced(now, 1, announced(0, 2, 100));
    fetcher.forget(hash(0));
    advanceToDeadline();
    assertThat(effects()).containsExactly(new TxEffect.Ask(1, hashes(1, 1)));
  }

  @Test
  void announcementsOfAPeerAreBounded() {
    fetcher.onAnnounced(now, 1, announced(0, TxFetcher.OPEN + 10, 100));
    assertThat(fetcher.size()).isEqualTo(TxFetcher.OPEN);
    fetcher.onAnnounced(
        now, 2, List.of(new EthMessage.Announced(2, (1L << 32) - 1, hash(100_000))));
    assertThat(fetcher.size()).isEqualTo(TxFetcher.OPEN);
  }

  @Test
  void liarsAreThoseWhoAnnouncedAnotherTypeOrSize() {
    PooledTransaction tx = Txs.blobs(0, 3);
    int elided = tx.size(true);
    fetcher.onOpen(3, 72);
    fetcher.onAnnounced(now, 1, List.of(blob(tx, 3, elided + 3 * 131_076 + 4)));
    fetcher.onAnnounced(now, 2, List.of(blob(tx, 3, elided + 8)));
    fetcher.onAnnounced(now, 3, List.of(blob(tx, 3, elided)));
    assertThat(fetcher.liars(tx)).isEmpty();
    fetcher.onOpen(4, 72);
    fetcher.onAnnounced(now, 4, List.of(blob(tx, 3, elided + 9)));
    fetcher.onOpen(5, 72);
    fetcher.onAnnounced(now, 5, List.of(blob(tx, 2, elided)));
    assertThat(fetcher.liars(tx)).containsExactlyInAnyOrder(4L, 5L);
  }

  private static EthMessage.Announced blob(PooledTransaction tx, int type, int size) {
    return new EthMessage.Announced(type, size, tx.transaction().hash());
  }

  @Test
  void theSizeOfATransactionWithoutBlobsIsThatOfItsEncoding() {
    Transaction tx = Txs.transfer(0, 1).sign(Txs.ALICE);
    AnnouncedSize size = AnnouncedSize.of(new PooledTransaction(tx, Optional.empty()));
    assertThat(size.isNear(68, tx.size())).isTrue();
    assertThat(size.isNear(72, tx.size() - 9)).isFalse();
  }
}
