package io.devp2p.crawler;

import io.devp2p.core.node.NodeId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is in the store of visits, by memory: of earlier runs, and of this one as far as committed.
 * Bounded by the nodes of the frontier. Not thread-safe.
 */
final class Ledger {

  private final Map<NodeId, Finding> findings = new HashMap<>();
  private final Map<NodeId, History> histories = new HashMap<>();
  private int visited;
  private int status;

  /** Takes over what an earlier run wrote. */
  void seed(StoredNode stored) {
    histories.put(stored.node().id(), stored.history());
    stored.last().ifPresent(finding -> findings.put(finding.id(), finding));
  }

  /** Takes over the history of an operator's file, unless the node was checked here. */
  void imported(NodeSetEntry entry) {
    histories.merge(
        entry.id(), entry.history(), (own, theirs) -> own.lastCheck().isPresent() ? own : theirs);
  }

  /** A visit is committed. */
  void visited(Visit visit) {
    NodeId id = visit.node().id();
    History before = histories.getOrDefault(id, History.NONE);
    histories.put(id, before.checked(visit.at(), visit.answered()));
    findings.put(id, visit.finding());
    visited++;
    if (visit.ending().outcome() == Outcome.STATUS) {
      status++;
    }
  }

  /** Visits of this run. */
  int visits() {
    return visited;
  }

  /** Of these, those that read a Status. */
  int statuses() {
    return status;
  }

  /** The nodes with all that is kept of them. */
  List<StoredNode> nodes(Collection<KnownNode> nodes) {
    return nodes.stream()
        .map(n ->
            new StoredNode(
                n,
                histories.getOrDefault(n.id(), History.NONE),
                Optional.ofNullable(findings.get(n.id()))))
        .toList();
  }
}
