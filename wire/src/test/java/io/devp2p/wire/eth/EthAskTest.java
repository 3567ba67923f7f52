package io.devp2p.wire.eth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devp2p.core.NetworkException;
import io.devp2p.core.Rule;
import io.devp2p.core.Violation;
import io.devp2p.core.rlp.RlpWriter;
import io.devp2p.wire.Capability;
import io.devp2p.wire.Conduct;
import io.devp2p.wire.DisconnectReason;
import io.devp2p.wire.Message;
import io.devp2p.wire.PeerDown;
import io.devp2p.wire.RequestRule;
import io.devp2p.wire.Requests;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two sessions that talk: one asks, the other serves a chain. */
final class EthAskTest {

  private final TestChain chain = new TestChain(11, 40);

  private record Pair(EthLink asking, EthLink serving) {
    <T> T get(CompletableFuture<T> asked) {
      EthLink.talk(asking, serving);
      assertThat(asking.violation()).isEmpty();
      assertThat(serving.violation()).isEmpty();
      return asked.join();
    }
  }

  private Pair pair(int version) {
    return new Pair(
        EthLink.open(version, EthLink.serving(EthBackend.EMPTY, EthListener.NONE, Runnable::run)),
        EthLink.open(version, EthLink.serving(chain, EthListener.NONE, Runnable::run)));
  }

  private static EthLink asking(int version) {
    return EthLink.open(
        version, EthLink.serving(EthBackend.EMPTY, EthListener.NONE, Runnable::run));
  }

  /** Answers the one request that was sent. */
  private static EthRequest answer(EthLink link, LongFunction<EthAnswer> answer) {
    link.run();
    EthRequest request = (EthRequest) link.takeSent().getFirst();
    link.receive(answer.apply(request.requestId()));
    return request;
  }

  private static void assertBroke(EthLink link, Rule rule, CompletableFuture<?> asked) {
    assertThat(link.violation()).hasValueSatisfying(v -> assertThat(v.rule()).isEqualTo(rule));
    assertThatThrownBy(asked::join).hasCause(link.violation().orElseThrow());
  }

  // ---- what is asked is served, in every version

