package io.devp2p.discovery;

import io.devp2p.core.node.Node;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Where nodes come from that one may connect to: a DNS list, a file, a service. Many sources are
 * mixed into one stream of candidates, so that none decides alone whom we meet. Thread-safe.
 */
public interface NodeSource {

  /** Its name in stats and events, for example {@code dns:all.mainnet.ethdisco.net}. */
  String name();

  /**
   * Gives some more nodes; after the last one it begins anew. It is asked on any thread, where it
   * must not block; only when somebody wants nodes, and not again before its answer, for which it
   * has two minutes.
   *
   * @param atMost nodes beyond this number are ignored
   * @return completes with nodes, or with none if there are none now; fails with the reason
   */
  CompletableFuture<List<Node>> next(int atMost);
}
