package io.devp2p.wire.trie;

import io.devp2p.core.rlp.RlpWriter;
import java.util.Arrays;
import java.util.function.Function;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * A node of a trie that is being changed. Paths are nibbles, one in each byte; arrays are not
 * changed once they are in a node.
 */
@SuppressWarnings("ArrayRecordComponent") // nodes are compared by identity only
sealed interface TrieNode {

  /** No node. */
  record Empty() implements TrieNode {}

  /** A node that nobody has read yet. */
  record Reference(Bytes32 hash) implements TrieNode {}

  /** The end of a key. */
  record Leaf(byte[] path, Bytes value) implements TrieNode {}

  /** What all keys below have in common, at least one nibble; below it is a branch. */
  record Extension(byte[] path, TrieNode child) implements TrieNode {}

  /**
   * Where keys part.
   *
   * @param children 16
   * @param value of the key that ends here; mostly empty
   */
  record Branch(TrieNode[] children, Bytes value) implements TrieNode {

    Branch with(int nibble, TrieNode child) {
      TrieNode[] changed = children.clone();
      changed[nibble] = child;
      return new Branch(changed, value);
    }

    Branch with(Bytes changed) {
      return new Branch(children, changed);
    }
  }

  /** The one empty node. */
  TrieNode EMPTY = new Empty();

  /** A branch with neither children nor value. */
  static Branch emptyBranch() {
    TrieNode[] children = new TrieNode[EncodedNode.CHILDREN];
    Arrays.fill(children, EMPTY);
    return new Branch(children, Bytes.EMPTY);
  }

  /** Reads a node with those that are embedded in it. */
  static TrieNode of(EncodedNode node) {
    if (node.isLeaf()) {
      return new Leaf(node.path(), node.value());
    }
    if (!node.isBranch()) {
      return new Extension(node.path(), of(node.child()));
    }
    TrieNode[] children = new TrieNode[EncodedNode.CHILDREN];
    for (int i = 0; i < children.length; i++) {
      children[i] = of(node.child(i));
    }
    return new Branch(children, node.value());
  }

  private static TrieNode of(EncodedNode.Child child) {
    if (child.isEmpty()) {
      return EMPTY;
    }
    return child.hash().<TrieNode>map(Reference::new).orElseGet(() -> of(child.embedded()));
  }

  /**
   * The RLP of a node that is there.
   *
   * @param reference how a child stands in its parent, as RLP
   */
  static Bytes encode(TrieNode node, Function<TrieNode, Bytes> reference) {
    return switch (node) {
      case Leaf leaf ->
          RlpWriter.encodeList(
              w -> w.bytes(compact(leaf.path(), Nibbles.LEAF)).bytes(leaf.value()));
      case Extension extension -> {
        Bytes child = reference.apply(extension.child());
        yield RlpWriter.encodeList(w -> w.bytes(compact(extension.path(), 0)).raw(child));
      }
      case Branch branch -> {
        Bytes[] children = Arrays.stream(branch.children()).map(reference).toArray(Bytes[]::new);
        yield RlpWriter.encodeList(w -> {
          for (Bytes child : children) {
            w.raw(child);
          }
          w.bytes(branch.value());
        });
      }
      case Empty empty -> throw new IllegalStateException("BUG: no node has no form");
      case Reference unread -> throw new IllegalStateException("BUG: an unread node is encoded");
    };
  }

  private static Bytes compact(byte[] path, int flag) {
    return Bytes.wrap(Nibbles.compact(path, flag));
  }
}
