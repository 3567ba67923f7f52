package io.devp2p.crawler.store;

import io.devp2p.crawler.History;
import io.devp2p.crawler.KnownNode;
import io.devp2p.crawler.Visit;

/** What the writer of a store is handed. */
sealed interface Change {

  /** A node was found, or more became known of it. */
  record Found(KnownNode node) implements Change {}

  /** A node came from a file, with the history that stands there. */
  record Imported(KnownNode node, History history) implements Change {}

  /** A node was visited. */
  record Visited(Visit visit) implements Change {}

  /** Nothing follows. */
  record Stop() implements Change {}
}
