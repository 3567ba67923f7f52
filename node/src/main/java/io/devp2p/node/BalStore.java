package io.devp2p.node;

import io.devp2p.core.Violation;
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

  private final ItemLog log;

  BalStore(ItemLog log) {
    this.log = log;
  }

  /** Whether the access list of a block is there. */
  public boolean has(Header header) {
    return log.has(Kind.ACCESS_LIST, header.hash());
  }

  /** The access list of a block as RLP, byte by byte as its header commits to it. */
  public Optional<Bytes> get(Bytes32 block) {
    return log.get(Kind.ACCESS_LIST, block);
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
