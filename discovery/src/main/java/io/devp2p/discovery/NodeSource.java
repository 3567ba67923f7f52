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
   * Gives some more nodes. It is asked on the loop of discovery, so it must not block; only when
   * somebody wants nodes, and not again before its answer. After the last node it begins anew.
   *
   * @param atMost nodes beyond this number are ignored
   * @return completes with nodes, or with none if there are none now; fails with the reason
   */
  CompletableFuture<List<Node>> next(int atMost);
}
