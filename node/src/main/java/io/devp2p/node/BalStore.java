package io.devp2p.node;

import io.devp2p.core.Violation;
import io.devp2p.core.crypto.Keccak;
import io.devp2p.core.rlp.RlpWriter;
import io.devp2p.node.store.Item;
import io.devp2p.node.store.ItemLog;
import io.devp2p.node.store.Kind;
import io.devp2p.wire.eth.BlockAccessList;
import io.devp2p.wire.eth.Header;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/** The access lists of blocks (EIP-7928), by whose hashes they are verified. Thread-safe. */
public final class BalStore {

  private static final Bytes NONE = RlpWriter.encodeList(w -> {});
  private static final Optional<Bytes32> HASH_OF_NONE = Optional.of(Keccak.hash(NONE));

  private final ItemLog log;

  BalStore(ItemLog log) {
    this.log = log;
  }

  /** Whether the access list of a block is there. An empty one need not be kept. */
  public boolean has(Header header) {
    return hasNone(header) || log.has(Kind.ACCESS_LIST, header.hash());
  }

  private static boolean hasNone(Header header) {
    return header.blockAccessListHash().equals(HASH_OF_NONE);
  }

  /** The access list of a block as RLP, byte by byte as its header commits to it. */
  public Optional<Bytes> get(Header header) {
    return hasNone(header) ? Optional.of(NONE) : log.get(Kind.ACCESS_LIST, header.hash());
  }

  /**
   * Keeps the access list of a block.
   *
   * @throws Violation if it is not that of the header
   */
  void put(Header header, Bytes list) throws IOException {
    BlockAccessList.decode(list, header);
    log.append(List.of(new Item(Kind.ACCESS_LIST, header.hash(), list)));
  }
}
