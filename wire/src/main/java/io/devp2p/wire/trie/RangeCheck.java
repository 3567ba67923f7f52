package io.devp2p.wire.trie;

import io.devp2p.core.Violation;
import java.util.Arrays;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * One check of a range against a root. It goes down from the root, along the paths of both edges
 * only: each node there is what its parent's hash says. A subtrie that hangs on these paths lies
 * before the first edge, and does not matter; or behind the second, and says that more follows; or
 * between them: then the leaves that belong there must hash to what the parent says. Every step
 * goes deeper into the keys, so no proof makes it go on for long. Not thread-safe.
 */
final class RangeCheck {

  private final byte[] start;
  private final byte[][] keys;
  private final byte[][] values;
  private final TrieBuilder builder = new TrieBuilder();
  private final byte[] reference = new byte[NodeWriter.REFERENCE];
  private NodeSource proof = Trie.empty().source();
  private boolean more;

  private RangeCheck(byte[] start, byte[][] keys, byte[][] values) {
    this.start = start;
    this.keys = keys;
    this.values = values;
  }

  /** A range whose leaves are in order, from {@code start} on. */
  static RangeCheck of(Bytes start, List<Leaf> leaves) {
    byte[] previous = start.toArrayUnsafe();
    byte[][] keys = new byte[leaves.size()][];
    byte[][] values = new byte[leaves.size()][];
    for (int i = 0; i < keys.length; i++) {
      Leaf leaf = leaves.get(i);
      Violation.unless(leaf.key().size() == start.size(), TrieRule.TRIE_KEY_LENGTH);
      Violation.unless(!leaf.value().isEmpty(), TrieRule.TRIE_EMPTY_VALUE);
      keys[i] = leaf.key().toArrayUnsafe();
      values[i] = leaf.value().toArrayUnsafe();
      int order = Arrays.compareUnsigned(previous, keys[i]);
      Violation.unless(i > 0 || order <= 0, TrieRule.TRIE_KEY_BEFORE_START);
      Violation.unless(i == 0 || order < 0, TrieRule.TRIE_KEYS_UNORDERED);
      previous = keys[i];
    }
    return new RangeCheck(start.toArrayUnsafe(), keys, values);
  }

  /** Checks that the leaves are the whole trie. */
  void whole(Bytes32 root) {
    for (int i = 0; i < keys.length; i++) {
      builder.add(keys[i], values[i]);
    }
    Violation.unless(builder.finish().equals(root), TrieRule.TRIE_RANGE_MISMATCH);
  }

  /** Checks the leaves by a proof; says whether more follow. */
  boolean proved(NodeSource nodes, Bytes32 root) {
    proof = nodes;
    check(EncodedNode.of(nodes.node(root)), 0, 0, keys.length, true, keys.length > 0);
    return more;
  }

  /**
   * Checks a node on the path of an edge.
   *
   * @param depth nibbles above the node
   * @param from the first leaf of the range below the node
   * @param to behind the last one
   * @param left whether the node is on the path of {@code start}
   * @param right whether it is on the path of the last leaf
   */
  private void check(EncodedNode node, int depth, int from, int to, boolean left, boolean right) {
    if (node.isBranch()) {
      checkBranch(node, depth, from, to, left, right);
    } else {
      checkPath(node, depth, from, to, left, right);
    }
  }

  private void checkBranch(
      EncodedNode node, int depth, int from, int to, boolean left, boolean right) {
    Violation.unless(depth < 2 * start.length && node.value().isEmpty(), TrieRule.TRIE_KEY_LENGTH);
    int first = left ? Nibbles.at(start, depth) : 0;
    int last = right ? Nibbles.at(keys[keys.length - 1], depth) : EncodedNode.CHILDREN - 1;
    int next = from;
    for (int i = first; i <= last; i++) {
      int begin = next;
      while (next < to && Nibbles.at(keys[next], depth) == i) {
        next++;
      }
      checkChild(node.child(i), depth + 1, begin, next, left && i == first, right && i == last);
    }
    for (int i = last + 1; i < EncodedNode.CHILDREN; i++) {
      more |= !node.child(i).isEmpty();
    }
  }

  private void checkPath(
      EncodedNode node, int depth, int from, int to, boolean left, boolean right) {
    byte[] path = node.path();
    int below = depth + path.length;
    Violation.unless(
        node.isLeaf() ? below == 2 * start.length : below < 2 * start.length,
        TrieRule.TRIE_KEY_LENGTH);
    int toStart = left ? Nibbles.compare(path, start, depth) : 1;
    int toLast = right ? Nibbles.compare(path, keys[keys.length - 1], depth) : -1;
    if (toStart < 0 || toLast > 0) {
      more |= toLast > 0;
      Violation.unless(from == to, TrieRule.TRIE_RANGE_MISMATCH);
    } else if (node.isLeaf()) {
      Violation.unless(
          to - from == 1
              && Nibbles.compare(path, keys[from], depth) == 0
              && node.value().equals(Bytes.wrap(values[from])),
          TrieRule.TRIE_RANGE_MISMATCH);
    } else {
      // Keys are in order: if the first and the last of them go this way, all do.
      Violation.unless(
          from == to
              || Nibbles.compare(path, keys[from], depth) == 0
                  && Nibbles.compare(path, keys[to - 1], depth) == 0,
          TrieRule.TRIE_RANGE_MISMATCH);
      checkChild(node.child(), below, from, to, toStart == 0, toLast == 0);
    }
  }

  private void checkChild(
      EncodedNode.Child child, int depth, int from, int to, boolean left, boolean right) {
    if ((left || right) && !child.isEmpty()) {
      check(child.node(proof), depth, from, to, left, right);
    } else {
      checkInside(child, depth, from, to);
    }
  }

  /** Checks a subtrie between the edges: the leaves that belong there are all that it has. */
  private void checkInside(EncodedNode.Child child, int depth, int from, int to) {
    builder.beginAt(depth);
    for (int i = from; i < to; i++) {
      builder.add(keys[i], values[i]);
    }
    int size = builder.finishReference(reference);
    Violation.unless(child.is(reference, size), TrieRule.TRIE_RANGE_MISMATCH);
  }
}
