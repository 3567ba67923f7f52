package io.devp2p.wire.eth;

import io.devp2p.core.Violation;
import io.devp2p.core.crypto.Keccak;
import io.devp2p.core.rlp.RlpReader;
import io.devp2p.core.rlp.RlpRule;
import io.devp2p.wire.trie.OrderedRoot;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * The body of a block (devp2p caps/eth.md).
 *
 * @param encoding its RLP
 * @param transactions consensus encodings: a list, or type and payload
 * @param ommers the list of ommers, as RLP
 * @param withdrawals each as RLP; empty before Shanghai
 */
public record BlockBody(
    Bytes encoding, List<Bytes> transactions, Bytes ommers, Optional<List<Bytes>> withdrawals) {

  /** Bytes of the smallest withdrawal (EIP-4895): three empty integers and an address. */
  static final int SMALLEST_WITHDRAWAL = 25;

  public BlockBody {
    transactions = List.copyOf(transactions);
    withdrawals = withdrawals.map(List::copyOf);
  }

  /**
   * Reads a body. Transactions are not looked into.
   *
   * @throws Violation of an RLP rule, or {@link EthRule#ETH_ITEMS_TOO_SMALL}
   */
  public static BlockBody decode(Bytes encoding) {
    RlpReader in = RlpReader.list(encoding);
    List<Bytes> transactions =
        EthCodec.readTransactionList(in.list()).stream().map(Transaction::consensusForm).toList();
    Violation.unless(in.nextIsList(), RlpRule.RLP_EXPECTED_LIST);
    Bytes ommers = in.raw();
    Optional<List<Bytes>> withdrawals =
        in.isAtEnd() ? Optional.empty() : Optional.of(withdrawals(in.list()));
    in.end();
    return new BlockBody(encoding, transactions, ommers, withdrawals);
  }

  private static List<Bytes> withdrawals(RlpReader in) {
    EthCodec.checkSizes(in, SMALLEST_WITHDRAWAL);
    return EthCodec.readRaw(in);
  }

  /**
   * Refuses a body that is not that of a header.
   *
   * @throws Violation of a {@link BlockRule}
   */
  public void check(Header header) {
    Violation.unless(Keccak.hash(ommers).equals(header.ommersHash()), BlockRule.BODY_OMMERS);
    Optional<Bytes32> withdrawalsRoot = withdrawals.map(OrderedRoot::of);
    Violation.unless(withdrawalsRoot.equals(header.withdrawalsRoot()), BlockRule.BODY_WITHDRAWALS);
    Violation.unless(
        OrderedRoot.of(transactions).equals(header.transactionsRoot()),
        BlockRule.BODY_TRANSACTIONS);
  }
}
