package io.devp2p.discovery.machine;

import io.devp2p.core.machine.Deadlines;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import io.devp2p.discovery.Profile;
import io.devp2p.discovery.Version;
import io.devp2p.discovery.guard.Lru;
import io.devp2p.discovery.guard.TokenBuckets;
import io.devp2p.discovery.table.Entry;
import io.devp2p.discovery.table.Table;
import java.util.Optional;

/** Fetches the newer records that nodes of the table tell of (EIP-868, ENR-12, V5-17). */
final class RecordFetches {

  /** A newer record is asked for once in this time, whatever the node says (security.md, 3.2). */
  private static final long PAUSE = 60_000_000_000L;

  /** A node that has just proved itself first gets its own answers. */
  private static final long DELAY = 1_000_000_000L;

  private static final int PAUSES = 4_096;

  private final Protocols protocols;
  private final Table table;
  private final Deadlines<NodeId> due = new Deadlines<>();
  private final Lru<NodeId, Long> asked = new Lru<>(PAUSES);
  private final TokenBuckets<Boolean> rate;

  RecordFetches(Protocols protocols, Table table, Profile profile) {
    this.protocols = protocols;
    this.table = table;
    int perSecond = profile.recordRequestsPerSecond();
    this.rate = new TokenBuckets<>(perSecond, perSecond, 1);
  }

  long deadline() {
    return due.next();
  }

  void onTime(long now) {
    Optional<NodeId> outdated = due.poll(now);
    while (outdated.isPresent()) {
      table.entry(outdated.get()).ifPresent(entry -> fetch(now, entry));
      outdated = due.poll(now);
    }
  }

  /** A node told the number of its record. */
  void told(long now, Node node, long seq) {
    Optional<Entry> entry = table.entry(node.id());
    if (entry.isEmpty() || Long.compareUnsigned(seq, entry.get().node().seq()) <= 0) {
      return;
    }
    Long last = asked.get(node.id());
    if (last == null || now - last >= PAUSE) {
      asked.put(node.id(), now);
      due.set(node.id(), now + DELAY);
    }
  }

  private void fetch(long now, Entry entry) {
    Optional<Version> way =
        protocols.spoken().stream().filter(entry::answers).reduce((first, last) -> last);
    if (way.isPresent() && rate.take(now, true)) {
      protocols.requestRecord(now, protocols.ignored(), way.get(), entry.node());
    }
  }
}
