package io.devp2p.discovery.table;

import io.devp2p.core.node.NodeId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When which node of the table is asked whether it lives: a fast list of newcomers and of those
 * that failed, a slow one of the others (after go-ethereum p2p/discover, table_reval.go). Each list
 * names one node at a time, so that neither a crowd of newcomers nor a clock that jumps makes a
 * storm. Not thread-safe.
 */
public final class Revalidation {

  /** A newcomer first gets the answers that it is waiting for, then a question of ours. */
  private static final long SETTLE = 1_000_000_000L;

  /** In this time each node of the fast list has its turn once, however many they are. */
  private static final long FAST = 3_000_000_000L;

  /** But not more than ten are asked in a second. */
  private static final long FASTEST = 100_000_000L;

  /** In this time one node of the slow list has its turn, however many they are. */
  private static final long SLOW = 9_000_000_000L;

  private final RandomGenerator random;
  private final Turns fast = new Turns();
  private final Turns slow = new Turns();

  /** With nobody to check. */
  public Revalidation(RandomGenerator random) {
    this.random = random;
  }

  /** A node is new, or did not answer. */
  public void soon(long now, NodeId id) {
    slow.remove(id);
    if (!fast.contains(id)) {
      fast.add(id, now + SETTLE);
      fast.next = Math.min(fast.next, now + SETTLE + random.nextLong(FAST));
    }
  }

  /** A node answered. */
  public void later(long now, NodeId id) {
    fast.remove(id);
    if (!slow.contains(id)) {
      slow.add(id, now);
      slow.next = Math.min(slow.next, now + SLOW / 2 + random.nextLong(SLOW));
    }
  }

  /** A node left the table. */
  public void forget(NodeId id) {
    fast.remove(id);
    slow.remove(id);
  }

  /** A node that is due; it is not due again until it is told how it went. */
  public Optional<NodeId> poll(long now) {
    Optional<NodeId> due = fast.poll(now, random);
    if (due.isPresent()) {
      fast.next = now + Math.max(FASTEST, random.nextLong(FAST) / (1 + fast.size()));
      return due;
    }
    due = slow.poll(now, random);
    if (due.isPresent()) {
      slow.next = now + FASTEST + random.nextLong(SLOW);
    }
    return due;
  }

  /** When the next node is due; {@link Long#MAX_VALUE} if there is none. */
  public long deadline() {
    return Math.min(fast.deadline(), slow.deadline());
  }

  /** Nodes that have their turn in random order, so that nobody can tell when it comes. */
  private static final class Turns {
    private record Turn(NodeId id, long notBefore) {}

    private final List<Turn> nodes = new ArrayList<>();
    private final Map<NodeId, Integer> places = new HashMap<>();
    private long next = Long.MAX_VALUE;

    int size() {
      return nodes.size();
    }

    boolean contains(NodeId id) {
      return places.containsKey(id);
    }

    void add(NodeId id, long notBefore) {
      places.put(id, nodes.size());
      nodes.add(new Turn(id, notBefore));
    }

    void remove(NodeId id) {
      Integer place = places.remove(id);
      if (place != null) {
        Turn last = nodes.removeLast();
        if (!last.id.equals(id)) {
          nodes.set(place, last);
          places.put(last.id, place);
        }
      }
    }

    long deadline() {
      return nodes.isEmpty() ? Long.MAX_VALUE : next;
    }

    /** A node whose turn may come now, if it is the time of this list. */
    Optional<NodeId> poll(long now, RandomGenerator random) {
      if (nodes.isEmpty() || now < next) {
        return Optional.empty();
      }
      int start = random.nextInt(nodes.size());
      long soonest = Long.MAX_VALUE;
      for (int i = 0; i < nodes.size(); i++) {
        Turn turn = nodes.get((start + i) % nodes.size());
        if (turn.notBefore <= now) {
          remove(turn.id);
          return Optional.of(turn.id);
        }
        soonest = Math.min(soonest, turn.notBefore);
      }
      next = soonest;
      return Optional.empty();
    }
  }
}
