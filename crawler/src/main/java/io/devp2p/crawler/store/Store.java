package io.devp2p.crawler.store;

import io.devp2p.crawler.History;
import io.devp2p.crawler.KnownNode;
import io.devp2p.crawler.StoredNode;
import io.devp2p.crawler.Visit;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Where a census is kept. Writes are committed in the order in which they were handed over; the
 * future of a write completes when it is committed, and what is committed is there after the
 * process was killed. After one write failed, that one and all later ones fail with the same cause.
 * Thread-safe.
 */
public interface Store extends AutoCloseable {

  /**
   * Every node, with its latest visit.
   *
   * @throws IOException if the store cannot be read
   */
  List<StoredNode> nodes() throws IOException;

  /** Keeps what is known of a node, in place of what was known before. */
  CompletableFuture<Void> found(KnownNode node);

  /** Keeps the history of a node that another program measured, unless it has one here. */
  CompletableFuture<Void> imported(KnownNode node, History history);

  /** Keeps a visit, and what is known of its node. */
  CompletableFuture<Void> visited(Visit visit);

  /**
   * Commits what was handed over and closes. A second call does nothing.
   *
   * @throws IOException if something that was handed over could not be committed
   */
  @Override
  void close() throws IOException;
}
