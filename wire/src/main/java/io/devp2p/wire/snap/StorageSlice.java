package io.devp2p.wire.snap;

import io.devp2p.wire.trie.Leaf;
import java.util.List;

/**
 * The storage of accounts, of each all that it has from where it was asked for, as the roots of
 * their storage prove; but the last one may be cut.
 *
 * @param slots for the first ones of the accounts that were asked for: hashes of slots, ascending,
 *     and the RLP of their values
 * @param more whether slots of the last one follow
 */
public record StorageSlice(List<List<Leaf>> slots, boolean more) {

  public StorageSlice {
    slots = slots.stream().map(List::copyOf).toList();
  }
}