  @ParameterizedTest
  @ValueSource(ints = {68, 69, 70, 71, 72})
  void blocksAreAskedAndServed(int version) {
    Pair pair = pair(version);
    EthSession session = pair.asking.session;
    List<Header> headers = pair.get(session.headers(HeaderQuery.from(3).limit(20)));
    assertThat(headers).isEqualTo(chain.headers.subList(3, 23));
    assertThat(pair.get(session.bodies(headers)))
        .extracting(BlockBody::encoding)
        .isEqualTo(headers.stream().map(h -> chain.body(h.hash()).orElseThrow()).toList());
    List<Bytes> receipts = pair.get(session.receipts(headers));
    assertThat(receipts)
        .isEqualTo(headers.stream().map(h -> chain.receipts(h.hash()).orElseThrow()).toList());
    assertThat(Receipt.decode(receipts.getFirst())).hasSize(3);
    if (version >= 71) {
      chain.accessLists.remove(headers.get(1).hash());
      assertThat(pair.get(session.accessLists(headers)))
          .isEqualTo(headers.stream().map(h -> chain.accessList(h.hash())).toList());
    } else {
      assertThatThrownBy(() -> session.accessLists(headers))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {68, 72})
  void transactionsAreAskedAndServed(int version) {
    Pair pair = pair(version);
    Bytes32 one = chain.poolOne();
    Bytes32 two = chain.poolOne();
    PooledTransaction blobs = PooledTransaction.decode(TestTransactions.twoBlobsElided(), true);
    List<Bytes32> asked = new ArrayList<>(List.of(one, Bytes32.repeat((byte) 9), two));
    if (version >= 72) {
      asked.add(chain.pool(blobs));
    }
    List<PooledTransaction> got = pair.get(pair.asking.session.pooledTransactions(asked));
    assertThat(got.stream().map(tx -> tx.transaction().hash()))
        .isEqualTo(asked.stream().filter(chain.pool::containsKey).toList());
    assertThat(got)
        .isEqualTo(asked.stream().filter(chain.pool::containsKey).map(chain.pool::get).toList());
  }

  @Test
  void cellsAreAskedAndServed() {
    Pair pair = pair(72);
    Bytes32 one = Bytes32.repeat((byte) 1);
    Bytes32 two = Bytes32.repeat((byte) 2);
    chain.blobs.put(one, 1);
    chain.blobs.put(two, 2);
    CellMask mask = CellMask.of(0, 70, 127);
    EthAnswer.Cells cells =
        pair.get(pair.asking.session.cells(List.of(one, Bytes32.ZERO, two), mask));
    assertThat(cells.hashes()).containsExactly(one, two);
    assertThat(cells.mask()).isEqualTo(mask);
    assertThat(cells.cells()).extracting(List::size).containsExactly(3, 6);
    assertThat(cells.cells().get(1)).isEqualTo(chain.cells(two, mask).orElseThrow());
    assertThatThrownBy(() -> pair(71).asking.session.cells(List.of(one), mask))
        .isInstanceOf(IllegalStateException.class);
  }

  /** W-01, W-02, and cases 6 to 10 of the eth suite of go-ethereum. */
  @ParameterizedTest
  @CsvSource({
    "5, 3, 0, false, 5 6 7",
    "5, 3, 1, false, 5 7 9",
    "5, 3, 1, true, 5 3 1",
    "5, 9, 1, true, 5 3 1",
    "4, 9, 1, true, 4 2 0",
    "0, 9, 0, true, 0",
    "38, 9, 0, false, 38 39",
    "5, 2, 9223372036854775807, false, 5",
    "5, 2, -1, false, 5",
    "5, 2, -1, true, 5",
    "5, 2, -6, false, 5",
    "-1, 2, 0, false, ''",
    "-1, 1, 0, true, ''",
    "40, 1, 0, false, ''",
  })
  void queriesOfAllKinds(long start, long limit, long skip, boolean reverse, String numbers) {
    Pair pair = pair(69);
    HeaderQuery query =
        new HeaderQuery(new HeaderQuery.Start.ByNumber(start), limit, skip, reverse);
    List<String> expected = numbers.isEmpty() ? List.of() : List.of(numbers.split(" "));
    assertThat(pair.get(pair.asking.session.headers(query)))
        .extracting(h -> Long.toString(h.number()))
        .isEqualTo(expected);
    if (start >= 0 && start < 40) {
      HeaderQuery byHash =
          new HeaderQuery(
              new HeaderQuery.Start.ByHash(chain.headers.get((int) start).hash()),
              limit,
              skip,
              reverse);
      assertThat(pair.get(pair.asking.session.headers(byHash)))
          .extracting(h -> Long.toString(h.number()))
          .isEqualTo(expected);
    }
  }

  /** ETH-7: forward a branch ends at its start, backward it leads to the chain. */
  @Test
  void branches() {
    Pair pair = pair(69);
    Header branch = chain.branch(20);
    HeaderQuery query = HeaderQuery.from(branch.hash()).limit(5);
    assertThat(pair.get(pair.asking.session.headers(query))).containsExactly(branch);
    assertThat(pair.get(pair.asking.session.headers(query.backwards())))
        .containsExactly(
            branch,
            chain.headers.get(20),
            chain.headers.get(19),
            chain.headers.get(18),
            chain.headers.get(17));
    assertThat(pair.get(pair.asking.session.headers(query.backwards().skip(8))))
        .containsExactly(branch, chain.headers.get(12), chain.headers.get(3));
    assertThat(pair.get(pair.asking.session.headers(query.backwards().skip(-1))))
        .containsExactly(branch);
  }

  // ---- receipts in parts

  /** A block whose receipts need three messages, between two small ones. */
  @Test
  void receiptsInPartsAreHidden() {
    byte[] large = new byte[3_000_000];
    Header before = chain.headers.getLast();
    Header big = chain.append(7, receipt -> Bytes.wrap(large));
    Header after = chain.append(2, receipt -> Bytes.of(receipt));
    Pair pair = pair(70);
    List<Header> asked = List.of(before, big, after);
    CompletableFuture<List<Bytes>> result = pair.asking.session.receipts(asked);
    pair.asking.run();
    List<Long> from = new ArrayList<>();
    List<Long> ids = new ArrayList<>();
    while (!pair.asking.sent.isEmpty()) {
      EthRequest.GetReceipts request =
          (EthRequest.GetReceipts) EthCodec.decode(70, 0x0f, pair.asking.sent.peek().payload());
      from.add(request.firstBlockReceiptIndex());
      ids.add(request.requestId());
      pair.serving.receive(pair.asking.sent.remove().code(), EthCodec.encode(70, request));
      Message answer = pair.serving.sent.remove();
      assertThat(answer.payload().size()).isLessThanOrEqualTo(10 << 20);
      pair.asking.receive(answer.code(), answer.payload());
    }
    assertThat(from).containsExactly(0L, 3L, 6L);
    assertThat(ids.stream().distinct()).hasSize(1);
    // The last part has more than 2 MiB, so the block after it waits for its own request.
    assertThat(result.join())
        .isEqualTo(
            List.of(before, big).stream()
                .map(h -> chain.receipts(h.hash()).orElseThrow())
                .toList());
    // Before eth/70 such a block cannot be served.
    Pair old = pair(69);
    assertThat(old.get(old.asking.session.receipts(asked))).hasSize(1);
  }

  /** ETH-14: the first receipt that is missing is the one behind the last. */
  @Test
  void aPartMayEndWithTheLastReceipt() {
    Header header = chain.headers.get(7);
    Bytes list = chain.receipts(header.hash()).orElseThrow();
    EthLink link = asking(70);
    CompletableFuture<List<Bytes>> result =
        link.session.receipts(List.of(header, chain.headers.get(6)));
    answer(link, id -> new EthAnswer.Receipts(id, true, List.of(list)));
    EthRequest.GetReceipts rest = (EthRequest.GetReceipts) link.takeSent().getFirst();
    assertThat(rest.firstBlockReceiptIndex()).isEqualTo(3);
    Responder responder = new Responder(70, chain);
    link.receive(responder.answer(rest, () -> false));
    assertThat(result.join())
        .containsExactly(list, chain.receipts(chain.headers.get(6).hash()).orElseThrow());
    EthRequest tooFar = new EthRequest.GetReceipts(1, 4, List.of(header.hash()));
    assertThat(responder.answer(tooFar, () -> false))
        .isEqualTo(new EthAnswer.Receipts(1, false, List.of()));
  }

  /** W-08. */
  @Test
  void receiptsThatNeverEnd() {
    EthLink link = asking(70);
    CompletableFuture<List<Bytes>> result = link.session.receipts(List.of(chain.headers.get(7)));
    Bytes one = Bytes.fromHexString("0xc5c4800105c0");
    for (int i = 0; i <= ReceiptsAsk.MAX_ROUNDS; i++) {
      assertThat(link.violation()).isEmpty();
      answer(link, id -> new EthAnswer.Receipts(id, true, List.of(one)));
    }
    assertBroke(link, EthRule.ETH_RECEIPTS_NO_PROGRESS, result);
  }

  @Test
  void theRestIsAskedOnlyWhileItIsWanted() {
    EthLink link = asking(70);
    CompletableFuture<List<Bytes>> result = link.session.receipts(List.of(chain.headers.get(7)));
    result.cancel(false);
    answer(
        link,
        id -> new EthAnswer.Receipts(id, true, List.of(Bytes.fromHexString("0xc5c4800105c0"))));
    assertThat(link.sent).isEmpty();
    assertThat(link.violation()).isEmpty();
  }

  // ---- answers that are wrong

  @Test
  void headersThatWereNotAskedFor() {
    Bytes five = chain.headers.get(5).encoding();
    for (HeaderQuery query :
        List.of(
            HeaderQuery.from(4).limit(2), HeaderQuery.from(chain.headers.get(4).hash()).limit(2))) {
      EthLink link = asking(69);
      CompletableFuture<?> asked = link.session.headers(query);
      answer(link, id -> new EthAnswer.BlockHeaders(id, List.of(five)));
      assertBroke(link, BlockRule.HEADER_CHAIN, asked);
    }
  }

  /** Right numbers, of which the second is not the child of the first. */
  @Test
  void headersThatHangNotTogether() {
    Header six =
        Header.decode(
            TestChain.fields(
                    Bytes32.repeat((byte) 1),
                    6,
                    Bytes32.ZERO,
                    Bytes32.ZERO,
                    Bytes32.ZERO,
                    Bytes32.ZERO)
                .encode());
    EthLink link = asking(69);
    CompletableFuture<?> asked = link.session.headers(HeaderQuery.from(5).limit(2));
    answer(
        link,
        id ->
            new EthAnswer.BlockHeaders(
                id, List.of(chain.headers.get(5).encoding(), six.encoding())));
    assertBroke(link, BlockRule.HEADER_CHAIN, asked);
  }

  @Test
  void whatBelongsToAnotherBlock() {
    Header asked = chain.headers.get(7);
    Header other = chain.headers.get(6);
    EthLink bodies = asking(69);
    CompletableFuture<?> body = bodies.session.bodies(List.of(asked));
    answer(
        bodies,
        id -> new EthAnswer.BlockBodies(id, List.of(chain.body(other.hash()).orElseThrow())));
    assertBroke(bodies, BlockRule.BODY_TRANSACTIONS, body);
    EthLink receipts = asking(69);
    CompletableFuture<?> list = receipts.session.receipts(List.of(asked));
    answer(
        receipts,
        id ->
            new EthAnswer.Receipts(id, false, List.of(chain.receipts(other.hash()).orElseThrow())));
    assertBroke(receipts, BlockRule.RECEIPTS_ROOT, list);
    EthLink accessLists = asking(71);
    CompletableFuture<?> accessList = accessLists.session.accessLists(List.of(asked));
    answer(
        accessLists,
        id -> new EthAnswer.BlockAccessLists(id, List.of(chain.accessList(other.hash()))));
    assertBroke(accessLists, BlockRule.ACCESS_LIST_HASH, accessList);
  }

  @Test
  void transactionsThatWereNotAskedFor() {
    Bytes32 one = chain.poolOne();
    Bytes32 two = chain.poolOne();
    Bytes first = chain.pooledTransaction(one, false).orElseThrow();
    Bytes second = chain.pooledTransaction(two, false).orElseThrow();
    Bytes third = chain.pooledTransaction(chain.poolOne(), false).orElseThrow();
    for (List<Bytes> wrong :
        List.of(List.of(second, first), List.of(first, first), List.of(first, third))) {
      EthLink link = asking(69);
      CompletableFuture<?> asked = link.session.pooledTransactions(List.of(one, two));
      answer(link, id -> new EthAnswer.PooledTransactions(id, wrong));
      assertBroke(link, EthRule.ETH_UNASKED, asked);
    }
  }

  @Test
  void cellsOfNothing() {
    EthLink link = asking(72);
    Bytes32 hash = Bytes32.repeat((byte) 1);
    CompletableFuture<?> asked = link.session.cells(List.of(hash), CellMask.of(1));
    answer(link, id -> new EthAnswer.Cells(id, List.of(hash), List.of(List.of()), CellMask.of(1)));
    assertBroke(link, EthRule.ETH_CELL_GROUP_SIZE, asked);
  }

  /** W-05. */
  @Test
  void answersThatBelongToNoRequest() {
    EthLink link = asking(69);
    link.receive(new EthAnswer.BlockHeaders(0, List.of()));
    assertThat(link.violation())
        .hasValueSatisfying(v -> assertThat(v.rule()).isEqualTo(RequestRule.REQUEST_UNSOLICITED));
    EthLink other = asking(69);
    CompletableFuture<?> asked = other.session.headers(HeaderQuery.from(1));
    answer(other, id -> new EthAnswer.BlockBodies(id, List.of()));
    assertBroke(other, RequestRule.REQUEST_WRONG_ANSWER, asked);
  }

  // ---- time, limits, the end

  @Test
  void lateAnswersAreIgnored() {
    EthLink link = asking(69);
    CompletableFuture<List<Header>> asked = link.session.headers(HeaderQuery.from(1));
    link.run();
    long id = ((EthRequest) link.takeSent().getFirst()).requestId();
    link.advance(EthAsk.BLOCKS_TIMEOUT.toNanos());
    assertThatThrownBy(asked::join).hasCauseInstanceOf(NetworkException.TimedOut.class);
    assertThat(link.conducts).containsExactly(Conduct.TIMEOUT);
    link.advance(Duration.ofMinutes(4).toNanos());
    link.receive(new EthAnswer.BlockHeaders(id, List.of(chain.headers.get(1).encoding())));
    assertThat(link.violation()).isEmpty();
    link.receive(new EthAnswer.BlockHeaders(id, List.of(chain.headers.get(1).encoding())));
    assertThat(link.violation()).isPresent();
  }

  @Test
  void aSlowPeerIsAskedForLess() {
    EthLink link = asking(69);
    CompletableFuture<List<Header>> all = link.session.headers(HeaderQuery.from(0).limit(40));
    link.run();
    link.advance(Duration.ofSeconds(8).toNanos());
    answer(
        link,
        id ->
            new EthAnswer.BlockHeaders(id, chain.headers.stream().map(Header::encoding).toList()));
    assertThat(all.join()).hasSize(40);
    link.session.headers(HeaderQuery.from(0).limit(40));
    link.run();
    assertThat(((EthRequest.GetBlockHeaders) link.takeSent().getFirst()).query().limit())
        .isEqualTo(10);
  }

  @Test
  void requestsInFlightAreLimited() {
    EthLink link = asking(69);
    List<CompletableFuture<List<Header>>> asked =
        IntStream.rangeClosed(0, Requests.IN_FLIGHT)
            .mapToObj(i -> link.session.headers(HeaderQuery.from(i)))
            .toList();
    link.run();
    assertThat(link.takeSent()).hasSize(Requests.IN_FLIGHT);
    assertThat(asked.subList(0, Requests.IN_FLIGHT)).noneMatch(CompletableFuture::isDone);
    assertThatThrownBy(asked.getLast()::join).hasCauseInstanceOf(NetworkException.Closed.class);
  }

  /** What is not judged yet is bounded: the peer waits. */
  @Test
  void aPeerWaitsUntilItsAnswersAreJudged() {
    List<Runnable> worker = new ArrayList<>();
    EthLink link =
        EthLink.open(72, EthLink.serving(EthBackend.EMPTY, EthListener.NONE, worker::add));
    Bytes large = Bytes.wrap(new byte[9 << 20]);
    for (int i = 0; i < 2; i++) {
      assertThat(link.session.isBusy()).isFalse();
      link.session.receipts(List.of(chain.headers.get(1)));
      link.run();
      long id = ((EthRequest) link.takeSent().getFirst()).requestId();
      link.receive(0x10, RlpWriter.encodeList(w -> w.uint(id).bytes(large)));
    }
    assertThat(link.session.isBusy()).isTrue();
    assertThat(worker).hasSize(2);
    worker.getFirst().run();
    link.run();
    assertThat(link.violation()).isPresent();
  }

  @Test
  void theEndFailsWhatIsAsked() {
    List<Runnable> worker = new ArrayList<>();
    EthLink link =
        EthLink.open(69, EthLink.serving(EthBackend.EMPTY, EthListener.NONE, worker::add));
    CompletableFuture<?> judged = link.session.headers(HeaderQuery.from(1));
    CompletableFuture<?> waiting = link.session.headers(HeaderQuery.from(2));
    link.run();
    long id = ((EthRequest) link.takeSent().getFirst()).requestId();
    link.receive(new EthAnswer.BlockHeaders(id, List.of(chain.headers.get(1).encoding())));
    assertThat(worker).hasSize(1);
    link.end(new PeerDown(DisconnectReason.QUITTING, true, Optional.empty()));
    assertThatThrownBy(judged::join).hasCauseInstanceOf(NetworkException.Disconnected.class);
    assertThatThrownBy(waiting::join).hasCauseInstanceOf(NetworkException.Disconnected.class);
    worker.forEach(Runnable::run);
    CompletableFuture<?> tooLate = link.session.headers(HeaderQuery.from(1));
    link.run();
    assertThatThrownBy(tooLate::join).hasCauseInstanceOf(NetworkException.Closed.class);
  }

  @Test
  void onlySoMuchCanBeAskedFor() {
    EthSession session = asking(69).session;
    assertThatThrownBy(() -> session.headers(HeaderQuery.from(1).limit(0)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> session.bodies(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> session.pooledTransactions(Collections.nCopies(1025, Bytes32.ZERO)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void gossipIsSent() {
    EthLink link = asking(72);
    EthMessage announcement = EthCodecTest.message(MessageId.NEW_POOLED_TRANSACTION_HASHES, 72);
    link.session.send(announcement);
    link.run();
    assertThat(link.takeSent()).containsExactly(announcement);
    assertThat(link.session.version()).isEqualTo(72);
    assertThat(link.session.peer().capability()).isEqualTo(new Capability(Eth.NAME, 72));
    assertThat(new Violation(EthRule.ETH_FORK)).hasMessageContaining("EIP-2124");
  }
}
