package io.devp2p.discovery.machine;

import io.devp2p.core.machine.Deadlines;
import io.devp2p.core.machine.Effect;
import io.devp2p.core.machine.Outbox;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import io.devp2p.discovery.DiscoveryConfig;
import io.devp2p.discovery.DiscoveryEvent;
import io.devp2p.discovery.Target;
import io.devp2p.discovery.Version;
import io.devp2p.discovery.guard.Lru;
import io.devp2p.discovery.guard.TokenBuckets;
import io.devp2p.discovery.self.LocalNode;
import io.devp2p.discovery.table.Entry;
import io.devp2p.discovery.table.Revalidation;
import io.devp2p.discovery.table.Table;
import java.util.Optional;

/**
 * What discovery does on its own initiative: checks whether the nodes of the table live, fetches
 * newer records, and fills the table by lookups.
 */
final class Maintenance {

  private static final long REFRESH = 1_800_000_000_000L;
  private static final long REFRESH_WHILE_ALONE = 10_000_000_000L;
  private static final int RANDOM_LOOKUPS = 3;

  /** A newer record is asked for once in this time, whatever the node says (security.md, 3.2). */
  private static final long RECORD_PAUSE = 60_000_000_000L;

  /** A node that has just proved itself first gets its own answers. */
  private static final long RECORD_DELAY = 1_000_000_000L;

  private static final int RECORD_PAUSES = 4_096;

  private final Protocols protocols;
  private final Lookups lookups;
  private final Table table;
  private final LocalNode local;
  private final DiscoveryConfig config;
  private final Revalidation revalidation;
  private final Deadlines<NodeId> records = new Deadlines<>();
  private final Lru<NodeId, Long> recordAsked = new Lru<>(RECORD_PAUSES);
  private final TokenBuckets<Boolean> recordRate;
  private long refreshAt = Long.MAX_VALUE;

  Maintenance(
      Protocols protocols, Lookups lookups, Table table, LocalNode local, DiscoveryConfig config) {
    this.protocols = protocols;
    this.lookups = lookups;
    this.table = table;
    this.local = local;
    this.config = config;
    this.revalidation = new Revalidation(config.random());
    int perSecond = config.profile().recordRequestsPerSecond();
    this.recordRate = new TokenBuckets<>(perSecond, perSecond, 1);
  }

  void start(long now) {
    refreshAt = now;
    config.bootnodes().forEach(node -> contacted(now, node));
  }

  long deadline() {
    return Math.min(refreshAt, Math.min(revalidation.deadline(), records.next()));
  }

  void onTime(long now, Outbox<DiscoveryEvent> out) {
    if (now >= refreshAt) {
      refresh(now);
    }
    Optional<NodeId> due = revalidation.poll(now);
    while (due.isPresent()) {
      table.entry(due.get()).ifPresent(entry -> check(now, entry));
      due = revalidation.poll(now);
    }
    Optional<NodeId> outdated = records.poll(now);
    while (outdated.isPresent()) {
      table.entry(outdated.get()).ifPresent(entry -> fetchRecord(now, entry));
      outdated = records.poll(now);
    }
  }

  /** A node came to us, or was named to us by the user. */
  void contacted(long now, Node node) {
    if (table.add(node)) {
      revalidation.soon(now, node.id());
    }
  }

  /** A node of the table answered, for the first time by this protocol or again. */
  void answered(long now, Entry entry, boolean first) {
    Version next = entry.nextCheck(protocols.spoken());
    if (entry.answers(next)) {
      revalidation.later(now, entry.node().id(), table.size());
    } else if (first) {
      revalidation.soon(now, entry.node().id());
    }
  }

  /** A node told the number of its record. */
  void recordNumber(long now, Node node, long seq) {
    Optional<Entry> entry = table.entry(node.id());
    if (entry.isEmpty() || Long.compareUnsigned(seq, entry.get().node().seq()) <= 0) {
      return;
    }
    Long asked = recordAsked.get(node.id());
    if (asked == null || now - asked >= RECORD_PAUSE) {
      recordAsked.put(node.id(), now);
      records.set(node.id(), now + RECORD_DELAY);
    }
  }

  private void refresh(long now) {
    boolean alone = table.alive().isEmpty();
    refreshAt = now + (alone ? REFRESH_WHILE_ALONE : REFRESH);
    if (table.size() == 0 && config.bootnodes().isEmpty()) {
      return;
    }
    lookups.start(now, ignored(), Target.of(local.key().publicKey()));
    for (int i = 0; i < RANDOM_LOOKUPS; i++) {
      lookups.start(now, ignored(), Target.random(config.random()));
    }
  }

  private long ignored() {
    return protocols.internal((now, outcome, out) -> {});
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
    records.cancel(id);
    if (wasAlive) {
      out.emit(new DiscoveryEvent.NodeGone(removed.get().node()));
    }
    table.promote(removed.get()).ifPresent(e -> revalidation.soon(now, e.node().id()));
  }

  private void fetchRecord(long now, Entry entry) {
    Optional<Version> way =
        protocols.spoken().stream().filter(entry::answers).reduce((first, last) -> last);
    if (way.isPresent() && recordRate.take(now, true)) {
      protocols.requestRecord(now, ignored(), way.get(), entry.node());
    }
  }
}
