package io.devp2p.wire.trie;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;

/** Leaves of tries for tests. */
final class Leaves {

  /**
   * The order of keys in a trie; {@code Bytes} compares numbers, for which zeros in front are
   * nothing.
   */
  static final Comparator<Bytes> ORDER =
      (a, b) -> Arrays.compareUnsigned(a.toArrayUnsafe(), b.toArrayUnsafe());

  private Leaves() {}

  /** No leaves, in the order of keys. */
  static TreeMap<Bytes, Bytes> none() {
    return new TreeMap<>(ORDER);
  }

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
    TreeMap<Bytes, Bytes> leaves = none();
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

  /** A key that differs in one place from another, or is a bit shorter or longer. */
  static Bytes near(Random random, Bytes key) {
    int index = random.nextInt(key.size());
    return switch (random.nextInt(4)) {
      case 0 -> key.slice(0, index);
      case 1 -> Bytes.concatenate(key, Bytes.of(random.nextInt(256)));
      default -> {
        byte[] changed = key.toArray();
        changed[index] += (byte) (random.nextBoolean() ? 1 : 1 << random.nextInt(8));
        yield Bytes.wrap(changed);
      }
    };
  }
}
