package io.devp2p.wire.trie;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/** Nodes in memory; remembers which were asked for. */
final class NodeMap implements NodeSource {

  private final Map<Bytes32, Bytes> nodes = new HashMap<>();
  private final Set<Bytes32> read = new HashSet<>();

  /** The trie of leaves, whose nodes are added. */
  Trie add(SortedMap<Bytes, Bytes> leaves) {
    TrieBuilder builder = new TrieBuilder(nodes::put);
    leaves.forEach(builder::add);
    return Trie.of(this, builder.finish());
  }

  /** The changed trie, whose nodes are added. */
  Trie add(TrieEdit.Commit commit) {
    nodes.putAll(commit.nodes());
    return Trie.of(this, commit.root());
  }

  @Override
  public Bytes node(Bytes32 hash) {
    Bytes node = nodes.get(hash);
    if (node == null) {
      throw new MissingNode(hash);
    }
    read.add(hash);
    return node;
  }

  Map<Bytes32, Bytes> nodes() {
    return nodes;
  }

  /** The hashes that were asked for since the last call. */
  Set<Bytes32> takeRead() {
    Set<Bytes32> taken = Set.copyOf(read);
    read.clear();
    return taken;
  }
}
