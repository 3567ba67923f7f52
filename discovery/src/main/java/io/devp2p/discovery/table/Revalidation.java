package io.devp2p.discovery.table;

import io.devp2p.core.machine.Deadlines;
import io.devp2p.core.node.NodeId;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When which node of the table is asked whether it lives: newcomers and those that failed soon, the
 * others the rarer the more they are, so that the sum of all checks stays the same (go-ethereum
 * p2p/discover, table_reval.go). Not thread-safe.
 */
public final class Revalidation {

  /** A newcomer first gets the answers that it is waiting for, then a question of ours. */
  private static final long SETTLE = 1_000_000_000L;

  private static final long FAST = 3_000_000_000L;
  private static final long SLOW = 9_000_000_000L;

  private final RandomGenerator random;
  private final Deadlines<NodeId> due = new Deadlines<>();

  /** With nobody to check. */
  public Revalidation(RandomGenerator random) {
    this.random = random;
  }

  /** A node is new, or did not answer. */
  public void soon(long now, NodeId id) {
    due.set(id, now + SETTLE + random.nextLong(FAST));
  }

  /**
   * A node answered.
   *
   * @param nodes number of nodes in the table
   */
  public void later(long now, NodeId id, int nodes) {
    due.set(id, now + SLOW / 2 + random.nextLong(SLOW * Math.max(1, nodes)));
  }

  /** A node left the table. */
  public void forget(NodeId id) {
    due.cancel(id);
  }

  /** A node that is due; it is not due again until it is told how it went. */
  public Optional<NodeId> poll(long now) {
    return due.poll(now);
  }

  /** When the next node is due; {@link Long#MAX_VALUE} if there is none. */
  public long deadline() {
    return due.next();
  }
}
