package io.devp2p.discovery.table;

import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import io.devp2p.discovery.Target;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Asks nodes for nodes, always the closest known that was not asked yet, until the sixteen closest
 * have answered (Kademlia; devp2p discv4.md and discv5-theory.md). Not thread-safe.
 */
public final class Lookup {

  /** Questions under way at a time (Kademlia's alpha). */
  private static final int PARALLEL = 3;

  private static final int QUERIES = 60;
  private static final long TIME = 30_000_000_000L;

  /** Nodes kept: more than {@value #QUERIES} questions can ever need. */
  private static final int KEPT = 200;

  private final Target target;
  private final NodeId self;
  private final long deadline;
  private final TreeMap<NodeId, Candidate> open;
  private final TreeMap<NodeId, Node> answered;
  private final Set<NodeId> seen = new HashSet<>();
  private int underWay;
  private int queries;

  /** A lookup that has nobody to ask yet. */
  public Lookup(Target target, NodeId self, long now) {
    this.target = target;
    this.self = self;
    this.deadline = now + TIME;
    this.open = new TreeMap<>(target.id()::compareDistance);
    this.answered = new TreeMap<>(target.id()::compareDistance);
  }

  public Target target() {
    return target;
  }

  /** Takes nodes that can be asked; those it has heard of are ignored. */
  public void offer(List<Candidate> candidates) {
    for (Candidate candidate : candidates) {
      NodeId id = candidate.node().id();
      if (!id.equals(self) && seen.size() < KEPT * QUERIES && seen.add(id)) {
        open.put(id, candidate);
        if (open.size() > KEPT) {
          open.pollLastEntry();
        }
      }
    }
  }

  /** The next node to ask now. Each one must be followed by its answer or its failure. */
  public Optional<Candidate> next(long now) {
    if (underWay >= PARALLEL || queries >= QUERIES || now >= deadline || open.isEmpty()) {
      return Optional.empty();
    }
    if (answered.size() >= Table.BUCKET) {
      NodeId worst = new ArrayList<>(answered.keySet()).get(Table.BUCKET - 1);
      if (target.id().compareDistance(open.firstKey(), worst) >= 0) {
        return Optional.empty();
      }
    }
    underWay++;
    queries++;
    return Optional.of(open.pollFirstEntry().getValue());
  }

  /** A node answered. */
  public void answered(Node node, List<Candidate> found) {
    underWay--;
    answered.put(node.id(), node);
    offer(found);
  }

  /** A node did not answer. */
  public void failed() {
    underWay--;
  }

  /** Whether no question is under way; after {@link #next} had none to ask, it is over. */
  public boolean isIdle() {
    return underWay == 0;
  }

  /** The closest nodes that answered, at most 16, the closest first. */
  public List<Node> result() {
    return answered.values().stream().limit(Table.BUCKET).toList();
  }
}
