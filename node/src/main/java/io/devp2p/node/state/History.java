package io.devp2p.node.state;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** What something was after which block. Not thread-safe. */
final class History<T> {

  private final NavigableMap<Long, T> values = new TreeMap<>(Long::compareUnsigned);
  private final T absent;

  /** A history that begins with a value. */
  History(T absent) {
    this.absent = absent;
  }

  void put(long block, T value) {
    values.put(block, value);
  }

  /** The value before a block. */
  T before(long block) {
    return Optional.ofNullable(values.lowerEntry(block)).map(Map.Entry::getValue).orElse(absent);
  }
}
