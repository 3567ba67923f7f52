package io.devp2p.wire.snap;

import io.devp2p.wire.trie.Leaf;
import io.devp2p.wire.trie.RangeProof;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * Asks for the storage of accounts, which the roots of their storage must prove.
 *
 * @param root of the state
 * @param accounts with storage: for others servers leave out the list, and positions shift
 * @param start where to begin in the first one
 * @param limit where to end in the first one
 */
record StorageAsk(
    Bytes32 root,
    List<HashedAccount> accounts,
    Optional<Bytes32> start,
    Optional<Bytes32> limit,
    int amount)
    implements SnapAsk<Optional<StorageSlice>> {

  StorageAsk {
    if (accounts.isEmpty() || !accounts.stream().allMatch(a -> a.account().hasStorage())) {
      throw new IllegalArgumentException("accounts with storage can be asked for");
    }
    accounts = List.copyOf(accounts);
  }

  @Override
  public int answer() {
    return SnapCodec.STORAGE_RANGES;
  }

  @Override
  public StorageAsk first(int bytes) {
    return new StorageAsk(root, accounts, start, limit, bytes);
  }

  @Override
  public SnapRequest request(long id) {
    List<Bytes32> hashes = accounts.stream().map(HashedAccount::hash).toList();
    return new SnapRequest.GetStorageRanges(id, root, hashes, start, limit, amount);
  }

  @Override
  public SnapCodec.Most most() {
    return new SnapCodec.Most(accounts.size(), SnapCodec.Most.ofBytes(amount).leaves());
  }

  @Override
  public Verdict<Optional<StorageSlice>> judge(SnapAnswer answer, int bytes) {
    SnapAnswer.StorageRanges ranges = (SnapAnswer.StorageRanges) answer;
    List<List<Leaf>> slots = ranges.slots();
    if (slots.isEmpty() && ranges.proof().isEmpty()) {
      return new Verdict.Done<>(Optional.empty(), 0);
    }
    if (slots.isEmpty()) {
      // Nothing from the start on, in the first account.
      slots = List.of(List.of());
    }
    int last = slots.size() - 1;
    for (int i = 0; i < last; i++) {
      verify(i, slots.get(i), List.of());
    }
    boolean more = verify(last, slots.get(last), ranges.proof());
    return new Verdict.Done<>(Optional.of(new StorageSlice(slots, more)), bytes);
  }

  private boolean verify(int account, List<Leaf> slots, List<Bytes> proof) {
    Bytes32 from = account == 0 ? start.orElse(Bytes32.ZERO) : Bytes32.ZERO;
    return RangeProof.verify(accounts.get(account).account().storageRoot(), from, slots, proof);
  }
}
