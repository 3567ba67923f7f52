package io.devp2p.wire.trie;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * Builds a trie from leaves that come in ascending order of their keys. Holds the nodes of one path
 * only, so its memory does not grow with the trie; each node is finished, hashed and given to the
 * sink as soon as no later leaf can change it. Can be used again after {@link #finish}. Not
 * thread-safe.
 */
public final class TrieBuilder {

  private final NodeWriter writer;

  // The branches on the path of the last key that are not finished, by depth; behind them spare
  // ones. A stack, without allocations once it is deep enough.
  private final List<OpenBranch> branches = new ArrayList<>();
  private int open;

  // The last leaf: how deep it belongs is known only with the next one.
  private boolean pending;
  private byte[] key = {};
  private byte[] value = {};

  // Nibbles of the keys above the trie: 0, or the depth of the subtrie that is built.
  private int top;

  /** A builder that keeps nothing but the root. */
  public TrieBuilder() {
    writer = new NodeWriter(Optional.empty());
  }

  /** A builder that hands over every node that has a hash, children before their parents. */
  public TrieBuilder(NodeSink sink) {
    writer = new NodeWriter(Optional.of(sink));
  }

  /**
   * Adds a leaf. The arrays behind the arguments must not change before {@link #finish}.
   *
   * @param key above the key before it, which must not be its beginning
   * @param value not empty
   * @throws IllegalArgumentException if they are not so
   */
  public void add(Bytes key, Bytes value) {
    add(key.toArrayUnsafe(), value.toArrayUnsafe());
  }

  void add(byte[] nextKey, byte[] nextValue) {
    if (nextValue.length == 0) {
      throw new IllegalArgumentException("a leaf without a value");
    }
    if (pending) {
      int fork = Nibbles.common(key, nextKey);
      if (fork >= 2 * Math.min(key.length, nextKey.length)
          || Nibbles.at(nextKey, fork) < Nibbles.at(key, fork)) {
        throw new IllegalArgumentException("keys must ascend, none the beginning of another");
      }
      forkAt(fork);
    }
    key = nextKey;
    value = nextValue;
    pending = true;
  }

  /** The root of the leaves that were added; the builder is empty again. */
  public Bytes32 finish() {
    if (!pending) {
      return NodeWriter.EMPTY_ROOT;
    }
    finishTop();
    return writer.root();
  }

  /** Begins a subtrie: of all its leaves, the first {@code depth} nibbles are the same. */
  void beginAt(int depth) {
    top = depth;
  }

  /** Writes the reference to the subtrie, up to 33 bytes, and gives its size. */
  int finishReference(byte[] out) {
    if (!pending) {
      out[0] = (byte) NodeWriter.EMPTY_STRING;
      return 1;
    }
    finishTop();
    return writer.reference(out, 0);
  }

  private void finishTop() {
    if (open == 0) {
      writer.leaf(key, top, value);
    } else {
      hangLeaf();
      while (open > 1) {
        closeBelow(branches.get(open - 2).depth);
        hang();
      }
      closeBelow(top - 1);
    }
    pending = false;
    top = 0;
  }

  /** The next key leaves the path of the last one at a depth: what is below it gets finished. */
  private void forkAt(int depth) {
    if (deepest() < depth) {
      open(depth);
      hangLeaf();
      return;
    }
    hangLeaf();
    while (deepest() > depth) {
      int above = open > 1 ? branches.get(open - 2).depth : top - 1;
      closeBelow(Math.max(above, depth));
      if (above < depth) {
        open(depth);
      }
      hang();
    }
  }

  private int deepest() {
    return open == 0 ? top - 1 : branches.get(open - 1).depth;
  }

  private void open(int depth) {
    if (open == branches.size()) {
      branches.add(new OpenBranch());
    }
    branches.get(open++).begin(depth);
  }

  private void hangLeaf() {
    writer.leaf(key, deepest() + 1, value);
    hang();
  }

  /** Makes the last written node a child of the deepest branch. */
  private void hang() {
    OpenBranch branch = branches.get(open - 1);
    branch.child(Nibbles.at(key, branch.depth), writer);
  }

  /** Writes the deepest branch, with an extension if its parent is not right above it. */
  private void closeBelow(int parent) {
    OpenBranch branch = branches.get(--open);
    branch.finish(writer);
    if (branch.depth > parent + 1) {
      writer.extension(key, parent + 1, branch.depth);
    }
  }

  /** A branch that may get more children; they come in ascending order. */
  private static final class OpenBranch {

    private static final int CHILDREN = 16;

    private final byte[] list = new byte[NodeWriter.PREFIX + CHILDREN * NodeWriter.REFERENCE + 1];
    private int depth;
    private int size;
    private int next;

    void begin(int atDepth) {
      depth = atDepth;
      size = NodeWriter.PREFIX;
      next = 0;
    }

    void child(int nibble, NodeWriter writer) {
      skipTo(nibble);
      size += writer.reference(list, size);
      next = nibble + 1;
    }

    /** Writes the node; its value, behind the children, is always empty. */
    void finish(NodeWriter writer) {
      skipTo(CHILDREN + 1);
      writer.seal(list, size);
    }

    private void skipTo(int nibble) {
      while (next < nibble) {
        list[size++] = (byte) NodeWriter.EMPTY_STRING;
        next++;
      }
    }
  }
}
