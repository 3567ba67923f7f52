package io.devp2p.wire.eth;

import io.devp2p.core.crypto.Keccak;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/** The Bloom filter of the addresses and topics of logs (Yellow Paper, 4.4.1). Not thread-safe. */
final class LogsBloom {

  /** Bytes of the filter. */
  static final int SIZE = 256;

  private final byte[] bits = new byte[SIZE];

  /** Adds an address or a topic. */
  void add(Bytes value) {
    Bytes32 hash = Keccak.hash(value);
    for (int i = 0; i < 6; i += 2) {
      int bit = (hash.get(i) & 7) << 8 | hash.get(i + 1) & 0xff;
      bits[SIZE - 1 - bit / 8] |= (byte) (1 << bit % 8);
    }
  }

  /** 256 bytes. */
  Bytes bytes() {
    return Bytes.wrap(bits);
  }
}
