package io.devp2p.wire.trie;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** Reads the leaves of a trie in order, holding the nodes of one path. Not thread-safe. */
final class LeafIterator implements Iterator<Leaf> {

  private static final int VALUE = -1;

  /** A branch, and which of its children comes next; its value comes before all of them. */
  private static final class Frame {
    final EncodedNode branch;
    final int depth;
    // Whether the path to it is the beginning of the first key: then children are left out.
    final boolean onEdge;
    int next;

    Frame(EncodedNode branch, int depth, boolean onEdge, int next) {
      this.branch = branch;
      this.depth = depth;
      this.onEdge = onEdge;
      this.next = next;
    }
  }

  private final NodeSource source;
  private final byte[] from;
  private final Deque<Frame> frames = new ArrayDeque<>();
  private byte[] path = new byte[64];
  private Optional<Leaf> upcoming;

  LeafIterator(Trie trie, Bytes from) {
    this.source = trie.source();
    this.from = Nibbles.unpack(from.toArrayUnsafe());
    this.upcoming =
        trie.isEmpty()
            ? Optional.empty()
            : enter(EncodedNode.of(source.node(trie.root())), 0, true).or(this::search);
  }

  @Override
  public boolean hasNext() {
    return upcoming.isPresent();
  }

  @Override
  public Leaf next() {
    Leaf leaf = upcoming.orElseThrow(NoSuchElementException::new);
    upcoming = search();
    return leaf;
  }

  private Optional<Leaf> search() {
    while (!frames.isEmpty()) {
      Optional<Leaf> found = step(frames.peek());
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<Leaf> step(Frame frame) {
    int index = frame.next++;
    if (index == VALUE) {
      Bytes value = frame.branch.value();
      return value.isEmpty() ? Optional.empty() : Optional.of(leaf(frame.depth, value));
    }
    if (index == EncodedNode.CHILDREN) {
      frames.pop();
      return Optional.empty();
    }
    EncodedNode.Child child = frame.branch.child(index);
    if (child.isEmpty()) {
      return Optional.empty();
    }
    append(frame.depth, new byte[] {(byte) index});
    boolean onEdge = frame.onEdge && index == from[frame.depth];
    return enter(child.node(source), frame.depth + 1, onEdge);
  }

  /** Goes down to the next branch, or to a leaf, which it gives. */
  private Optional<Leaf> enter(EncodedNode start, int startDepth, boolean startOnEdge) {
    EncodedNode node = start;
    int depth = startDepth;
    boolean onEdge = startOnEdge;
    while (!node.isBranch()) {
      byte[] own = node.path();
      if (onEdge) {
        int rest = Math.min(own.length, from.length - depth);
        int order = Arrays.compare(own, 0, rest, from, depth, depth + rest);
        if (order < 0 || order == 0 && node.isLeaf() && own.length < from.length - depth) {
          return Optional.empty();
        }
        onEdge = order == 0 && depth + own.length < from.length;
      }
      append(depth, own);
      depth += own.length;
      if (node.isLeaf()) {
        return Optional.of(leaf(depth, node.value()));
      }
      node = node.child().node(source);
    }
    boolean edge = onEdge && depth < from.length;
    frames.push(new Frame(node, depth, edge, edge ? from[depth] : VALUE));
    return Optional.empty();
  }

  private void append(int depth, byte[] nibbles) {
    if (path.length < depth + nibbles.length) {
      path = Arrays.copyOf(path, 2 * (depth + nibbles.length));
    }
    System.arraycopy(nibbles, 0, path, depth, nibbles.length);
  }

  private Leaf leaf(int depth, Bytes value) {
    return new Leaf(Bytes.wrap(Nibbles.pack(path, depth)), value);
  }
}
