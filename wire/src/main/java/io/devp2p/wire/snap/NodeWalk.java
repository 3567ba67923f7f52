package io.devp2p.wire.snap;

import io.devp2p.wire.snap.SnapRequest.PathSet;
import io.devp2p.wire.trie.NodeSource;
import io.devp2p.wire.trie.Trie;
import io.devp2p.wire.trie.TriePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * Collects nodes for one answer, until it has too many bytes or has cost too many reads. Where no
 * node is, it adds an empty item; in the storage of an account that is not there, nothing.
 */
final class NodeWalk {

  /** Reads at most (go-ethereum maxTrieNodeLookups). */
  static final int MAX_READS = 1024;

  /** What the account of a path set counts: itself, and the trie of its storage (go-ethereum). */
  private static final int ACCOUNT_READS = 2;

  private final SnapRequest.GetTrieNodes request;
  private final NodeSource state;
  private final Trie accounts;
  private final BooleanSupplier late;
  private final List<Bytes> nodes = new ArrayList<>();
  private long size;
  private int reads;
  private int nodesRead;

  NodeWalk(SnapRequest.GetTrieNodes request, NodeSource state, BooleanSupplier late) {
    this.request = request;
    this.late = late;
    this.state =
        hash -> {
          nodesRead++;
          return state.node(hash);
        };
    this.accounts = Trie.of(this.state, request.root());
  }

  SnapAnswer.TrieNodes answer() {
    for (PathSet set : request.paths()) {
      if (isFull()) {
        break;
      }
      Bytes first = set.elements().getFirst();
      if (set.elements().size() == 1) {
        add(accounts, first);
      } else {
        storage(first).ifPresent(trie -> addAll(trie, set));
      }
    }
    return new SnapAnswer.TrieNodes(request.requestId(), nodes);
  }

  private boolean isFull() {
    return size > Responder.limit(request.bytes()) || reads > MAX_READS || late.getAsBoolean();
  }

  private Optional<Trie> storage(Bytes account) {
    reads += ACCOUNT_READS;
    if (account.size() != Bytes32.SIZE) {
      return Optional.empty();
    }
    return accounts.get(account).map(leaf -> Trie.of(state, Account.decode(leaf).storageRoot()));
  }

  private void addAll(Trie trie, PathSet set) {
    for (Bytes path : set.elements().subList(1, set.elements().size())) {
      if (isFull()) {
        break;
      }
      add(trie, path);
    }
  }

  /** Every path counts, also one that leads nowhere. */
  private void add(Trie trie, Bytes path) {
    nodesRead = 0;
    Bytes node = trie.node(TriePath.ofCompact(path)).orElse(Bytes.EMPTY);
    reads += Math.max(1, nodesRead);
    nodes.add(node);
    size += node.size();
  }
}
