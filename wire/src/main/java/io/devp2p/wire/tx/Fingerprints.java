package io.devp2p.wire.tx;

import java.util.Arrays;
import org.apache.tuweni.bytes.Bytes32;

/**
 * Remembers the hashes that came last, by 8 bytes of each: at least as many as it is made for, at
 * most twice as many. It grows with what it holds, so an idle peer costs nothing. Places are mixed
 * with a secret, so that nobody can choose hashes that share one. Not thread-safe.
 */
final class Fingerprints {

  private static final int FIRST_SIZE = 64;
  private static final long EMPTY = 0;

  private final int generation;
  private final long secret;

  // Half full at most; when the young are as many as a generation, they are old and others begin.
  private long[] young = new long[FIRST_SIZE];
  private long[] old = new long[0];
  private int youngCount;

  /**
   * Empty.
   *
   * @param generation how many are remembered at least
   * @param secret any number that peers cannot know
   */
  Fingerprints(int generation, long secret) {
    this.generation = generation;
    this.secret = secret;
  }

  boolean has(Bytes32 hash) {
    long print = print(hash);
    return isIn(young, print) || isIn(old, print);
  }

  void add(Bytes32 hash) {
    long print = print(hash);
    if (isIn(young, print)) {
      return;
    }
    if (youngCount == generation) {
      old = young;
      young = new long[FIRST_SIZE];
      youngCount = 0;
    } else if (2 * (youngCount + 1) > young.length) {
      long[] smaller = young;
      young = new long[2 * smaller.length];
      Arrays.stream(smaller).filter(p -> p != EMPTY).forEach(p -> young[place(young, p)] = p);
    }
    young[place(young, print)] = print;
    youngCount++;
  }

  /** Bytes that it takes. */
  long bytes() {
    return (long) (young.length + old.length) * Long.BYTES;
  }

  private static long print(Bytes32 hash) {
    long print = hash.getLong(0);
    return print == EMPTY ? 1 : print;
  }

  private boolean isIn(long[] table, long print) {
    return table.length > 0 && table[place(table, print)] == print;
  }

  /** Where it is, or would be. */
  private int place(long[] table, long print) {
    long mixed = (print ^ secret) * 0x9e3779b97f4a7c15L; // 2^64 / golden ratio: spreads all bits up
    mixed = (mixed ^ mixed >>> 32) * 0xd6e8feb86659fd93L;
    int place = (int) (mixed >>> 40) & (table.length - 1);
    while (table[place] != EMPTY && table[place] != print) {
      place = (place + 1) & (table.length - 1);
    }
    return place;
  }
}
