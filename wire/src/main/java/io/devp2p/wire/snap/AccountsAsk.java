package io.devp2p.wire.snap;

import io.devp2p.wire.trie.Leaf;
import io.devp2p.wire.trie.RangeProof;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;

/** Asks for accounts, which the root must prove. */
record AccountsAsk(Bytes32 root, Bytes32 start, Bytes32 limit, int amount)
    implements SnapAsk<Optional<AccountSlice>> {

  @Override
  public int answer() {
    return SnapCodec.ACCOUNT_RANGE;
  }

  @Override
  public AccountsAsk first(int bytes) {
    return new AccountsAsk(root, start, limit, bytes);
  }

  @Override
  public SnapRequest request(long id) {
    return new SnapRequest.GetAccountRange(id, root, start, limit, amount);
  }

  @Override
  public SnapCodec.Most most() {
    return SnapCodec.Most.ofBytes(amount);
  }

  @Override
  public Verdict<Optional<AccountSlice>> judge(SnapAnswer answer, int bytes) {
    SnapAnswer.AccountRange range = (SnapAnswer.AccountRange) answer;
    List<HashedAccount> accounts = range.accounts();
    if (accounts.isEmpty() && range.proof().isEmpty()) {
      return new Verdict.Done<>(Optional.empty(), 0);
    }
    List<Leaf> leaves =
        accounts.stream().map(a -> new Leaf(a.hash(), a.account().encode())).toList();
    boolean more = RangeProof.verify(root, start, leaves, range.proof());
    return new Verdict.Done<>(Optional.of(new AccountSlice(accounts, more)), bytes);
  }
}
