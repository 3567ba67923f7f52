package io.devp2p.wire.trie;

import org.apache.tuweni.bytes.Bytes;

/**
 * The place of a node in a trie: the nibbles that lead from the root to it.
 *
 * @param nibbles one in each byte
 */
public record TriePath(Bytes nibbles) {

  /** The place of the root. */
  public static final TriePath ROOT = new TriePath(Bytes.EMPTY);

  public TriePath {
    for (int i = 0; i < nibbles.size(); i++) {
      if (nibbles.get(i) < 0 || nibbles.get(i) > 0xf) {
        throw new IllegalArgumentException("not a nibble: " + nibbles.get(i));
      }
    }
  }

  /** All nibbles of a key. */
  public static TriePath of(Bytes key) {
    return new TriePath(Bytes.wrap(Nibbles.unpack(key.toArrayUnsafe())));
  }

  /**
   * Reads the hex-prefix form (Yellow Paper, appendix C). Takes any bytes, as deployed servers do:
   * of the flags only the one for an odd number of nibbles counts, and no bytes at all are the
   * root.
   */
  public static TriePath ofCompact(Bytes compact) {
    return new TriePath(Bytes.wrap(Nibbles.uncompact(compact.toArrayUnsafe())));
  }

  /** The hex-prefix form, as of an inner node. */
  public Bytes compact() {
    return Bytes.wrap(Nibbles.compact(nibbles.toArrayUnsafe(), 0));
  }

  /** The place of a child. */
  public TriePath child(int nibble) {
    return new TriePath(Bytes.concatenate(nibbles, Bytes.of(nibble)));
  }

  /** Number of nibbles. */
  public int depth() {
    return nibbles.size();
  }
}
