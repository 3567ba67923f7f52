package io.devp2p.wire.trie;

import io.devp2p.core.Violation;
import io.devp2p.core.rlp.RlpReader;
import java.util.Arrays;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * A node as it is encoded, read in place: a branch of 16 children and a value, or a path with
 * either the value of a leaf or the child of an extension (Yellow Paper, appendix D). Immutable.
 */
final class EncodedNode {

  /** Children of a branch. */
  static final int CHILDREN = 16;

  private static final int BRANCH = CHILDREN + 1;
  private static final int SHORT = 2;
  private static final int HASH = 0x80 + NodeWriter.HASH;
  private static final int LIST = 0xc0;

  private final byte[] data;

  /** Where the elements begin; behind the last one the end of the node. */
  private final int[] starts;

  /** Of a leaf or an extension, the nibbles of its path, one in each byte. */
  private final byte[] path;

  private final boolean leaf;

  private EncodedNode(byte[] data, int[] starts, byte[] path, boolean leaf) {
    this.data = data;
    this.starts = starts;
    this.path = path;
    this.leaf = leaf;
  }

  /**
   * Reads a node.
   *
   * @throws Violation if it is not one: of {@link TrieRule#TRIE_NODE_FORM} or an RLP rule
   */
  static EncodedNode of(Bytes node) {
    return of(node.toArrayUnsafe());
  }

  private static EncodedNode of(byte[] data) {
    int[] starts = starts(data);
    if (starts.length - 1 == SHORT) {
      return ofShort(data, starts);
    }
    Violation.unless(starts.length - 1 == BRANCH, TrieRule.TRIE_NODE_FORM);
    for (int i = 0; i < CHILDREN; i++) {
      checkReference(data, starts[i], starts[i + 1], true);
    }
    Violation.unless((data[starts[CHILDREN]] & 0xff) < LIST, TrieRule.TRIE_NODE_FORM);
    return new EncodedNode(data, starts, new byte[0], false);
  }

  private static int[] starts(byte[] data) {
    RlpReader outer = RlpReader.of(data);
    RlpReader in = outer.list();
    outer.end();
    int[] starts = new int[BRANCH + 1];
    int count = 0;
    while (!in.isAtEnd()) {
      Violation.unless(count < BRANCH, TrieRule.TRIE_NODE_FORM);
      starts[count++] = data.length - in.remaining();
      in.skip();
    }
    starts[count++] = data.length;
    return count == starts.length ? starts : Arrays.copyOf(starts, count);
  }

  private static EncodedNode ofShort(byte[] data, int[] starts) {
    byte[] compact = string(data, starts[0], starts[1]);
    Violation.unless(compact.length > 0, TrieRule.TRIE_NODE_FORM);
    int flags = compact[0] & 0xf0;
    Violation.unless(flags <= 0x30, TrieRule.TRIE_NODE_FORM);
    Violation.unless((flags & 0x10) != 0 || (compact[0] & 0x0f) == 0, TrieRule.TRIE_NODE_FORM);
    boolean leaf = (flags & Nibbles.LEAF) != 0;
    byte[] path = Nibbles.uncompact(compact);
    if (leaf) {
      Violation.unless(string(data, starts[1], starts[2]).length > 0, TrieRule.TRIE_NODE_FORM);
    } else {
      Violation.unless(path.length > 0, TrieRule.TRIE_NODE_FORM);
      checkReference(data, starts[1], starts[2], false);
    }
    return new EncodedNode(data, starts, path, leaf);
  }

  private static byte[] string(byte[] data, int start, int end) {
    int first = data[start] & 0xff;
    Violation.unless(first < LIST, TrieRule.TRIE_NODE_FORM);
    return RlpReader.of(Arrays.copyOfRange(data, start, end)).bytes().toArrayUnsafe();
  }

  /** A child is a hash, a node that is shorter than one, or where allowed nothing. */
  private static void checkReference(byte[] data, int start, int end, boolean mayBeEmpty) {
    int first = data[start] & 0xff;
    Violation.unless(
        first == HASH
            || first >= LIST && end - start < NodeWriter.HASH
            || first == NodeWriter.EMPTY_STRING && mayBeEmpty,
        TrieRule.TRIE_NODE_FORM);
  }

  boolean isBranch() {
    return starts.length - 1 == BRANCH;
  }

  boolean isLeaf() {
    return leaf;
  }

  /** The nibbles of a leaf or an extension, one in each byte; the array is not to be changed. */
  byte[] path() {
    return path;
  }

  /** The value of a leaf or, mostly empty, of a branch. */
  Bytes value() {
    int last = starts.length - 2;
    return Bytes.wrap(string(data, starts[last], starts[last + 1]));
  }

  /** The child of a branch at a nibble. */
  Child child(int nibble) {
    return new Child(starts[nibble], starts[nibble + 1]);
  }

  /** The child of an extension. */
  Child child() {
    return child(1);
  }

  /** The reference to a child, as it stands here. */
  final class Child {

    private final int start;
    private final int end;

    private Child(int start, int end) {
      this.start = start;
      this.end = end;
    }

    boolean isEmpty() {
      return (data[start] & 0xff) == NodeWriter.EMPTY_STRING;
    }

    /** Whether the reference is so many bytes of an array. */
    boolean is(byte[] reference, int size) {
      return Arrays.equals(data, start, end, reference, 0, size);
    }

    /** The hash of the child; empty if there is none, or if the node stands here itself. */
    Optional<Bytes32> hash() {
      return (data[start] & 0xff) == HASH
          ? Optional.of(Bytes32.wrap(Arrays.copyOfRange(data, start + 1, end)))
          : Optional.empty();
    }

    /** The child, which is there. */
    EncodedNode node(NodeSource source) {
      return hash().map(hash -> EncodedNode.of(source.node(hash))).orElseGet(this::embedded);
    }

    /** The child that stands here itself. */
    EncodedNode embedded() {
      return EncodedNode.of(Arrays.copyOfRange(data, start, end));
    }
  }
}
