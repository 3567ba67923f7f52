package io.devp2p.wire.snap;

import io.devp2p.core.Violation;
import io.devp2p.core.crypto.Keccak;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** Asks for access lists, which must have those hashes. */
record AccessListsAsk(List<WantedAccessList> wanted) implements SnapAsk<List<Optional<Bytes>>> {

  @Override
  public int answer() {
    return SnapCodec.BLOCK_ACCESS_LISTS;
  }

  @Override
  public int amount() {
    return wanted.size();
  }

  @Override
  public AccessListsAsk first(int amount) {
    return new AccessListsAsk(wanted.subList(0, amount));
  }

  @Override
  public SnapRequest request(long id) {
    return new SnapRequest.GetBlockAccessLists(
        id, wanted.stream().map(WantedAccessList::block).toList(), Responder.MAX_BYTES);
  }

  @Override
  public SnapCodec.Most most() {
    return SnapCodec.Most.items(wanted.size());
  }

  @Override
  public Verdict<List<Optional<Bytes>>> judge(SnapAnswer answer, int bytes) {
    List<Optional<Bytes>> lists = ((SnapAnswer.BlockAccessLists) answer).accessLists();
    int held = 0;
    for (int i = 0; i < lists.size(); i++) {
      if (lists.get(i).isPresent()) {
        Violation.unless(
            Keccak.hash(lists.get(i).get()).equals(wanted.get(i).hash()),
            SnapRule.SNAP_ACCESS_LIST_HASH);
        held++;
      }
    }
    return new Verdict.Done<>(lists, held);
  }
}
