package io.devp2p.wire.eth;

import io.devp2p.core.Violation;
import io.devp2p.core.rlp.RlpReader;
import io.devp2p.core.rlp.RlpRule;
import io.devp2p.core.rlp.RlpWriter;
import io.devp2p.wire.trie.OrderedRoot;
import java.util.ArrayList;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * The forms of the receipts of a block (EIP-7642): that of eth/69, without bloom; that of eth/68;
 * and the consensus encodings, of which the receipts root is made. Pure; any thread.
 */
public final class Receipts {

  /** Bytes of the smallest receipt of eth/69: what a list of them is counted against. */
  static final int SMALLEST = 5;

  private static final int MAX_TYPE = 0x7f;

  private Receipts() {}

  /**
   * The consensus encodings of receipts, whose blooms are computed.
   *
   * @param list in the form of eth/69
   * @throws Violation of {@link BlockRule#RECEIPT_STATUS}, {@link BlockRule#RECEIPT_TYPE} or an RLP
   *     rule
   */
  public static List<Bytes> consensus(Bytes list) {
    List<Bytes> encodings = new ArrayList<>();
    RlpReader in = RlpReader.list(list);
    while (!in.isAtEnd()) {
      encodings.add(consensus(in.list()));
    }
    return encodings;
  }

  private static Bytes consensus(RlpReader receipt) {
    int type = readType(receipt);
    Bytes status = readStatus(receipt);
    long gas = receipt.uint64();
    Violation.unless(receipt.nextIsList(), RlpRule.RLP_EXPECTED_LIST);
    Bytes logs = receipt.raw();
    receipt.end();
    Bytes bloom = bloom(RlpReader.list(logs));
    return RlpWriter.encode(w -> {
      if (type != 0) {
        w.uint(type);
      }
      w.list(x -> x.bytes(status).uint(gas).bytes(bloom).raw(logs));
    });
  }

  private static Bytes bloom(RlpReader logs) {
    LogsBloom bloom = new LogsBloom();
    while (!logs.isAtEnd()) {
      RlpReader log = logs.list();
      bloom.add(log.bytes(Address.SIZE));
      RlpReader topics = log.list();
      while (!topics.isAtEnd()) {
        bloom.add(topics.bytes32());
      }
      log.skipBytes(log.nextLength());
      log.end();
    }
    return bloom.bytes();
  }

  static int readType(RlpReader receipt) {
    int type = receipt.uint(Integer.MAX_VALUE);
    Violation.unless(type <= MAX_TYPE, BlockRule.RECEIPT_TYPE);
    return type;
  }

  static Bytes readStatus(RlpReader receipt) {
    Bytes status = receipt.bytesUpTo(Bytes32.SIZE);
    boolean known =
        switch (status.size()) {
          case 0, Bytes32.SIZE -> true;
          case 1 -> status.get(0) == 1;
          default -> false;
        };
    Violation.unless(known, BlockRule.RECEIPT_STATUS);
    return status;
  }

  /** The consensus encodings of receipts in the form of eth/68; blooms are taken as they are. */
  static List<Bytes> consensusOf68(Bytes list) {
    return EthCodec.readRaw(RlpReader.list(list)).stream().map(Transaction::consensusForm).toList();
  }

  /** Receipts in the form of eth/68, from that of eth/69. */
  static Bytes to68(Bytes list) {
    List<Bytes> encodings = consensus(list);
    return RlpWriter.encode(w -> w.list(encodings, Receipts::writeNetworkForm));
  }

  private static void writeNetworkForm(RlpWriter w, Bytes encoding) {
    boolean typed = (encoding.get(0) & 0xff) < 0xc0;
    if (typed) {
      w.bytes(encoding);
    } else {
      w.raw(encoding);
    }
  }

  /**
   * Receipts in the form of eth/69: the blooms are dropped.
   *
   * @param consensus their consensus encodings
   * @throws Violation of an RLP rule
   */
  public static Bytes withoutBlooms(List<Bytes> consensus) {
    List<Flat> receipts = consensus.stream().map(Receipts::flat).toList();
    return RlpWriter.encode(w ->
        w.list(
            receipts, (x, r) -> x.list(y -> y.uint(r.type).raw(r.status).raw(r.gas).raw(r.logs))));
  }

  /** A receipt without its bloom; all but the type as RLP. */
  private record Flat(int type, Bytes status, Bytes gas, Bytes logs) {}

  private static Flat flat(Bytes encoding) {
    RlpReader outer = RlpReader.of(encoding);
    int type = outer.nextIsList() ? 0 : outer.uint(MAX_TYPE);
    RlpReader in = outer.list();
    outer.end();
    Bytes status = in.raw();
    Bytes gas = in.raw();
    in.skipBytes(LogsBloom.SIZE);
    Flat flat = new Flat(type, status, gas, in.raw());
    in.end();
    return flat;
  }

  /** The receipts root of consensus encodings. */
  static void checkRoot(List<Bytes> consensus, Header header) {
    Violation.unless(
        OrderedRoot.of(consensus).equals(header.receiptsRoot()), BlockRule.RECEIPTS_ROOT);
  }
}
