package io.devp2p.discovery.dns;

import io.devp2p.discovery.guard.Lru;
import java.util.Map;

/**
 * Remembers the highest sequence number of each tree, so that nobody can give us an older one
 * again. Called on the library's loop: it must not block for long.
 */
@FunctionalInterface
public interface SeqMemory {

  /**
   * Takes note of a sequence number whose signature was verified.
   *
   * @param seq unsigned; 0 only asks
   * @return the highest ever seen for that tree, this one among them, unsigned
   */
  long highest(TreeUrl tree, long seq);

  /** A memory of the last thousand trees that ends with the process. */
  static SeqMemory ofThisProcess() {
    Map<TreeUrl, Long> seen = new Lru<>(1000);
    return (tree, seq) -> seen.merge(tree, seq, (a, b) -> Long.compareUnsigned(a, b) >= 0 ? a : b);
  }
}
