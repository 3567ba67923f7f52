package io.devp2p.wire.eth;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.node.ForkId;
import io.devp2p.core.rlp.RlpWriter;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each rule of eth, broken in a session. */
final class EthRuleTest {

  private static final ChainHead HEAD = EthLink.HEAD;
  private static final Bytes32 HASH = Bytes32.repeat((byte) 5);

  @ParameterizedTest
  @EnumSource
  void refuses(EthRule rule) {
    assertThat(rule.anchor()).isNotBlank();
    boolean ofStatus =
        switch (rule) {
          case ETH_STATUS_FIRST, ETH_VERSION, ETH_NETWORK, ETH_GENESIS, ETH_FORK -> true;
          default -> false;
        };
    int version = ofStatus ? 69 : 72;
    Eth eth = EthLink.serving(EthBackend.EMPTY, EthListener.NONE, Runnable::run);
    EthLink link = ofStatus ? new EthLink(version, eth) : EthLink.open(version, eth);
    breaking(rule).accept(link);
    assertThat(link.violation()).hasValueSatisfying(v -> assertThat(v.rule()).isEqualTo(rule));
  }

  private static Consumer<EthLink> breaking(EthRule rule) {
    return switch (rule) {
      case ETH_STATUS_FIRST -> link -> link.receive(2, TestChain.EMPTY_LIST);
      case ETH_STATUS_TWICE -> link -> link.receive(HEAD.status(72));
      case ETH_VERSION -> link -> link.receive(HEAD.status(70));
      case ETH_BLOCK_RANGE -> link -> link.receive(new EthMessage.BlockRangeUpdate(10, 8, HASH));
      case ETH_ZERO_HASH ->
          link -> link.receive(new EthMessage.BlockRangeUpdate(1, 8, Bytes32.ZERO));
      case ETH_NETWORK -> link -> link.receive(status(5, HEAD.genesis(), EthLink.FORK));
      case ETH_GENESIS -> link -> link.receive(status(1, HASH, EthLink.FORK));
      case ETH_FORK -> link -> link.receive(status(1, HEAD.genesis(), new ForkId(1, 0)));
      case ETH_UNKNOWN_MESSAGE -> link -> link.receive(0x0b, TestChain.EMPTY_LIST);
      case ETH_START_BLOCK ->
          link -> link.receive(3, Bytes.fromHexString("0xcf01cd89010203040506070809018080"));
      case ETH_TOO_MANY_ITEMS ->
          link -> {
            link.session.headers(HeaderQuery.from(1));
            answer(link, id -> new EthAnswer.BlockHeaders(id, headers(2)));
          };
      case ETH_ITEMS_TOO_SMALL -> link -> link.receive(2, Bytes.fromHexString("0xc50102030405"));
      case ETH_ANNOUNCEMENT_LENGTHS ->
          link ->
              link.receive(
                  8,
                  RlpWriter.encodeList(w ->
                      w.bytes(Bytes.of(2, 2))
                          .list(List.of(100L), RlpWriter::uint)
                          .list(List.of(HASH, HASH), RlpWriter::bytes)
                          .bytes(CellMask.NONE.bytes())));
      case ETH_BLOB_BROADCAST ->
          link ->
              link.receive(new EthMessage.Transactions(List.of(TestTransactions.typed("eip4844"))));
      case ETH_RECEIPTS_NO_PROGRESS ->
          link -> {
            link.session.receipts(List.of(new TestChain(1, 1).headers.getFirst()));
            answer(link, id -> new EthAnswer.Receipts(id, true, List.of(TestChain.EMPTY_LIST)));
          };
      case ETH_CELL_GROUPS ->
          link -> {
            link.session.cells(List.of(HASH), CellMask.of(1));
            answer(link, id -> new EthAnswer.Cells(id, List.of(HASH), List.of(), CellMask.of(1)));
          };
      case ETH_CELL_GROUP_SIZE ->
          link -> {
            link.session.cells(List.of(HASH), CellMask.of(1, 2));
            answer(link, id -> new EthAnswer.Cells(id, List.of(HASH), cells(3), CellMask.of(1, 2)));
          };
      case ETH_UNASKED ->
          link -> {
            link.session.cells(List.of(HASH), CellMask.of(1));
            answer(link, id -> new EthAnswer.Cells(id, List.of(HASH), cells(2), CellMask.of(1, 2)));
          };
    };
  }

  private static Status status(long network, Bytes32 genesis, ForkId fork) {
    return new Status.Status69(69, network, genesis, fork, 1, 200, HEAD.latestHash());
  }

  private interface Answer {
    EthAnswer to(long id);
  }

  private static void answer(EthLink link, Answer answer) {
    link.run();
    EthRequest request = (EthRequest) link.takeSent().getFirst();
    link.receive(answer.to(request.requestId()));
  }

  private static List<Bytes> headers(int count) {
    return new TestChain(1, count + 1).headers.stream().skip(1).map(Header::encoding).toList();
  }

  private static List<List<Bytes>> cells(int count) {
    return List.of(Collections.nCopies(count, Bytes.wrap(new byte[EthAnswer.Cells.CELL])));
  }
}
