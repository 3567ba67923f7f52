package io.devp2p.wire.eth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;

/** What is in an answer, and how much. */
final class ResponderTest {

  private static final Bytes32 HASH = Bytes32.repeat((byte) 1);

  @Test
  void whoIsLateSendsWhatItHas() {
    int[] calls = {0};
    TestChain chain = new TestChain(1, 20);
    Responder responder = new Responder(69, chain);
    EthRequest many = new EthRequest.GetBlockHeaders(1, HeaderQuery.from(0).limit(20));
    EthAnswer.BlockHeaders cut =
        (EthAnswer.BlockHeaders) responder.answer(many, () -> calls[0]++ >= 6);
    assertThat(cut.headers().size()).isBetween(1, 7);
  }

  private static EthBackend bodiesOf(int size) {
    return new EthBackend() {
      @Override
      public Optional<Bytes> body(Bytes32 hash) {
        return Optional.of(Bytes.wrap(new byte[size]));
      }

      @Override
      public Optional<Bytes> accessList(Bytes32 hash) {
        return hash.isZero() ? Optional.empty() : Optional.of(Bytes.wrap(new byte[size]));
      }

      @Override
      public Optional<Bytes> pooledTransaction(Bytes32 hash, boolean elided) {
        return hash.isZero() ? Optional.empty() : Optional.of(Bytes.wrap(new byte[size]));
      }

      @Override
      public Optional<List<Bytes>> cells(Bytes32 hash, CellMask mask) {
        return Optional.of(
            Collections.nCopies(mask.count() * size, Bytes.wrap(new byte[EthAnswer.Cells.CELL])));
      }
    };
  }

  private static int bodies(int size, int hashes) {
    EthRequest request = new EthRequest.GetBlockBodies(1, Collections.nCopies(hashes, HASH));
    return ((EthAnswer.BlockBodies) new Responder(72, bodiesOf(size)).answer(request, () -> false))
        .bodies()
        .size();
  }

  /** ETH-5, W-03. */
  @Test
  void answersEndBehindTheSoftLimit() {
    assertThat(bodies(1, 2000)).isEqualTo(1024);
    assertThat(bodies(1 << 20, 10)).isEqualTo(2);
    assertThat(bodies((1 << 20) - 1, 10)).isEqualTo(3);
    assertThat(bodies(3 << 20, 10)).isEqualTo(1);
    assertThat(bodies(Batch.HARD_LIMIT, 10)).isEqualTo(1);
    // What no peer would read is not there.
    assertThat(bodies(Batch.HARD_LIMIT + 1, 10)).isZero();
  }

  /** ETH-19, ETH-34. */
  @Test
  void missingAccessListsHoldTheirPlace() {
    Responder responder = new Responder(71, bodiesOf(1 << 20));
    List<Bytes32> hashes = List.of(HASH, Bytes32.ZERO, HASH, Bytes32.ZERO, HASH);
    EthAnswer.BlockAccessLists answer =
        (EthAnswer.BlockAccessLists)
            responder.answer(new EthRequest.GetBlockAccessLists(1, hashes), () -> false);
    assertThat(answer.accessLists())
        .extracting(Optional::isPresent)
        .containsExactly(true, false, true);
  }

  /** ETH-25: gaps, in the order of the request. */
  @Test
  void missingTransactionsAreLeftOut() {
    Responder responder = new Responder(71, bodiesOf(1000));
    List<Bytes32> hashes =
        IntStream.range(0, 5000).mapToObj(i -> i % 2 == 0 ? HASH : Bytes32.ZERO).toList();
    EthAnswer.PooledTransactions answer =
        (EthAnswer.PooledTransactions)
            responder.answer(new EthRequest.GetPooledTransactions(1, hashes), () -> false);
    assertThat(answer.transactions()).hasSize(2098);
  }

  /** ETH-31. */
  @Test
  void cellsAreLimited() {
    Responder responder = new Responder(72, bodiesOf(1));
    EthAnswer.Cells few =
        (EthAnswer.Cells)
            responder.answer(
                new EthRequest.GetCells(1, Collections.nCopies(100, HASH), CellMask.of(1)),
                () -> false);
    assertThat(few.hashes()).hasSize(64);
    EthAnswer.Cells all =
        (EthAnswer.Cells)
            responder.answer(
                new EthRequest.GetCells(1, Collections.nCopies(100, HASH), CellMask.ALL),
                () -> false);
    assertThat(all.hashes()).hasSize(8);
    assertThat(all.mask()).isEqualTo(CellMask.ALL);
    assertThat(
            responder.answer(new EthRequest.GetCells(1, List.of(HASH), CellMask.NONE), () -> false))
        .isEqualTo(new EthAnswer.Cells(1, List.of(), List.of(), CellMask.NONE));
  }

  /** Every request has an answer where nothing is there. */
  @Test
  void nothingIsAnsweredAsNothing() {
    Responder responder = new Responder(72, EthBackend.EMPTY);
    for (MessageId id : MessageId.values()) {
      EthMessage message = EthCodecTest.message(id, 72);
      if (message instanceof EthRequest request) {
        EthAnswer answer = responder.answer(request, () -> false);
        assertThat(answer.requestId()).isEqualTo(request.requestId());
        Bytes payload = EthCodec.encode(72, answer);
        assertThat(payload.size()).isLessThan(40);
        assertThat(EthCodec.decode(72, EthCodec.code(answer), payload)).isEqualTo(answer);
      }
    }
  }
}
