package io.devp2p.wire.eth;

import io.devp2p.core.Violation;
import io.devp2p.core.rlp.RlpReader;
import io.devp2p.core.rlp.RlpRule;
import io.devp2p.core.rlp.RlpWriter;
import java.util.ArrayList;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * The messages of eth/68 to eth/72 on the wire (devp2p caps/eth.md). Strict: every list is bounded,
 * and counted against its bytes before it is read. What is decoded owns its bytes. Pure; any
 * thread.
 */
public final class EthCodec {

  /** Bytes of a hash in RLP. */
  private static final int HASH = 1 + Bytes32.SIZE;

  private EthCodec() {}

  /** The id of a message, in eth's own numbering. */
  public static int code(EthMessage message) {
    return MessageId.of(message).code();
  }

  /** The data of a message in the layout of a version. */
  public static Bytes encode(int version, EthMessage message) {
    return switch (message) {
      case Status status -> StatusCodec.encode(status);
      case EthMessage.NewBlockHashes m ->
          RlpWriter.encode(w ->
              w.list(
                  m.blocks(),
                  (x, block) -> x.list(y -> y.bytes(block.hash()).uint(block.number()))));
      case EthMessage.Transactions m ->
          RlpWriter.encode(w -> w.list(m.transactions(), RlpWriter::raw));
      case EthMessage.NewBlock m ->
          RlpWriter.encodeList(w -> w.raw(m.block()).uint(m.totalDifficulty()));
      case EthMessage.NewPooledTransactionHashes m -> encode(version, m);
      case EthMessage.BlockRangeUpdate m ->
          RlpWriter.encodeList(w -> w.uint(m.earliest()).uint(m.latest()).bytes(m.latestHash()));
      case EthRequest request -> RequestCodec.encode(version, request);
      case EthAnswer answer -> AnswerCodec.encode(version, answer);
    };
  }

  private static Bytes encode(int version, EthMessage.NewPooledTransactionHashes m) {
    List<EthMessage.Announced> all = m.transactions();
    byte[] types = new byte[all.size()];
    for (int i = 0; i < types.length; i++) {
      types[i] = (byte) all.get(i).type();
    }
    return RlpWriter.encodeList(w -> {
      w.bytes(Bytes.wrap(types));
      w.list(all, (x, announced) -> x.uint(announced.size()));
      w.list(all, (x, announced) -> x.bytes(announced.hash()));
      if (version >= 72) {
        m.mask().write(w); // always 16 bytes: go-ethereum reads nothing else
      }
    });
  }

  /**
   * Reads a message.
   *
   * @param version the negotiated one, which decides the layout
   * @param code in eth's own numbering
   * @throws Violation of an {@link EthRule} or an RLP rule
   */
  public static EthMessage decode(int version, int code, Bytes payload) {
    return decode(version, code, payload, EthRequest.MAX_BLOCKS);
  }

  /**
   * Reads a message.
   *
   * @param most items of an answer at most: what was asked for
   */
  public static EthMessage decode(int version, int code, Bytes payload, int most) {
    MessageId id =
        MessageId.of(version, code).orElseThrow(() -> new Violation(EthRule.ETH_UNKNOWN_MESSAGE));
    RlpReader in = RlpReader.list(payload);
    EthMessage message =
        switch (id) {
          case STATUS -> StatusCodec.read(version, in);
          case NEW_BLOCK_HASHES -> readNewBlockHashes(in);
          case TRANSACTIONS -> readTransactions(in);
          case NEW_BLOCK -> readNewBlock(in);
          case NEW_POOLED_TRANSACTION_HASHES -> readAnnouncement(version, in);
          case BLOCK_RANGE_UPDATE -> readRange(in);
          case GET_BLOCK_HEADERS,
              GET_BLOCK_BODIES,
              GET_POOLED_TRANSACTIONS,
              GET_RECEIPTS,
              GET_BLOCK_ACCESS_LISTS,
              GET_CELLS ->
              RequestCodec.read(version, id, in);
          case BLOCK_HEADERS,
              BLOCK_BODIES,
              POOLED_TRANSACTIONS,
              RECEIPTS,
              BLOCK_ACCESS_LISTS,
              CELLS ->
              AnswerCodec.read(version, id, in, most);
        };
    in.end();
    return message;
  }

