package io.devp2p.discovery;

import static java.lang.System.Logger.Level.WARNING;

import io.devp2p.core.node.NodeId;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * The sequence numbers that our record may have. A store remembers a number that is higher than any
 * that was used, before it is: so none is used twice, however we end, and no record has to wait for
 * a disk. A node that was killed goes on some hundred numbers further. Belongs to the loop.
 */
final class SeqReserve {

  private static final System.Logger LOG = System.getLogger(SeqReserve.class.getName());

  /** Numbers reserved at a time: more than a record changes while a disk writes one of them. */
  private static final int AHEAD = 256;

  private static final Executor LATER = CompletableFuture.delayedExecutor(10, TimeUnit.SECONDS);

  private final NodeStore store;
  private final String name;
  private final long first;
  private long reserved;
  private boolean asking;
  private volatile boolean released;

  private SeqReserve(NodeStore store, String name, long first, long reserved) {
    this.store = store;
    this.name = name;
    this.first = first;
    this.reserved = reserved;
  }

  /**
   * Reserves the first numbers. Waits for the disk.
   *
   * @param wanted the lowest number to begin with
   * @param millis the wall clock: higher than any number that was used, where the store says none
   */
  static SeqReserve open(NodeStore store, NodeId id, Optional<Long> wanted, long millis) {
    String name = "seq/" + id;
    OptionalLong used = store.recall(name);
    long first = used.isPresent() ? used.getAsLong() + 1 : wanted.orElse(millis);
    first = higher(first, wanted.orElse(first));
    try {
      store.remember(name, first + AHEAD).join();
      return new SeqReserve(store, name, first, first + AHEAD);
    } catch (CompletionException unwritable) {
      LOG.log(WARNING, () -> "our record's number is the wall clock's: " + unwritable.getMessage());
      return new SeqReserve(store, name, higher(first, millis), -1);
    }
  }

  private static long higher(long a, long b) {
    return Long.compareUnsigned(a, b) > 0 ? a : b;
  }

  /** The number of the first record. */
  long first() {
    return first;
  }

  /** The highest number that may be used. */
  long reserved() {
    return reserved;
  }

  /**
   * A number is used; reserves more when few are left.
   *
   * @param onMore told the highest number that may be used now, on any thread
   */
  void used(long seq, LongConsumer onMore) {
    if (!asking && Long.compareUnsigned(reserved - seq, AHEAD / 2) < 0) {
      asking = true;
      reserve(seq + AHEAD, onMore);
    }
  }

  private void reserve(long upTo, LongConsumer onMore) {
    store
        .remember(name, upTo)
        .whenComplete((kept, refused) -> {
          if (refused == null) {
            onMore.accept(upTo);
          } else if (!released) {
            LATER.execute(() -> reserve(upTo, onMore));
          }
        });
  }

  /** More numbers may be used. */
  void granted(long upTo) {
    reserved = upTo;
    asking = false;
  }

  /** No more numbers will be used. */
  void release(long last) {
    released = true;
    store.remember(name, last);
  }
}
