package io.devp2p.wire.trie;

import io.devp2p.core.crypto.Keccak;
import io.devp2p.core.rlp.RlpWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * The definition of the trie (Yellow Paper, appendix D), written down as it stands there and with
 * no thought for speed: an oracle that shares no code with what it judges.
 */
final class NaiveTrie {

  private final Map<Bytes32, Bytes> nodes = new HashMap<>();
  private final Bytes32 root;

  NaiveTrie(Map<Bytes, Bytes> leaves) {
    NavigableMap<String, Bytes> paths = new TreeMap<>();
    leaves.forEach((key, value) -> paths.put(key.toUnprefixedHexString(), value));
    Bytes top = paths.isEmpty() ? Bytes.of(0x80) : node(paths, 0);
    root = Keccak.hash(top);
    if (!paths.isEmpty()) {
      nodes.put(root, top);
    }
  }

  Bytes32 root() {
    return root;
  }

  /** All nodes that have a hash. */
  Map<Bytes32, Bytes> nodes() {
    return nodes;
  }

  private Bytes node(NavigableMap<String, Bytes> paths, int depth) {
    String first = paths.firstKey();
    if (paths.size() == 1) {
      return RlpWriter.encodeList(
          w -> w.bytes(compact(first.substring(depth), true)).bytes(paths.firstEntry().getValue()));
    }
    String last = paths.lastKey();
    int common = depth;
    while (common < first.length() && first.charAt(common) == last.charAt(common)) {
      common++;
    }
    int fork = common;
    if (fork > depth) {
      return RlpWriter.encodeList(
          w -> w.bytes(compact(first.substring(depth, fork), false)).raw(reference(paths, fork)));
    }
    return RlpWriter.encodeList(w -> {
      for (char nibble : "0123456789abcdef".toCharArray()) {
        String prefix = first.substring(0, fork) + nibble;
        w.raw(reference(paths.subMap(prefix, true, prefix + "g", false), fork + 1));
      }
      w.bytes(paths.getOrDefault(first.substring(0, fork), Bytes.EMPTY));
    });
  }

  private Bytes reference(NavigableMap<String, Bytes> paths, int depth) {
    if (paths.isEmpty()) {
      return Bytes.of(0x80);
    }
    Bytes node = node(paths, depth);
    if (node.size() < 32) {
      return node;
    }
    nodes.put(Keccak.hash(node), node);
    return RlpWriter.encode(w -> w.bytes(Keccak.hash(node)));
  }

  private static Bytes compact(String nibbles, boolean leaf) {
    String flag = leaf ? "2" : "0";
    return nibbles.length() % 2 == 0
        ? Bytes.fromHexString(flag + "0" + nibbles)
        : Bytes.fromHexString((leaf ? "3" : "1") + nibbles);
  }
}
