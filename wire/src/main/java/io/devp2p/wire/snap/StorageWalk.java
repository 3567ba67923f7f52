package io.devp2p.wire.snap;

import io.devp2p.wire.trie.Leaf;
import io.devp2p.wire.trie.NodeSource;
import io.devp2p.wire.trie.RangeProof;
import io.devp2p.wire.trie.Trie;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * Collects the storage of accounts for one answer. Accounts are given as a whole and without a
 * proof, until one begins behind its first slot, or is cut off: that is proved, and is the last.
 * Accounts without storage, or that are not there, add nothing.
 */
final class StorageWalk {

  /**
   * By which share of the bytes an answer may be larger, for a contract to end with it (go-ethereum
   * stateLookupSlack).
   */
  private static final double OVERSHOOT = 0.1;

  private static final Bytes32 FIRST = Bytes32.ZERO;
  private static final Bytes32 LAST = Bytes32.ZERO.not();

  private final SnapRequest.GetStorageRanges request;
  private final NodeSource state;
  private final Trie accounts;
  private final BooleanSupplier late;
  private final long limit;
  private final long hardLimit;
  private final List<List<Leaf>> slots = new ArrayList<>();
  private List<Bytes> proof = List.of();
  private long size;

  StorageWalk(SnapRequest.GetStorageRanges request, NodeSource state, BooleanSupplier late) {
    this.request = request;
    this.state = state;
    this.accounts = Trie.of(state, request.root());
    this.late = late;
    this.limit = Responder.limit(request.bytes());
    this.hardLimit = (long) (limit * (1 + OVERSHOOT));
  }

  SnapAnswer.StorageRanges answer() {
    Bytes32 start = request.start().orElse(FIRST);
    Bytes32 end = request.limit().orElse(LAST);
    for (Bytes32 account : request.accounts()) {
      if (size >= limit || !add(storage(account), start, end) || late.getAsBoolean()) {
        break;
      }
      start = FIRST;
      end = LAST;
    }
    return new SnapAnswer.StorageRanges(request.requestId(), slots, proof);
  }

  private Trie storage(Bytes32 account) {
    return accounts
        .get(account)
        .map(leaf -> Trie.of(state, Account.decode(leaf).storageRoot()))
        .orElseGet(Trie::empty);
  }

  /** Adds the slots of one account; false if nothing may follow. */
  private boolean add(Trie trie, Bytes32 start, Bytes32 end) {
    List<Leaf> found = new ArrayList<>();
    Iterator<Leaf> leaves = trie.leaves(start);
    boolean cut = false;
    while (!cut && leaves.hasNext()) {
      if (size >= hardLimit || late.getAsBoolean()) {
        cut = true;
      } else {
        Leaf slot = leaves.next();
        found.add(slot);
        size += Responder.KEY + slot.value().size();
        cut = slot.key().compareTo(end) >= 0;
      }
    }
    if (!found.isEmpty()) {
      slots.add(found);
    }
    if (start.isZero() && (!cut || found.isEmpty())) {
      return true;
    }
    Optional<Bytes> last = found.isEmpty() ? Optional.empty() : Optional.of(found.getLast().key());
    proof = RangeProof.prove(trie, start, last);
    return false;
  }
}
