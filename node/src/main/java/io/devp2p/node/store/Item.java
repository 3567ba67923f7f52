package io.devp2p.node.store;

import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/** Something to keep, and by what it is found. */
public record Item(Kind kind, Bytes32 key, Bytes value) {

  /** Bytes in a file, besides the value: kind, key, length. */
  static final int OVERHEAD = 1 + Bytes32.SIZE + Integer.BYTES;

  /** A mark: that it is there says all. */
  public static Item mark(Kind kind, Bytes32 key) {
    return new Item(kind, key, Bytes.EMPTY);
  }

  int size() {
    return OVERHEAD + value.size();
  }
}
