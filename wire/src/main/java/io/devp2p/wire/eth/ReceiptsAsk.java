package io.devp2p.wire.eth;

import io.devp2p.core.Violation;
import io.devp2p.core.rlp.RlpReader;
import io.devp2p.core.rlp.RlpWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/**
 * Asks for the receipts of headers, which must have the roots that these name. From eth/70 on the
 * receipts of a block may come in parts; the rest is then asked for until the block is whole.
 *
 * @param whole the blocks that are complete, in the form of eth/69
 * @param part what has come of the block after them
 * @param rounds how often the rest was asked for
 */
record ReceiptsAsk(List<Header> headers, List<Bytes> whole, List<Bytes> part, int rounds)
    implements EthAsk<List<Bytes>> {

  /** Parts of 10 MiB, of which the blocks of any known gas limit have fewer than ten. */
  static final int MAX_ROUNDS = 64;

  /** Least gas of a transaction, before and from Amsterdam on (EIP-7975; go-ethereum). */
  private static final int GAS_OF_TRANSACTION = 21_000;

  private static final int GAS_OF_TRANSACTION_AMSTERDAM = 4_500;

  /** Least gas of a byte of logs. */
  private static final int GAS_OF_LOG_BYTE = 8;

  ReceiptsAsk(List<Header> headers) {
    this(headers, List.of(), List.of(), 0);
  }

  @Override
  public MessageId answerType() {
    return MessageId.RECEIPTS;
  }

  @Override
  public int amount() {
    return headers.size() - whole.size();
  }

  @Override
  public Duration timeout() {
    return BLOCKS_TIMEOUT;
  }

  @Override
  public ReceiptsAsk first(int amount) {
    return new ReceiptsAsk(headers.subList(0, whole.size() + amount), whole, part, rounds);
  }

  @Override
  public EthRequest request(long id) {
    List<Header> missing = headers.subList(whole.size(), headers.size());
    return new EthRequest.GetReceipts(id, part.size(), missing.stream().map(Header::hash).toList());
  }

  @Override
  public Verdict<List<Bytes>> judge(int version, EthAnswer answer) {
    EthAnswer.Receipts receipts = (EthAnswer.Receipts) answer;
    List<Bytes> nowWhole = new ArrayList<>(whole);
    List<Bytes> nowPart = part;
    int left = receipts.blocks().size();
    for (Bytes list : receipts.blocks()) {
      Header header = headers.get(nowWhole.size());
      left--;
      if (left == 0 && receipts.lastBlockIncomplete()) {
        nowPart = join(nowPart, list);
        checkGas(nowPart, header);
      } else {
        nowWhole.add(complete(version, nowPart, list, header));
        nowPart = List.of();
      }
    }
    int amount = receipts.blocks().size();
    if (!receipts.lastBlockIncomplete()) {
      return new Verdict.Done<>(nowWhole, amount);
    }
    Violation.unless(rounds < MAX_ROUNDS, EthRule.ETH_RECEIPTS_NO_PROGRESS);
    return new Verdict.Again<>(new ReceiptsAsk(headers, nowWhole, nowPart, rounds + 1), amount);
  }

  private static List<Bytes> join(List<Bytes> part, Bytes list) {
    List<Bytes> joined = new ArrayList<>(part);
    joined.addAll(EthCodec.readRaw(RlpReader.list(list)));
    return joined;
  }

  private static Bytes complete(int version, List<Bytes> part, Bytes list, Header header) {
    if (version <= 68) {
      List<Bytes> consensus = Receipts.consensusOf68(list);
      Receipts.checkRoot(consensus, header);
      return Receipts.withoutBlooms(consensus);
    }
    Bytes all = list;
    if (!part.isEmpty()) {
      List<Bytes> joined = join(part, list);
      all = RlpWriter.encode(w -> w.list(joined, RlpWriter::raw));
    }
    Receipts.checkRoot(Receipts.consensus(all), header);
    return all;
  }

  /** Ends a list that grows beyond what the block can have paid for, before its root is known. */
  private static void checkGas(List<Bytes> receipts, Header header) {
    boolean amsterdam = header.blockAccessListHash().isPresent();
    long gas = header.gasUsed();
    long most =
        Long.divideUnsigned(gas, amsterdam ? GAS_OF_TRANSACTION_AMSTERDAM : GAS_OF_TRANSACTION);
    long logBytes = receipts.stream().mapToLong(ReceiptsAsk::logBytes).sum();
    Violation.unless(
        Long.compareUnsigned(receipts.size(), most) <= 0
            && Long.compareUnsigned(logBytes, Long.divideUnsigned(gas, GAS_OF_LOG_BYTE)) <= 0,
        BlockRule.RECEIPTS_GAS);
  }

  private static int logBytes(Bytes receipt) {
    RlpReader in = RlpReader.list(receipt);
    in.skip();
    in.skip();
    in.skip();
    return in.nextLength();
  }
}
