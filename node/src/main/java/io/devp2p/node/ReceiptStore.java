package io.devp2p.node;

import io.devp2p.core.Violation;
import io.devp2p.core.rlp.RlpWriter;
import io.devp2p.node.store.Item;
import io.devp2p.node.store.ItemLog;
import io.devp2p.node.store.Kind;
import io.devp2p.wire.eth.BlockRule;
import io.devp2p.wire.eth.Header;
import io.devp2p.wire.eth.Receipts;
import io.devp2p.wire.trie.OrderedRoot;
import io.devp2p.wire.trie.Trie;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** The receipts of blocks, by whose roots they are verified. Thread-safe. */
public final class ReceiptStore {

  private static final Bytes NONE = RlpWriter.encodeList(w -> {});

  private final ItemLog log;

  ReceiptStore(ItemLog log) {
    this.log = log;
  }

  /** Whether the receipts of a block are there. A block without any has them. */
  public boolean has(Header header) {
    return hasNone(header) || log.has(Kind.RECEIPTS, header.hash());
  }

  private static boolean hasNone(Header header) {
    return header.receiptsRoot().equals(Trie.EMPTY_ROOT);
  }

  /** The receipts of a block in the form of eth/69. */
  public Optional<Bytes> get(Header header) {
    return hasNone(header) ? Optional.of(NONE) : log.get(Kind.RECEIPTS, header.hash());
  }

  /**
   * Keeps the receipts of a block.
   *
   * @param list in the form of eth/69
   * @throws Violation if they are not those of the header
   */
  void put(Header header, Bytes list) throws IOException {
    Violation.unless(
        OrderedRoot.of(Receipts.consensus(list)).equals(header.receiptsRoot()),
        BlockRule.RECEIPTS_ROOT);
    log.append(List.of(new Item(Kind.RECEIPTS, header.hash(), list)));
  }
}
