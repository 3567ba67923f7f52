package io.devp2p.wire.p2p;

import io.devp2p.core.Violation;
import java.io.IOException;
import org.apache.tuweni.bytes.Bytes;

/** The data of messages, compressed (EIP-706): Snappy blocks without framing. Pure; any thread. */
final class Snappy {

  /** A block has at least one byte for so many of its content: 64 bytes are copied by three. */
  static final int LARGEST_RATIO = 24;

  private Snappy() {}

  /** Compresses. */
  static byte[] compress(Bytes plain) {
    try {
      return org.xerial.snappy.Snappy.compress(plain.toArrayUnsafe());
    } catch (IOException impossible) {
      throw new IllegalStateException("BUG: Snappy compresses any bytes", impossible);
    }
  }

  /**
   * Decompresses. Allocates nothing before the declared length is found to be within the limit.
   *
   * @throws Violation {@link P2pRule#P2P_SNAPPY_LENGTH} or {@link P2pRule#P2P_SNAPPY_BLOCK}
   */
  static Bytes uncompress(byte[] data, int offset, int length, int limit) {
    int declared = declaredLength(data, offset, length);
    Violation.unless(declared >= 0 && declared <= limit, P2pRule.P2P_SNAPPY_LENGTH);
    byte[] plain = new byte[declared];
    try {
      int written = org.xerial.snappy.Snappy.uncompress(data, offset, length, plain, 0);
      Violation.unless(written == declared, P2pRule.P2P_SNAPPY_BLOCK);
    } catch (IOException malformed) {
      throw new Violation(P2pRule.P2P_SNAPPY_BLOCK);
    }
    return Bytes.wrap(plain);
  }

  /** The length varint, or -1 where none stands that fits 31 bits. */
  static int declaredLength(byte[] data, int offset, int length) {
    long value = 0;
    for (int i = 0; i < Math.min(length, 5); i++) {
      value |= (data[offset + i] & 0x7fL) << (7 * i);
      if (data[offset + i] >= 0) {
        return value <= Integer.MAX_VALUE ? (int) value : -1;
      }
    }
    return -1;
  }
}
