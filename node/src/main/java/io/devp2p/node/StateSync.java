package io.devp2p.node;

import io.devp2p.node.store.Item;
import io.devp2p.node.store.ItemWriter;
import io.devp2p.node.store.Kind;
import io.devp2p.wire.eth.Header;
import io.devp2p.wire.snap.Account;
import io.devp2p.wire.snap.AccountSlice;
import io.devp2p.wire.snap.HashedAccount;
import io.devp2p.wire.snap.SnapSession;
import io.devp2p.wire.snap.StorageSlice;
import io.devp2p.wire.trie.Leaf;
import io.devp2p.wire.trie.TrieBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.units.bigints.UInt256;

/**
 * Fetches states from one peer by their ranges, whose proofs the session has verified, and builds
 * the tries anew. Storage and codes that another state has too are not asked for again. Blocks; not
 * thread-safe.
 */
final class StateSync {

  /** Accounts or codes of one request. */
  private static final int AT_ONCE = 256;

  private static final Bytes32 END = Bytes32.ZERO.not();

  private final Stores stores;
  private final SnapSession peer;
  private final ItemWriter writer;

  StateSync(Stores stores, SnapSession peer) {
    this.stores = stores;
    this.peer = peer;
    this.writer = new ItemWriter(stores.log());
  }

  /** Fetches the states of the last blocks that are missing, the newest first. */
  void recent() throws PeerTrouble, InterruptedException, IOException {
    try {
      for (Header header : stores.chain().recent().reversed()) {
        if (!stores.states().has(header.stateRoot())) {
          fetch(header);
        }
      }
    } catch (UncheckedIOException unwritable) {
      throw unwritable.getCause();
    }
  }

  private void fetch(Header header) throws PeerTrouble, InterruptedException, IOException {
    Bytes32 root = header.stateRoot();
    TrieBuilder accounts = builder();
    Bytes32 start = Bytes32.ZERO;
    boolean more = true;
    while (more) {
      AccountSlice slice =
          Sync.get(peer.accounts(root, start))
              .orElseThrow(() -> new PeerTrouble("does not have the state of " + header));
      slice.accounts().forEach(a -> accounts.add(a.hash(), a.account().encode()));
      storage(root, slice.accounts());
      codes(slice.accounts());
      more = slice.more();
      if (more) {
        start = after(slice.accounts().getLast().hash());
      }
    }
    finish(accounts, root, Kind.STATE);
    writer.flush();
  }

  private TrieBuilder builder() {
    return new TrieBuilder((hash, node) -> {
      try {
        writer.add(new Item(Kind.NODE, hash, node));
      } catch (IOException unwritable) {
        throw new UncheckedIOException(unwritable);
      }
    });
  }

  /** All nodes have been written: says so. */
  private void finish(TrieBuilder trie, Bytes32 root, Kind mark) throws IOException {
    if (!trie.finish().equals(root)) {
      throw new IllegalStateException("BUG: ranges that were proved make another trie");
    }
    writer.add(Item.mark(mark, root));
  }

  private static Bytes32 after(Bytes key) {
    return UInt256.fromBytes(key).add(1);
  }

  // ---- storage

  private void storage(Bytes32 root, List<HashedAccount> accounts)
      throws PeerTrouble, InterruptedException, IOException {
    List<HashedAccount> missing = new ArrayList<>();
    Set<Bytes32> roots = new HashSet<>();
    for (HashedAccount account : accounts) {
      Bytes32 storageRoot = account.account().storageRoot();
      if (account.account().hasStorage()
          && !stores.log().has(Kind.STORAGE, storageRoot)
          && roots.add(storageRoot)) {
        missing.add(account);
      }
    }
    int next = 0;
    while (next < missing.size()) {
      List<HashedAccount> asked = missing.subList(next, Math.min(next + AT_ONCE, missing.size()));
      next += storageOf(root, asked);
    }
  }

  /** Fetches the storage of as many of the accounts as are answered for, and says of how many. */
  private int storageOf(Bytes32 root, List<HashedAccount> asked)
      throws PeerTrouble, InterruptedException, IOException {
    StorageSlice slice = answered(peer.storage(root, asked), asked.getFirst());
    int last = slice.slots().size() - 1;
    for (int i = 0; i <= last; i++) {
      HashedAccount account = asked.get(i);
      TrieBuilder slots = builder();
      add(slice.slots().get(i), slots);
      if (i == last && slice.more()) {
        rest(root, account, slice.slots().get(i).getLast(), slots);
      }
      finish(slots, account.account().storageRoot(), Kind.STORAGE);
    }
    return last + 1;
  }

  /** Fetches the rest of a storage that did not fit into one answer. */
  private void rest(Bytes32 root, HashedAccount account, Leaf last, TrieBuilder slots)
      throws PeerTrouble, InterruptedException {
    Leaf end = last;
    boolean more = true;
    while (more) {
      StorageSlice slice = answered(peer.storage(root, account, after(end.key()), END), account);
      List<Leaf> leaves = slice.slots().getFirst();
      add(leaves, slots);
      more = slice.more();
      end = leaves.isEmpty() ? end : leaves.getLast();
    }
  }

  private static StorageSlice answered(
      CompletableFuture<Optional<StorageSlice>> answer, HashedAccount account)
      throws PeerTrouble, InterruptedException {
    return Sync.get(answer)
        .orElseThrow(() -> new PeerTrouble("does not have the storage of " + account.hash()));
  }

  private static void add(List<Leaf> leaves, TrieBuilder trie) {
    leaves.forEach(leaf -> trie.add(leaf.key(), leaf.value()));
  }

  // ---- codes

  private void codes(List<HashedAccount> accounts)
      throws PeerTrouble, InterruptedException, IOException {
    List<Bytes32> missing =
        accounts.stream()
            .map(HashedAccount::account)
            .filter(Account::hasCode)
            .map(Account::codeHash)
            .filter(hash -> !stores.log().has(Kind.CODE, hash))
            .distinct()
            .toList();
    while (!missing.isEmpty()) {
      List<Bytes32> asked = missing.subList(0, Math.min(AT_ONCE, missing.size()));
      Map<Bytes32, Bytes> codes = Sync.get(peer.byteCodes(asked));
      if (codes.isEmpty()) {
        throw new PeerTrouble("does not have the code " + asked.getFirst());
      }
      for (Map.Entry<Bytes32, Bytes> code : codes.entrySet()) {
        writer.add(new Item(Kind.CODE, code.getKey(), code.getValue()));
      }
      missing = missing.stream().filter(hash -> !codes.containsKey(hash)).toList();
    }
  }
}
