package io.devp2p.node.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes many items in their order, in batches of some megabytes. What was not flushed is lost. Not
 * thread-safe.
 */
public final class ItemWriter {

  /** Bytes after which a batch is written: a flush of the disk is then little beside them. */
  private static final int ENOUGH = 4 << 20;

  private final ItemLog log;
  private final List<Item> batch = new ArrayList<>();
  private int bytes;

  /** Writes to a log. */
  public ItemWriter(ItemLog log) {
    this.log = log;
  }

  /** Writes an item, now or with those that follow. */
  public void add(Item item) throws IOException {
    batch.add(item);
    bytes += item.size();
    if (bytes >= ENOUGH) {
      flush();
    }
  }

  /** Writes items, as {@link #add} does. */
  public void addAll(Iterable<Item> items) throws IOException {
    for (Item item : items) {
      add(item);
    }
  }

  /** What was added is on the disk when this returns. */
  public void flush() throws IOException {
    log.append(batch);
    batch.clear();
    bytes = 0;
  }
}
