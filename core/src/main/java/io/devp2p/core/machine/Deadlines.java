package io.devp2p.core.machine;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * What is due when, as data: at most one deadline for each key. Its size is bounded by the number
 * of keys that its machine holds. Not thread-safe.
 *
 * @param <K> what a deadline is for
 */
public final class Deadlines<K> {

  private static final class Due<K> {
    private final long at;
    private final long order;
    private final K key;
    private boolean isCurrent = true;

    Due(long at, long order, K key) {
      this.at = at;
      this.order = order;
      this.key = key;
    }
  }

  private final PriorityQueue<Due<K>> queue =
      new PriorityQueue<>(
          (a, b) -> a.at != b.at ? Long.compare(a.at, b.at) : Long.compare(a.order, b.order));
  private final Map<K, Due<K>> current = new HashMap<>();
  private long order;

  /** No deadlines. */
  public Deadlines() {}

  /** Sets or moves the deadline of a key. */
  public void set(K key, long at) {
    Due<K> due = new Due<>(at, order++, key);
    forget(current.put(key, due));
    queue.add(due);
    if (queue.size() > 64 && queue.size() > 4 * current.size()) {
      queue.clear();
      queue.addAll(current.values());
    }
  }

  /** Removes the deadline of a key, if it has one. */
  public void cancel(K key) {
    forget(current.remove(key));
  }

  /** Stays in the queue until it comes to its head, where to look at it costs nothing. */
  private static <K> void forget(@Nullable Due<K> due) {
    if (due != null) {
      due.isCurrent = false;
    }
  }

  /** The earliest deadline; {@link Long#MAX_VALUE} if there is none. */
  public long next() {
    dropStale();
    Due<K> first = queue.peek();
    return first == null ? Long.MAX_VALUE : first.at;
  }

  /** Takes out one key that is due, the earliest first. */
  public Optional<K> poll(long now) {
    dropStale();
    Due<K> first = queue.peek();
    if (first == null || first.at > now) {
      return Optional.empty();
    }
    queue.poll();
    current.remove(first.key);
    return Optional.of(first.key);
  }

  /** Whether no key has a deadline. */
  public boolean isEmpty() {
    return current.isEmpty();
  }

  private void dropStale() {
    Due<K> first = queue.peek();
    while (first != null && !first.isCurrent) {
      queue.poll();
      first = queue.peek();
    }
  }
}
