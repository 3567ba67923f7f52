package io.devp2p.crawler.store;

import io.devp2p.crawler.History;
import io.devp2p.crawler.KnownNode;
import io.devp2p.crawler.StoredNode;
import io.devp2p.crawler.Visit;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;

/**
 * A census in one SQLite file, in WAL mode: one thread writes, others may read the file meanwhile,
 * also from other processes. What waits while a commit runs becomes the next commit, so that one is
 * as small as the writer is fast.
 */
public final class SqliteStore implements Store {

  /** Writes that may wait, 1 to 2 KiB each; then whoever hands one over waits. */
  private static final int QUEUE = 16_384;

  /** Writes of one commit. */
  private static final int BATCH = 5_000;

  private final SqliteFile file;
  private final Connection connection;
  private final BlockingQueue<Pending> queue = new ArrayBlockingQueue<>(QUEUE);
  private final Thread writer;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private boolean closed;

  private record Pending(Change change, CompletableFuture<Void> committed) {}

  private SqliteStore(SqliteFile file, Connection connection) {
    this.file = file;
    this.connection = connection;
    this.writer = Thread.ofPlatform().daemon().name("devp2p-store").unstarted(this::write);
  }

  /**
   * Opens a store, or creates it where no file is.
   *
   * @throws IOException in one line, if the file is none of ours, is of a newer version, or cannot
   *     be written; it is untouched then
   */
  public static SqliteStore open(Path path) throws IOException {
    SqliteFile file = new SqliteFile(path);
    SqliteStore store = new SqliteStore(file, file.openForWriting());
    store.writer.start();
    return store;
  }

  @Override
  public List<StoredNode> nodes() throws IOException {
    try (Connection reader = file.openForReading()) {
      return SqliteRows.readNodes(reader);
    } catch (SQLException | IllegalArgumentException failed) {
      throw file.problem(failed);
    }
  }

  @Override
  public CompletableFuture<Void> found(KnownNode node) {
    return submit(new Change.Found(node));
  }

  @Override
  public CompletableFuture<Void> imported(KnownNode node, History history) {
    return submit(new Change.Imported(node, history));
  }

  @Override
  public CompletableFuture<Void> visited(Visit visit) {
    return submit(new Change.Visited(visit));
  }

  @Override
  public void close() throws IOException {
    submit(new Change.Stop());
    try {
      writer.join();
      connection.close();
    } catch (SQLException failed) {
      throw file.problem(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException(file + ": interrupted while closing", interrupted);
    }
    if (ended.isCompletedExceptionally()) {
      throw new IOException(String.valueOf(ended.exceptionNow().getMessage()));
    }
  }

  private synchronized CompletableFuture<Void> submit(Change change) {
    if (closed) {
      return CompletableFuture.failedFuture(new IOException(file + ": the store is closed"));
    }
    closed = change instanceof Change.Stop;
    Pending pending = new Pending(change, new CompletableFuture<>());
    try {
      queue.put(pending);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return CompletableFuture.failedFuture(
          new IOException(file + ": interrupted while writing", interrupted));
    }
    return pending.committed();
  }

  /** Runs until it is told to stop; after a failure it only refuses. */
  private void write() {
    List<Pending> batch = new ArrayList<>();
    boolean stop = false;
    while (!stop) {
      batch.clear();
      try {
        batch.add(queue.take());
      } catch (InterruptedException notUsed) {
        throw new IllegalStateException("BUG: the writer was interrupted", notUsed);
      }
      queue.drainTo(batch, BATCH - 1);
      stop = batch.stream().anyMatch(p -> p.change() instanceof Change.Stop);
      commit(batch);
    }
    ended.complete(null);
  }

  private void commit(List<Pending> batch) {
    if (!ended.isCompletedExceptionally()) {
      try {
        SqliteRows.write(connection, batch.stream().map(Pending::change).toList());
      } catch (SQLException | RuntimeException failed) {
        ended.completeExceptionally(file.problem(failed));
      }
    }
    for (Pending pending : batch) {
      if (ended.isCompletedExceptionally()) {
        pending.committed().completeExceptionally(ended.exceptionNow());
      } else {
        pending.committed().complete(null);
      }
    }
  }
}
