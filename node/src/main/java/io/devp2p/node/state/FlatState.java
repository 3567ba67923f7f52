package io.devp2p.node.state;

import io.devp2p.core.crypto.Keccak;
import io.devp2p.core.rlp.RlpWriter;
import io.devp2p.node.store.Item;
import io.devp2p.node.store.Kind;
import io.devp2p.wire.snap.Account;
import io.devp2p.wire.trie.Trie;
import io.devp2p.wire.trie.TrieBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.units.bigints.UInt256;

/**
 * A state that was made of all its accounts.
 *
 * @param items its nodes and codes, and behind them the marks that say that all are there
 */
public record FlatState(Bytes32 root, List<Item> items) {

  public FlatState {
    items = List.copyOf(items);
  }

  /** The state of accounts. */
  public static FlatState of(Collection<FlatAccount> accounts) {
    List<Item> items = new ArrayList<>();
    SortedMap<Bytes32, Bytes> leaves = new TreeMap<>();
    for (FlatAccount account : accounts) {
      leaves.put(Keccak.hash(account.address().bytes()), add(account, items).encode());
    }
    Bytes32 root = build(leaves, items);
    items.add(Item.mark(Kind.STATE, root));
    return new FlatState(root, items);
  }

  private static Account add(FlatAccount account, List<Item> items) {
    SortedMap<Bytes32, Bytes> slots = new TreeMap<>();
    account.storage().forEach((slot, value) -> slots.put(slotKey(slot), slotValue(value)));
    Bytes32 storageRoot = build(slots, items);
    if (!storageRoot.equals(Trie.EMPTY_ROOT)) {
      items.add(Item.mark(Kind.STORAGE, storageRoot));
    }
    Bytes32 codeHash = Keccak.hash(account.code());
    if (!account.code().isEmpty()) {
      items.add(new Item(Kind.CODE, codeHash, account.code()));
    }
    return new Account(account.nonce(), account.balance(), storageRoot, codeHash);
  }

  private static Bytes32 build(SortedMap<Bytes32, Bytes> leaves, List<Item> items) {
    TrieBuilder builder =
        new TrieBuilder((hash, node) -> items.add(new Item(Kind.NODE, hash, node)));
    leaves.forEach(builder::add);
    return builder.finish();
  }

  /** Where a slot is in the trie of an account's storage. */
  static Bytes32 slotKey(UInt256 slot) {
    return Keccak.hash(slot);
  }

  /** How a value that is not zero stands in the trie of an account's storage. */
  static Bytes slotValue(UInt256 value) {
    return RlpWriter.encode(w -> w.uint(value));
  }
}
