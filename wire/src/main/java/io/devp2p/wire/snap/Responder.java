package io.devp2p.wire.snap;

import io.devp2p.core.Violation;
import io.devp2p.wire.trie.Leaf;
import io.devp2p.wire.trie.MissingNode;
import io.devp2p.wire.trie.NodeSource;
import io.devp2p.wire.trie.RangeProof;
import io.devp2p.wire.trie.Trie;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * Makes the answer to a request from what a backend has, within the limits of deployed clients.
 * Blocks where the backend does.
 */
record Responder(SnapBackend backend) {

  /** Bytes of an answer at most, whatever was asked for (go-ethereum softResponseLimit). */
  static final long MAX_BYTES = 2 << 20;

  /** What the key of an account or a slot counts. */
  static final int KEY = Bytes32.SIZE;

  /**
   * The answer to a request: empty where nothing is there.
   *
   * @param late whether time is over, and what there is will do
   */
  SnapAnswer answer(SnapRequest request, BooleanSupplier late) {
    long id = request.requestId();
    return switch (request) {
      case SnapRequest.GetAccountRange m ->
          ofState(
              m.root(),
              state -> accounts(m, Trie.of(state, m.root()), late),
              new SnapAnswer.AccountRange(id, List.of(), List.of()));
      case SnapRequest.GetStorageRanges m ->
          ofState(
              m.root(),
              state -> new StorageWalk(m, state, late).answer(),
              new SnapAnswer.StorageRanges(id, List.of(), List.of()));
      case SnapRequest.GetTrieNodes m ->
          ofState(
              m.root(),
              state -> new NodeWalk(m, state, late).answer(),
              new SnapAnswer.TrieNodes(id, List.of()));
      case SnapRequest.GetByteCodes m -> codes(m, late);
      case SnapRequest.GetBlockAccessLists m -> accessLists(m, late);
    };
  }

  private SnapAnswer ofState(
      Bytes32 root, Function<NodeSource, SnapAnswer> answer, SnapAnswer notAvailable) {
    try {
      return backend.state(root).map(answer).orElse(notAvailable);
    } catch (MissingNode dropped) {
      return notAvailable;
    } catch (Violation wrong) {
      throw new IllegalStateException("BUG: what is served is no state", wrong);
    }
  }

  /** How many bytes were asked for, as far as they are given. */
  static long limit(long bytes) {
    return Long.compareUnsigned(bytes, MAX_BYTES) < 0 ? bytes : MAX_BYTES;
  }

  /**
   * Accounts from the start to the first one that reaches the limit, or makes too many bytes: so at
   * least one, if one is there. What is not there is proved too.
   */
  private static SnapAnswer accounts(
      SnapRequest.GetAccountRange request, Trie trie, BooleanSupplier late) {
    List<HashedAccount> accounts = new ArrayList<>();
    Iterator<Leaf> leaves = trie.leaves(request.start());
    long size = 0;
    boolean ended = false;
    while (!ended && leaves.hasNext()) {
      Leaf leaf = leaves.next();
      Account account = Account.decode(leaf.value());
      accounts.add(new HashedAccount(Bytes32.wrap(leaf.key()), account));
      size += KEY + account.encodeSlim().size();
      ended =
          leaf.key().compareTo(request.limit()) >= 0
              || size > limit(request.bytes())
              || late.getAsBoolean();
    }
    Optional<Bytes> last =
        accounts.isEmpty() ? Optional.empty() : Optional.of(accounts.getLast().hash());
    return new SnapAnswer.AccountRange(
        request.requestId(), accounts, RangeProof.prove(trie, request.start(), last));
  }

  /** Codes in the order of the request, without those that are not there. */
  private SnapAnswer codes(SnapRequest.GetByteCodes request, BooleanSupplier late) {
    List<Bytes> codes = new ArrayList<>();
    long size = 0;
    for (Bytes32 hash : request.hashes()) {
      Optional<Bytes> code =
          hash.equals(Account.NO_CODE) ? Optional.of(Bytes.EMPTY) : backend.code(hash);
      code.ifPresent(codes::add);
      size += code.map(Bytes::size).orElse(0);
      if (size > limit(request.bytes()) || late.getAsBoolean()) {
        break;
      }
    }
    return new SnapAnswer.ByteCodes(request.requestId(), codes);
  }

  /** Access lists by position; what is missing counts as the byte that says so. */
  private SnapAnswer accessLists(SnapRequest.GetBlockAccessLists request, BooleanSupplier late) {
    List<Optional<Bytes>> lists = new ArrayList<>();
    long size = 0;
    for (Bytes32 block : request.hashes()) {
      Optional<Bytes> list = backend.accessList(block);
      lists.add(list);
      size += list.map(Bytes::size).orElse(1);
      if (size > limit(request.bytes()) || late.getAsBoolean()) {
        break;
      }
    }
    return new SnapAnswer.BlockAccessLists(request.requestId(), lists);
  }
}
