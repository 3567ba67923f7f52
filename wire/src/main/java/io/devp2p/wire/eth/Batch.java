package io.devp2p.wire.eth;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * The items of an answer, until it is large enough (devp2p caps/eth.md). Not thread-safe.
 *
 * @param <T> an item
 */
final class Batch<T> {

  /** Before the next item is added, an answer is below this: as all deployed clients have it. */
  static final int SOFT_LIMIT = 2 << 20;

  /** No answer is larger: 64 KiB below what peers read, for all that surrounds the items. */
  static final int HARD_LIMIT = (10 << 20) - (64 << 10);

  private final int most;
  private final BooleanSupplier late;
  private final List<T> items = new ArrayList<>();
  private int bytes;

  /**
   * No items yet.
   *
   * @param most items at most
   * @param late whether time is over, and what there is will do
   */
  Batch(int most, BooleanSupplier late) {
    this.most = most;
    this.late = late;
  }

  /** Whether a further item may be looked for. */
  boolean isOpen() {
    return bytes < SOFT_LIMIT && items.size() < most && !late.getAsBoolean();
  }

  /** Bytes that are left for one item. */
  int room() {
    return HARD_LIMIT - bytes;
  }

  /**
   * Adds an item.
   *
   * @return false where it does not fit: the answer ends before it
   */
  boolean add(T item, int size) {
    if (size > room()) {
      return false;
    }
    bytes += size;
    items.add(item);
    return true;
  }

  List<T> items() {
    return items;
  }
}
