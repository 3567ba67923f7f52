package io.devp2p.wire.snap;

import io.devp2p.wire.snap.SnapRequest.PathSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * Asks for nodes, which must have those hashes.
 *
 * @param root of the state
 */
record NodesAsk(Bytes32 root, List<WantedNode> wanted) implements SnapAsk<Map<Bytes32, Bytes>> {

  @Override
  public int answer() {
    return SnapCodec.TRIE_NODES;
  }

  @Override
  public int amount() {
    return wanted.size();
  }

  @Override
  public NodesAsk first(int amount) {
    return new NodesAsk(root, wanted.subList(0, amount));
  }

  @Override
  public SnapRequest request(long id) {
    return new SnapRequest.GetTrieNodes(id, root, paths(), Responder.MAX_BYTES);
  }

  /** Nodes in the storage of one account that follow each other are one set. */
  private List<PathSet> paths() {
    List<PathSet> sets = new ArrayList<>();
    int next = 0;
    while (next < wanted.size()) {
      Optional<Bytes32> account = wanted.get(next).account();
      List<Bytes> elements = new ArrayList<>();
      account.ifPresent(elements::add);
      do {
        elements.add(wanted.get(next++).path().compact());
      } while (account.isPresent()
          && next < wanted.size()
          && elements.size() < SnapRequest.MAX_ITEMS
          && wanted.get(next).account().equals(account));
      sets.add(new PathSet(elements));
    }
    return sets;
  }

  @Override
  public SnapCodec.Most most() {
    return SnapCodec.Most.items(wanted.size());
  }

  @Override
  public Verdict<Map<Bytes32, Bytes>> judge(SnapAnswer answer, int bytes) {
    List<Bytes> nodes =
        ((SnapAnswer.TrieNodes) answer).nodes().stream().filter(node -> !node.isEmpty()).toList();
    List<Bytes32> hashes = wanted.stream().map(WantedNode::hash).toList();
    return new Verdict.Done<>(SnapAsk.byHash(hashes, nodes, SnapRule.SNAP_NODE_HASH), nodes.size());
  }
}
