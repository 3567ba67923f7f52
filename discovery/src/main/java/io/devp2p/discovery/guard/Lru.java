package io.devp2p.discovery.guard;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A map that forgets the entry that was used least recently when it is full. Not thread-safe.
 *
 * @param <K> keys
 * @param <V> values
 */
public final class Lru<K, V> extends LinkedHashMap<K, V> {

  private static final long serialVersionUID = 1L;

  private final int bound;

  /** An empty map of at most {@code bound} entries. */
  public Lru(int bound) {
    super(16, 0.75f, true);
    this.bound = bound;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > bound;
  }
}
