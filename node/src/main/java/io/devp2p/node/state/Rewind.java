package io.devp2p.node.state;

import io.devp2p.core.crypto.Keccak;
import io.devp2p.node.store.Item;
import io.devp2p.node.store.Kind;
import io.devp2p.wire.eth.Address;
import io.devp2p.wire.eth.BlockAccessList;
import io.devp2p.wire.eth.BlockAccessList.AccountChanges;
import io.devp2p.wire.eth.BlockAccessList.SlotChanges;
import io.devp2p.wire.snap.Account;
import io.devp2p.wire.trie.NodeSource;
import io.devp2p.wire.trie.Trie;
import io.devp2p.wire.trie.TrieEdit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.units.bigints.UInt256;

/**
 * Goes back from a state to that of the block before, by what access lists say that blocks changed
 * (EIP-7928). They name new values only; the old one is that of the last list before which names
 * it, or where there is none that of block 0. The latter is a guess where blocks before the first
 * list changed it: so a state that was computed is one only if its root is that of a header.
 */
public final class Rewind {

  private final SortedMap<Long, BlockAccessList> lists;
  private final Map<Address, AccountHistory> histories = new HashMap<>();

  /**
   * Learns what all blocks changed.
   *
   * @param genesis accounts of block 0
   * @param lists by number of the block
   */
  public Rewind(Collection<FlatAccount> genesis, SortedMap<Long, BlockAccessList> lists) {
    this.lists = lists;
    genesis.forEach(account -> history(account.address()).begin(account));
    lists.forEach((block, list) ->
        list.accounts().forEach(account -> history(account.address()).add(block, account)));
  }

  private AccountHistory history(Address address) {
    return histories.computeIfAbsent(address, key -> new AccountHistory());
  }

  /**
   * The state before a block.
   *
   * @param root of the state after it
   * @param nodes in which all of that state is
   * @return what {@code nodes} lacks of the state before, and its root; empty if it is not known
   *     what the block changed
   */
  public Optional<FlatState> before(long block, Bytes32 root, NodeSource nodes) {
    return Optional.ofNullable(lists.get(block))
        .map(list -> {
          Step step = new Step(block, Trie.of(nodes, root), nodes);
          list.accounts().forEach(step::undo);
          return step.finish();
        });
  }

  /** One block that is undone. */
  private final class Step {

    private final long block;
    private final Trie accounts;
    private final TrieEdit edit;
    private final NodeSource nodes;
    private final List<Item> items = new ArrayList<>();

    private Step(long block, Trie accounts, NodeSource nodes) {
      this.block = block;
      this.accounts = accounts;
      this.edit = accounts.edit();
      this.nodes = nodes;
    }

    private void undo(AccountChanges changes) {
      AccountHistory history = history(changes.address());
      Bytes32 key = Keccak.hash(changes.address().bytes());
      Account after = accounts.get(key).map(Account::decode).orElse(Account.ABSENT);
      Account before =
          new Account(
              changes.nonces().isEmpty() ? after.nonce() : history.nonces().before(block),
              changes.balances().isEmpty() ? after.balance() : history.balances().before(block),
              storageRoot(after.storageRoot(), changes.changes(), history),
              changes.codes().isEmpty() ? after.codeHash() : code(history.codes().before(block)));
      if (!before.equals(after)) {
        edit.put(key, before.equals(Account.ABSENT) ? Bytes.EMPTY : before.encode());
      }
    }

    private Bytes32 code(Bytes code) {
      Bytes32 hash = Keccak.hash(code);
      if (!code.isEmpty()) {
        items.add(new Item(Kind.CODE, hash, code));
      }
      return hash;
    }

    private Bytes32 storageRoot(Bytes32 after, List<SlotChanges> changes, AccountHistory history) {
      if (changes.isEmpty()) {
        return after;
      }
      TrieEdit slots = Trie.of(nodes, after).edit();
      for (SlotChanges change : changes) {
        UInt256 value = history.slot(change.slot()).before(block);
        slots.put(
            FlatState.slotKey(change.slot()),
            value.isZero() ? Bytes.EMPTY : FlatState.slotValue(value));
      }
      return keep(slots.commit(), Kind.STORAGE);
    }

    private FlatState finish() {
      Bytes32 root = keep(edit.commit(), Kind.STATE);
      return new FlatState(root, items);
    }

    private Bytes32 keep(TrieEdit.Commit commit, Kind mark) {
      commit.nodes().forEach((hash, node) -> items.add(new Item(Kind.NODE, hash, node)));
      items.add(Item.mark(mark, commit.root()));
      return commit.root();
    }
  }
}
