package io.devp2p.wire.trie;

import io.devp2p.core.crypto.Keccak;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * Writes and hashes the nodes of a trie from the leaves upwards, in buffers that are used again. It
 * holds the reference to the last node, as it stands in the parent: the RLP of its hash, or the
 * node itself if it is shorter than a hash (Yellow Paper, appendix D). Not thread-safe.
 */
final class NodeWriter {

  /** Bytes of a hash; a shorter node stands in its parent as it is. */
  static final int HASH = 32;

  /** Root of a trie without leaves: keccak256 of the empty string's RLP. */
  static final Bytes32 EMPTY_ROOT = Keccak.hash(Bytes.of(0x80));

  /** Longest reference: a hash with its prefix. */
  static final int REFERENCE = 1 + HASH;

  /** Room before the payload of a list for its prefix. */
  static final int PREFIX = 5;

  static final int EMPTY_STRING = 0x80;
  private static final int STRING = 0x80;
  private static final int LIST = 0xc0;
  private static final int LONG = 55;

  private final Keccak keccak = new Keccak();
  private final Optional<NodeSink> sink;
  private final byte[] reference = new byte[REFERENCE];
  private int referenceSize;
  private byte[] buffer = new byte[256];

  NodeWriter(Optional<NodeSink> sink) {
    this.sink = sink;
  }

  /** Writes a leaf whose path is the rest of a packed key from the nibble {@code from} on. */
  void leaf(byte[] key, int from, byte[] value) {
    int nibbles = 2 * key.length - from;
    reserve(2 * PREFIX + Nibbles.compactSize(nibbles) + 2 + value.length);
    int end = path(key, from, 2 * key.length, Nibbles.LEAF);
    if (value.length != 1 || value[0] < 0) {
      end = prefix(STRING, value.length, end);
    }
    System.arraycopy(value, 0, buffer, end, value.length);
    seal(buffer, end + value.length);
  }

  /** Writes the extension of the nibbles {@code from} to {@code to} above the last node. */
  void extension(byte[] key, int from, int to) {
    reserve(PREFIX + 2 + Nibbles.compactSize(to - from) + REFERENCE);
    int end = path(key, from, to, 0);
    System.arraycopy(reference, 0, buffer, end, referenceSize);
    seal(buffer, end + referenceSize);
  }

  /** Takes a list as a node; its payload stands in {@code list} from {@link #PREFIX} on. */
  void seal(byte[] list, int end) {
    int size = end - PREFIX;
    int start = PREFIX - 1 - (size <= LONG ? 0 : lengthBytes(size));
    writePrefix(list, LIST, size, start);
    if (end - start < HASH) {
      referenceSize = end - start;
      System.arraycopy(list, start, reference, 0, referenceSize);
      return;
    }
    reference[0] = (byte) (STRING + HASH);
    referenceSize = REFERENCE;
    keccak.update(list, start, end - start);
    keccak.digestAndReset(reference, 1);
    sink.ifPresent(s -> s.put(hash(), Bytes.wrap(list, start, end - start).copy()));
  }

  /** Copies the reference to the last node and gives its size. */
  int reference(byte[] out, int position) {
    System.arraycopy(reference, 0, out, position, referenceSize);
    return referenceSize;
  }

  /** The hash of the last node, which is the root: it has a hash even if it is short. */
  Bytes32 root() {
    if (referenceSize == REFERENCE) {
      return hash();
    }
    Bytes node = Bytes.wrap(reference, 0, referenceSize).copy();
    Bytes32 root = Keccak.hash(node);
    sink.ifPresent(s -> s.put(root, node));
    return root;
  }

  private Bytes32 hash() {
    return Bytes32.wrap(reference, 1).copy();
  }

  private void reserve(int size) {
    if (buffer.length < size) {
      buffer = new byte[Math.max(size, 2 * buffer.length)];
    }
  }

  private int path(byte[] key, int from, int to, int flag) {
    int size = Nibbles.compactSize(to - from);
    // A single byte is its own RLP: the flags keep it below 0x80.
    int position = size == 1 ? PREFIX : prefix(STRING, size, PREFIX);
    return Nibbles.compact(key, from, to, flag, buffer, position);
  }

  private int prefix(int kind, int size, int position) {
    writePrefix(buffer, kind, size, position);
    return position + 1 + (size <= LONG ? 0 : lengthBytes(size));
  }

  private static void writePrefix(byte[] out, int kind, int size, int position) {
    if (size <= LONG) {
      out[position] = (byte) (kind + size);
      return;
    }
    int bytes = lengthBytes(size);
    out[position] = (byte) (kind + LONG + bytes);
    for (int i = 1; i <= bytes; i++) {
      out[position + i] = (byte) (size >>> 8 * (bytes - i));
    }
  }

  private static int lengthBytes(int size) {
    return (39 - Integer.numberOfLeadingZeros(size)) / 8;
  }
}
