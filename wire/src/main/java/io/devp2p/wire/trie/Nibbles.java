package io.devp2p.wire.trie;

import java.util.Arrays;

/** Keys as nibbles, of which a byte holds two, and the hex-prefix ("compact") form of paths. */
final class Nibbles {

  /** Flag of a compact path that ends in a leaf (Yellow Paper, appendix C). */
  static final int LEAF = 0x20;

  private static final int ODD = 0x10;

  private Nibbles() {}

  /** The nibble of a packed key at an index. */
  static int at(byte[] key, int index) {
    return (index & 1) == 0 ? (key[index >> 1] & 0xff) >> 4 : key[index >> 1] & 0x0f;
  }

  /** Number of nibbles with which both packed keys begin. */
  static int common(byte[] a, byte[] b) {
    int index = Arrays.mismatch(a, b);
    if (index < 0) {
      return 2 * a.length;
    }
    boolean inSecond = index < Math.min(a.length, b.length) && ((a[index] ^ b[index]) & 0xf0) == 0;
    return 2 * index + (inSecond ? 1 : 0);
  }

  /**
   * Compares nibbles, one in each byte, with those of a packed key from a depth on. The key must
   * have so many.
   */
  static int compare(byte[] nibbles, byte[] key, int depth) {
    for (int i = 0; i < nibbles.length; i++) {
      int order = nibbles[i] - at(key, depth + i);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  /** Bytes of the compact form of so many nibbles. */
  static int compactSize(int nibbles) {
    return nibbles / 2 + 1;
  }

  /**
   * Writes the compact form of the nibbles {@code from} to {@code to} of a packed key.
   *
   * @param flag {@link #LEAF} or 0
   * @return the position behind it
   */
  static int compact(byte[] key, int from, int to, int flag, byte[] out, int position) {
    int index = from;
    if ((to - from & 1) == 1) {
      out[position] = (byte) (flag | ODD | at(key, index++));
    } else {
      out[position] = (byte) flag;
    }
    for (int at = position + 1; index < to; index += 2) {
      out[at++] = (byte) (at(key, index) << 4 | at(key, index + 1));
    }
    return position + compactSize(to - from);
  }

  /** The nibbles of a packed key, one in each byte. */
  static byte[] unpack(byte[] key) {
    byte[] nibbles = new byte[2 * key.length];
    for (int i = 0; i < nibbles.length; i++) {
      nibbles[i] = (byte) at(key, i);
    }
    return nibbles;
  }

  /** Packs an even number of nibbles, the first {@code count} of an array. */
  static byte[] pack(byte[] nibbles, int count) {
    byte[] key = new byte[count / 2];
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) (nibbles[2 * i] << 4 | nibbles[2 * i + 1]);
    }
    return key;
  }

  /** The compact form of nibbles, one in each byte. */
  static byte[] compact(byte[] nibbles, int flag) {
    byte[] compact = new byte[compactSize(nibbles.length)];
    int odd = nibbles.length & 1;
    compact[0] = (byte) (odd == 1 ? flag | ODD | nibbles[0] : flag);
    for (int i = 1; i < compact.length; i++) {
      compact[i] = (byte) (nibbles[2 * i - 2 + odd] << 4 | nibbles[2 * i - 1 + odd]);
    }
    return compact;
  }

  /** The nibbles of a compact path, one in each byte; none of no bytes. */
  static byte[] uncompact(byte[] compact) {
    if (compact.length == 0) {
      return compact;
    }
    int skipped = (compact[0] & ODD) == 0 ? 2 : 1;
    byte[] nibbles = new byte[2 * compact.length - skipped];
    for (int i = 0; i < nibbles.length; i++) {
      nibbles[i] = (byte) at(compact, i + skipped);
    }
    return nibbles;
  }
}
