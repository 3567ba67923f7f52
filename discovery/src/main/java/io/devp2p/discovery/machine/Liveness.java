package io.devp2p.discovery.machine;

import io.devp2p.core.machine.Deadlines;
import io.devp2p.core.machine.Effect;
import io.devp2p.core.machine.Outbox;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import io.devp2p.discovery.DiscoveryEvent;
import io.devp2p.discovery.Version;
import io.devp2p.discovery.guard.Lru;
import io.devp2p.discovery.table.Entry;
import io.devp2p.discovery.table.Revalidation;
import io.devp2p.discovery.table.Table;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Whether the nodes of the table live. Those that are lost are tried again, the rarer the longer
 * ago it was: most of them are gone, but when a network heals, or ours comes back, all return.
 */
final class Liveness {

  /** Lost nodes that are remembered: about as many as a table holds. */
  private static final int LOST = 256;

  private static final long LOST_LIFE = 86_400_000_000_000L;

  /** A lost node is tried again after a twentieth of the time since, within these bounds. */
  private static final int ONE_IN = 20;

  private static final long SOONEST_AGAIN = 15_000_000_000L;
  private static final long LATEST_AGAIN = 600_000_000_000L;

  /** Between two tries, also when a clock that jumped makes all of them due. */
  private static final long GAP = 100_000_000L;

  private record Lost(Node node, Version version, long since) {}

  private final Protocols protocols;
  private final Table table;
  private final Revalidation revalidation;
  private final Lru<NodeId, Lost> lost = new Lru<>(LOST);
  private final Deadlines<NodeId> again = new Deadlines<>();
  private long nextAgain = Long.MIN_VALUE;

  Liveness(Protocols protocols, Table table, RandomGenerator random) {
    this.protocols = protocols;
    this.table = table;
    this.revalidation = new Revalidation(random);
  }

  long deadline() {
    return Math.min(revalidation.deadline(), Math.max(nextAgain, again.next()));
  }

  void onTime(long now, Outbox<DiscoveryEvent> out) {
    Optional<NodeId> due = revalidation.poll(now);
    while (due.isPresent()) {
      table.entry(due.get()).ifPresent(entry -> check(now, entry));
      due = revalidation.poll(now);
    }
    if (now >= nextAgain) {
      again
          .poll(now)
          .map(lost::get)
          .ifPresent(node -> {
            nextAgain = now + GAP;
            tryAgain(now, node);
          });
    }
  }

  /** A node of the table is new there, or did not answer somebody. */
  void soon(long now, NodeId id) {
    revalidation.soon(now, id);
  }

  /** A node of the table answered, for the first time by this protocol or again. */
  void answered(long now, Entry entry, boolean first) {
    lost.remove(entry.node().id());
    Version next = entry.nextCheck(protocols.spoken());
    if (entry.answers(next)) {
      revalidation.later(now, entry.node().id());
    } else if (first) {
      revalidation.soon(now, entry.node().id());
    }
  }

  private void check(long now, Entry entry) {
    Node node = entry.node();
    Version version = entry.nextCheck(protocols.spoken());
    long call =
        protocols.internal((at, outcome, out) -> {
          if (outcome instanceof Effect.Outcome.Failure) {
            failed(at, node.id(), version, out);
          } else {
            table.entry(node.id()).ifPresent(e -> answered(at, e, true));
          }
        });
    protocols.ping(now, call, version, node);
  }

  private void failed(long now, NodeId id, Version version, Outbox<DiscoveryEvent> out) {
    boolean wasAlive = table.entry(id).map(Entry::isAlive).orElse(false);
    Optional<Entry> removed = table.failed(id, version, protocols.spoken());
    if (removed.isEmpty()) {
      revalidation.soon(now, id);
      return;
    }
    revalidation.forget(id);
    if (wasAlive) {
      Node node = removed.get().node();
      out.emit(new DiscoveryEvent.NodeGone(node));
      lost.put(id, new Lost(node, version, now));
      again.set(id, now + SOONEST_AGAIN);
    }
    table.promote(removed.get()).ifPresent(e -> revalidation.soon(now, e.node().id()));
  }

  private void tryAgain(long now, Lost node) {
    NodeId id = node.node.id();
    long call =
        protocols.internal((at, outcome, out) -> {
          long age = at - node.since;
          if (outcome instanceof Effect.Outcome.Value || age > LOST_LIFE) {
            lost.remove(id);
          } else {
            again.set(id, at + Math.clamp(age / ONE_IN, SOONEST_AGAIN, LATEST_AGAIN));
          }
        });
    protocols.ping(now, call, node.version, node.node);
  }
}
