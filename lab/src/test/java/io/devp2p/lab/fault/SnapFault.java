package io.devp2p.lab.fault;

import io.devp2p.core.rlp.RlpReader;
import io.devp2p.core.rlp.RlpWriter;
import io.devp2p.wire.snap.SnapAnswer;
import io.devp2p.wire.trie.Leaf;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** Faults in snap, one for each case of go-ethereum's suites of snap/1 and snap/2. */
public enum SnapFault implements WireFault {
  HAS_NO_SNAP_1(1, "Status") {
    @Override
    public Said hello(Said said) {
      return without(said, 1);
    }
  },
  PROOF_LACKS_A_NODE(1, "AccountRange") {
    @Override
    SnapAnswer change(SnapAnswer out) {
      return out instanceof SnapAnswer.AccountRange m && !m.proof().isEmpty()
          ? new SnapAnswer.AccountRange(
              m.requestId(), m.accounts(), m.proof().subList(1, m.proof().size()))
          : out;
    }
  },
  GIVES_A_CODE_ONCE(1, "GetByteCodes") {
    @Override
    SnapAnswer change(SnapAnswer out) {
      return out instanceof SnapAnswer.ByteCodes m
          ? new SnapAnswer.ByteCodes(m.requestId(), m.codes().stream().distinct().toList())
          : out;
    }
  },
  NODES_WITHOUT_GAPS(1, "GetTrieNodes") {
    @Override
    SnapAnswer change(SnapAnswer out) {
      return out instanceof SnapAnswer.TrieNodes m
          ? new SnapAnswer.TrieNodes(
              m.requestId(), m.nodes().stream().filter(node -> !node.isEmpty()).toList())
          : out;
    }
  },
  LAST_SLOT_IS_MISSING(1, "GetStorageRanges") {
    @Override
    SnapAnswer change(SnapAnswer out) {
      return out instanceof SnapAnswer.StorageRanges m
          ? new SnapAnswer.StorageRanges(
              m.requestId(),
              m.slots().stream().<List<Leaf>>map(s -> s.subList(0, s.size() - 1)).toList(),
              m.proof())
          : out;
    }
  },
  HAS_NO_SNAP_2(2, "Status") {
    @Override
    public Said hello(Said said) {
      return without(said, 2);
    }
  },
  ACCESS_LISTS_WITHOUT_GAPS(2, "GetBlockAccessLists") {
    @Override
    SnapAnswer change(SnapAnswer out) {
      return out instanceof SnapAnswer.BlockAccessLists m
          ? new SnapAnswer.BlockAccessLists(
              m.requestId(), m.accessLists().stream().filter(Optional::isPresent).toList())
          : out;
    }
  },
  /** Answers what snap/2 does not have. */
  HAS_NODES_OF_TRIES(2, "TrieNodesRemoved") {
    @Override
    public List<Said> in(Link link, Said said) {
      if (link.snapCode(said) == 0x06) {
        long id = RlpReader.list(said.data()).uint64();
        link.say(link.of(new SnapAnswer.TrieNodes(id, List.of())));
        return List.of();
      }
      return List.of(said);
    }
  };

  private final int version;
  private final String caught;

  SnapFault(int version, String caught) {
    this.version = version;
    this.caught = caught;
  }

  /** Of which snap. */
  public int version() {
    return version;
  }

  @Override
  public String caughtBy() {
    return caught;
  }

  @Override
  public List<Said> out(Link link, Said said) {
    Optional<SnapAnswer> answer = link.snap(said);
    return answer.isEmpty() ? List.of(said) : List.of(link.of(change(answer.get())));
  }

  /** What becomes of what the node says. */
  SnapAnswer change(SnapAnswer out) {
    return out;
  }

  /** A Hello without a version of snap. */
  private static Said without(Said hello, int version) {
    RlpReader in = RlpReader.list(hello.data());
    List<Bytes> items = new ArrayList<>();
    while (!in.isAtEnd()) {
      items.add(in.raw().copy());
    }
    List<Bytes> left = new ArrayList<>();
    RlpReader list = RlpReader.list(items.get(2));
    while (!list.isAtEnd()) {
      Bytes one = list.raw().copy();
      RlpReader capability = RlpReader.list(one);
      boolean isSnap = capability.bytes().size() == 4;
      if (!isSnap || capability.uint64() != version) {
        left.add(one);
      }
    }
    items.set(2, RlpWriter.encodeList(w -> left.forEach(w::raw)));
    return new Said(Said.HELLO, RlpWriter.encodeList(w -> items.forEach(w::raw)));
  }
}
