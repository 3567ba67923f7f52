package io.devp2p.wire.eth;

import io.devp2p.core.Violation;
import io.devp2p.core.rlp.RlpReader;
import io.devp2p.core.rlp.RlpRule;
import io.devp2p.core.rlp.RlpWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** The layouts of answers. */
final class AnswerCodec {

  /** How an access list that is not available looks: the empty string. */
  private static final Bytes NOT_AVAILABLE = Bytes.of(0x80);

  private AnswerCodec() {}

  static Bytes encode(int version, EthAnswer answer) {
    return RlpWriter.encodeList(w -> {
      w.uint(answer.requestId());
      switch (answer) {
        case EthAnswer.BlockHeaders m -> w.list(m.headers(), RlpWriter::raw);
        case EthAnswer.BlockBodies m -> w.list(m.bodies(), RlpWriter::raw);
        case EthAnswer.PooledTransactions m -> w.list(m.transactions(), RlpWriter::raw);
        case EthAnswer.Receipts m -> writeReceipts(version, m, w);
        case EthAnswer.BlockAccessLists m ->
            w.list(m.accessLists(), (x, list) -> x.raw(list.orElse(NOT_AVAILABLE)));
        case EthAnswer.Cells m -> {
          w.list(m.hashes(), RlpWriter::bytes);
          w.list(m.cells(), (x, group) -> x.list(group, RlpWriter::bytes));
          m.mask().write(w);
        }
      }
    });
  }

  private static void writeReceipts(int version, EthAnswer.Receipts m, RlpWriter w) {
    if (version >= 70) {
      w.bool(m.lastBlockIncomplete());
    } else if (m.lastBlockIncomplete()) {
      throw new IllegalArgumentException("eth/" + version + " cannot cut the receipts of a block");
    }
    w.list(m.blocks(), RlpWriter::raw);
  }

  static EthAnswer read(int version, MessageId id, RlpReader in, int most) {
    long requestId = in.uint64();
    return switch (id) {
      case BLOCK_HEADERS -> new EthAnswer.BlockHeaders(requestId, headers(in.list(), most));
      case BLOCK_BODIES -> new EthAnswer.BlockBodies(requestId, bodies(in.list(), most));
      case POOLED_TRANSACTIONS ->
          new EthAnswer.PooledTransactions(requestId, transactions(in.list(), most));
      case RECEIPTS -> receipts(version, requestId, in, most);
      case BLOCK_ACCESS_LISTS ->
          new EthAnswer.BlockAccessLists(requestId, accessLists(in.list(), most));
      case CELLS -> cells(requestId, in, most);
      default -> throw new IllegalStateException("BUG: " + id + " is no answer");
    };
  }

  private static List<Bytes> headers(RlpReader in, int most) {
    List<Bytes> headers = new ArrayList<>(EthCodec.countUpTo(in, most));
    while (!in.isAtEnd()) {
      Violation.unless(in.nextIsList(), RlpRule.RLP_EXPECTED_LIST);
      headers.add(in.raw());
    }
    return headers;
  }

  private static List<Bytes> bodies(RlpReader in, int most) {
    EthCodec.countUpTo(in, most);
    List<Bytes> bodies = EthCodec.readRaw(in);
    bodies.forEach(AnswerCodec::checkBody);
    return bodies;
  }

  private static void checkBody(Bytes encoded) {
    RlpReader body = RlpReader.list(encoded);
    EthCodec.checkSizes(body.list(), Transaction.SMALLEST);
    EthCodec.checkSizes(body.list(), Header.SMALLEST);
    if (!body.isAtEnd()) {
      EthCodec.checkSizes(body.list(), BlockBody.SMALLEST_WITHDRAWAL);
    }
    body.end();
  }

  private static List<Bytes> transactions(RlpReader in, int most) {
    EthCodec.countUpTo(in, most);
    return EthCodec.readTransactionList(in);
  }

  private static EthAnswer.Receipts receipts(int version, long requestId, RlpReader in, int most) {
    boolean incomplete = version >= 70 && in.bool();
    RlpReader blocks = in.list();
    EthCodec.countUpTo(blocks, most);
    List<Bytes> lists = EthCodec.readRaw(blocks);
    lists.forEach(list -> EthCodec.checkSizes(RlpReader.list(list), Receipts.SMALLEST));
    boolean progress = lists.size() > 1 || lists.size() == 1 && lists.getFirst().size() > 1;
    Violation.unless(progress || !incomplete, EthRule.ETH_RECEIPTS_NO_PROGRESS);
    return new EthAnswer.Receipts(requestId, incomplete, lists);
  }

  private static List<Optional<Bytes>> accessLists(RlpReader in, int most) {
    List<Optional<Bytes>> lists = new ArrayList<>(EthCodec.countUpTo(in, most));
    while (!in.isAtEnd()) {
      boolean available = in.nextIsList();
      Violation.unless(available || in.nextLength() == 0, RlpRule.RLP_EXPECTED_LIST);
      Bytes list = in.raw();
      lists.add(available ? Optional.of(list) : Optional.empty());
    }
    return lists;
  }

  private static EthAnswer.Cells cells(long requestId, RlpReader in, int most) {
    RlpReader hashes = in.list();
    int count = EthCodec.countUpTo(hashes, most);
    RlpReader groups = in.list();
    Violation.unless(groups.count(count + 1) == count, EthRule.ETH_CELL_GROUPS);
    List<List<Bytes>> cells = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      cells.add(cellGroup(groups.list()));
    }
    CellMask mask = CellMask.read(in);
    for (List<Bytes> group : cells) {
      boolean whole = mask.count() > 0 ? group.size() % mask.count() == 0 : group.isEmpty();
      Violation.unless(whole, EthRule.ETH_CELL_GROUP_SIZE);
    }
    return new EthAnswer.Cells(requestId, EthCodec.readHashes(hashes, count), cells, mask);
  }

  private static List<Bytes> cellGroup(RlpReader in) {
    int count = in.count(EthAnswer.Cells.MAX + 1);
    Violation.unless(count <= EthAnswer.Cells.MAX, EthRule.ETH_CELL_GROUP_SIZE);
    List<Bytes> cells = new ArrayList<>(count);
    while (!in.isAtEnd()) {
      cells.add(in.bytes(EthAnswer.Cells.CELL));
    }
    return cells;
  }
}
