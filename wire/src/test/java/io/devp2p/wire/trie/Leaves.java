package io.devp2p.wire.trie;

import java.util.Random;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;

/** Leaves of tries for tests. */
final class Leaves {

  private Leaves() {}

  /**
   * So many leaves at most, with keys of one length. The few values that a byte of a key takes make
   * long common paths, and short keys and values make nodes that are embedded.
   */
  static TreeMap<Bytes, Bytes> random(Random random, int count) {
    return random(random, count, 1 + random.nextInt(6));
  }

  /** As {@link #random(Random, int)}, with keys of so many bytes. */
  static TreeMap<Bytes, Bytes> random(Random random, int count, int keySize) {
    byte[] alphabet = new byte[1 + random.nextInt(24)];
    random.nextBytes(alphabet);
    int longest = 1 + random.nextInt(100);
    TreeMap<Bytes, Bytes> leaves = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      byte[] key = new byte[keySize];
      for (int j = 0; j < key.length; j++) {
        key[j] = alphabet[random.nextInt(alphabet.length)];
      }
      byte[] value = new byte[1 + random.nextInt(longest)];
      random.nextBytes(value);
      leaves.put(Bytes.wrap(key), Bytes.wrap(value));
    }
    return leaves;
  }
}
