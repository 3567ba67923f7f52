package io.devp2p.discovery.store;

import static java.lang.System.Logger.Level.WARNING;

import io.devp2p.core.crypto.Secp256k1;
import io.devp2p.core.node.NodeId;
import io.devp2p.discovery.NodeStore;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * A store in one file. A thread of its own writes: a fact at once, together with those that come
 * while it is at it; a node at most ten seconds after it was seen. Each write is flushed to the
 * disk (fsync), so that a killed process or a power failure costs the nodes of the last ten
 * seconds, and no fact whose future has completed.
 *
 * <p>An end of the file that was not written whole is cut off when it is opened. What a full disk
 * refuses is kept in memory and tried again. The file is rewritten when most of it is outdated; it
 * stays far below {@value NodeLog#SIZE} bytes, because at most {@value Shelf#NODES} nodes, for five
 * days, and {@value Shelf#FACTS} facts are kept. It belongs to one process at a time, which holds a
 * lock on a file beside it, {@code .lock}.
 */
public final class NodeFile implements NodeStore {

  private static final System.Logger LOG = System.getLogger(NodeFile.class.getName());

  /** How late a node is written: a flush of some kilobytes every ten seconds is no load. */
  private static final Duration LATE = Duration.ofSeconds(10);

  /** Bytes of outdated entries that are not worth a rewrite. */
  private static final long SMALL = 4 << 20;

  private static final int LAST_WRITE_SECONDS = 10;

  private final Path file;
  private final FileChannel lock;
  private final NodeLog log;
  private final InstantSource clock;
  private final Duration late;
  private final ScheduledThreadPoolExecutor writer =
      new ScheduledThreadPoolExecutor(
          1, work -> Thread.ofPlatform().daemon().name("devp2p-nodes").unstarted(work));

  // Guarded by this.
  private final Shelf shelf = new Shelf();
  private final Set<NodeId> newNodes = new LinkedHashSet<>();
  private final Set<String> newFacts = new LinkedHashSet<>();
  private List<CompletableFuture<Void>> waiting = new ArrayList<>();
  private boolean scheduled;
  private boolean closed;

  // The writer's.
  private boolean failing;
  private long rewritten;

  private NodeFile(Path file, FileChannel lock, InstantSource clock, Duration late)
      throws IOException {
    this.file = file;
    this.lock = lock;
    this.clock = clock;
    this.late = late;
    this.log = NodeLog.open(file, shelf::put);
    writer.setExecuteExistingDelayedTasksAfterShutdownPolicy(
        false); // the last write is no later one
    shelf.expire(clock.instant());
  }

  /**
   * Opens a file, or makes one where none is. Reads all of it: some milliseconds.
   *
   * @throws IOException if the file is not a store, cannot be read and written, or is in use
   */
  public static NodeFile open(Path file, InstantSource clock) throws IOException {
    return open(file, clock, LATE);
  }

  /** As above, with another time that a node may be written late. */
  static NodeFile open(Path file, InstantSource clock, Duration late) throws IOException {
    FileChannel lock =
        FileChannel.open(
            file.resolveSibling(file.getFileName() + ".lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    try {
      if (lock.tryLock() == null) {
        throw new IOException(file + ": another process uses this node store");
      }
      return new NodeFile(file, lock, clock, late);
    } catch (OverlappingFileLockException ours) {
      lock.close();
      throw new IOException(file + ": this process uses this node store already", ours);
    } catch (IOException unusable) {
      lock.close();
      throw unusable;
    }
  }

  @Override
  public synchronized void saw(Sighting sighting) {
    if (closed) {
      return;
    }
    shelf.put(EntryCodec.entry(sighting));
    newNodes.add(sighting.node().id());
    later();
  }

  @Override
  public List<Sighting> draw(Secp256k1 curve, int atMost, RandomGenerator random) {
    List<Entry.OfNode> drawn;
    synchronized (this) {
      drawn = shelf.draw(atMost, random, clock.instant());
    }
    return Shelf.sightings(curve, drawn);
  }

  @Override
  public synchronized CompletableFuture<Void> remember(String name, long value) {
    Shelf.check(name);
    if (closed) {
      return CompletableFuture.failedFuture(new IOException(file + " is closed"));
    }
    shelf.put(new Entry.OfFact(name, value));
    newFacts.add(name);
    if (waiting.isEmpty()) {
      writer.execute(this::write);
    }
    CompletableFuture<Void> kept = new CompletableFuture<>();
    waiting.add(kept);
    return kept;
  }

  @Override
  public synchronized OptionalLong recall(String name) {
    return shelf.fact(name);
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      writer.execute(this::write);
      writer.execute(this::release);
      writer.shutdown();
    }
    try {
      writer.awaitTermination(LAST_WRITE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException leaving) {
      Thread.currentThread().interrupt();
    }
  }

  private void release() {
    try {
      log.close();
      lock.close();
    } catch (IOException unwritten) {
      LOG.log(WARNING, () -> file + ": " + unwritten.getMessage());
    }
  }

  /** Asks for a write that may wait. Holds the lock. */
  private void later() {
    if (!scheduled && !closed) {
      scheduled = true;
      writer.schedule(this::writeScheduled, late.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private void writeScheduled() {
    synchronized (this) {
      scheduled = false;
    }
    write();
  }

  /** What is to be written, and who waits for it. */
  private record Batch(
      Set<NodeId> nodes,
      Set<String> facts,
      List<Entry> entries,
      List<CompletableFuture<Void>> waiting) {}

  private synchronized Batch take() {
    List<Entry> entries = new ArrayList<>();
    newFacts.forEach(
        name -> shelf.fact(name).ifPresent(value -> entries.add(new Entry.OfFact(name, value))));
    newNodes.forEach(id -> shelf.node(id).ifPresent(entries::add));
    Batch batch = new Batch(Set.copyOf(newNodes), Set.copyOf(newFacts), entries, waiting);
    newNodes.clear();
    newFacts.clear();
    waiting = new ArrayList<>();
    return batch;
  }

  private synchronized void takeBack(Batch batch) {
    newNodes.addAll(batch.nodes);
    newFacts.addAll(batch.facts);
    later();
  }

  private void write() {
    Batch batch = take();
    if (batch.entries.isEmpty()) {
      return;
    }
    try {
      log.append(batch.entries);
    } catch (IOException | RuntimeException refused) {
      takeBack(batch);
      failed(refused);
      batch.waiting.forEach(future -> future.completeExceptionally(refused));
      return;
    }
    batch.waiting.forEach(future -> future.complete(null));
    if (log.size() <= SMALL + 2 * rewritten || rewrite()) {
      failing = false;
    }
  }

  private boolean rewrite() {
    List<Entry> all;
    synchronized (this) {
      shelf.expire(clock.instant());
      all = shelf.entries().toList();
    }
    try {
      log.rewrite(all);
      rewritten = log.size();
      return true;
    } catch (IOException | RuntimeException refused) {
      failed(refused);
      return false;
    }
  }

  /** Says once that the disk refuses, until it does not. */
  private void failed(Exception refused) {
    if (!failing) {
      LOG.log(WARNING, () -> file + " cannot be written, nodes are kept in memory: " + refused);
      failing = true;
    }
  }
}