  private static EthMessage.NewBlockHashes readNewBlockHashes(RlpReader in) {
    int count = countUpTo(in, EthMessage.NewBlockHashes.MAX);
    List<EthMessage.NumberedHash> blocks = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      RlpReader block = in.list();
      blocks.add(new EthMessage.NumberedHash(block.bytes32(), block.uint64()));
      block.end();
    }
    return new EthMessage.NewBlockHashes(blocks);
  }

  private static EthMessage.Transactions readTransactions(RlpReader in) {
    countUpTo(in, EthMessage.Transactions.MAX);
    List<Bytes> transactions = readTransactionList(in);
    for (Bytes transaction : transactions) {
      Violation.unless(
          Transaction.typeOf(transaction) != Transaction.BLOB, EthRule.ETH_BLOB_BROADCAST);
    }
    return new EthMessage.Transactions(transactions);
  }

  private static EthMessage.NewBlock readNewBlock(RlpReader in) {
    Violation.unless(in.nextIsList(), RlpRule.RLP_EXPECTED_LIST);
    return new EthMessage.NewBlock(in.raw(), in.uint256());
  }

  private static EthMessage.NewPooledTransactionHashes readAnnouncement(int version, RlpReader in) {
    Bytes types = in.bytesUpTo(EthMessage.NewPooledTransactionHashes.MAX);
    RlpReader sizes = in.list();
    RlpReader hashes = in.list();
    List<EthMessage.Announced> all = new ArrayList<>(types.size());
    Violation.unless(hashes.remaining() == types.size() * HASH, EthRule.ETH_ANNOUNCEMENT_LENGTHS);
    for (int i = 0; i < types.size(); i++) {
      Violation.unless(!sizes.isAtEnd(), EthRule.ETH_ANNOUNCEMENT_LENGTHS);
      long size = sizes.uint64();
      Violation.unless(size >>> Integer.SIZE == 0, RlpRule.RLP_INTEGER_TOO_LARGE);
      all.add(new EthMessage.Announced(types.get(i) & 0xff, size, hashes.bytes32()));
    }
    Violation.unless(sizes.isAtEnd(), EthRule.ETH_ANNOUNCEMENT_LENGTHS);
    return new EthMessage.NewPooledTransactionHashes(
        all, version >= 72 ? readAnnouncedMask(in) : CellMask.NONE);
  }

  /** Some clients send an empty string where no blob transaction is announced. */
  private static CellMask readAnnouncedMask(RlpReader in) {
    if (in.nextLength() == 0) {
      in.skipBytes(0);
      return CellMask.NONE;
    }
    return CellMask.read(in);
  }

  private static EthMessage.BlockRangeUpdate readRange(RlpReader in) {
    EthMessage.BlockRangeUpdate update =
        new EthMessage.BlockRangeUpdate(in.uint64(), in.uint64(), in.bytes32());
    StatusCodec.checkRange(update.earliest(), update.latest(), update.latestHash());
    return update;
  }

  // ---- what the layouts have in common

  /** Counts the elements of a list; more than {@code most} are refused before any is read. */
  static int countUpTo(RlpReader in, int most) {
    int count = in.count(most + 1);
    Violation.unless(count <= most, EthRule.ETH_TOO_MANY_ITEMS);
    return count;
  }

  /** Refuses a list with more elements than its bytes allow, before any is read. */
  static void checkSizes(RlpReader in, int smallest) {
    int fit = in.remaining() / smallest;
    Violation.unless(in.count(fit + 1) <= fit, EthRule.ETH_ITEMS_TOO_SMALL);
  }

  /** All elements as they are. */
  static List<Bytes> readRaw(RlpReader in) {
    List<Bytes> items = new ArrayList<>();
    while (!in.isAtEnd()) {
      items.add(in.raw());
    }
    return items;
  }

  static List<Bytes> readTransactionList(RlpReader in) {
    checkSizes(in, Transaction.SMALLEST);
    return readRaw(in);
  }

  /** All elements are read, the first {@code keep} are kept. */
  static List<Bytes32> readHashes(RlpReader in, int keep) {
    List<Bytes32> hashes = new ArrayList<>(Math.min(keep, in.remaining() / HASH));
    while (!in.isAtEnd()) {
      if (hashes.size() < keep) {
        hashes.add(in.bytes32());
      } else {
        in.skipBytes(Bytes32.SIZE);
      }
    }
    return hashes;
  }
}
