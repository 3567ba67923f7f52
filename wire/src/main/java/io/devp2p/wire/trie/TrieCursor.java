package io.devp2p.wire.trie;

import java.util.Arrays;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/** Goes down a trie along one path, node by node. Not thread-safe. */
final class TrieCursor {

  private final NodeSource source;
  private final byte[] nibbles;
  private EncodedNode node;
  private Optional<Bytes> stored;

  // Nibbles that lead to the node; those of its own path are not among them.
  private int depth;

  /** Starts at the root of a trie that has one. */
  TrieCursor(NodeSource source, Bytes32 root, byte[] nibbles) {
    this.source = source;
    this.nibbles = nibbles;
    Bytes encoded = source.node(root);
    this.stored = Optional.of(encoded);
    this.node = EncodedNode.of(encoded);
  }

  /** Moves to the child that lies on the path; false, without moving, if there is none. */
  boolean descend() {
    if (node.isLeaf() || !follows()) {
      return false;
    }
    int step = node.isBranch() ? 1 : node.path().length;
    if (depth + step > nibbles.length) {
      return false;
    }
    EncodedNode.Child child = node.isBranch() ? node.child(nibbles[depth]) : node.child();
    if (child.isEmpty()) {
      return false;
    }
    stored = child.hash().map(source::node);
    node = stored.isPresent() ? EncodedNode.of(stored.get()) : child.embedded();
    depth += step;
    return true;
  }

  /** Whether the node's own path, if it has one, is that of the cursor. */
  private boolean follows() {
    byte[] path = node.path();
    return depth + path.length <= nibbles.length
        && Arrays.equals(path, 0, path.length, nibbles, depth, depth + path.length);
  }

  int depth() {
    return depth;
  }

  /** The node as the source has it; empty if it is embedded in its parent. */
  Optional<Bytes> stored() {
    return stored;
  }

  /** The value, if the path ends in this node. */
  Optional<Bytes> value() {
    boolean isExtension = !node.isBranch() && !node.isLeaf();
    if (isExtension || !follows() || depth + node.path().length != nibbles.length) {
      return Optional.empty();
    }
    return Optional.of(node.value()).filter(value -> !value.isEmpty());
  }
}
