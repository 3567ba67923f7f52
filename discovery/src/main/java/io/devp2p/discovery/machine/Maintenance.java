package io.devp2p.discovery.machine;

import io.devp2p.core.machine.Outbox;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import io.devp2p.discovery.DiscoveryConfig;
import io.devp2p.discovery.DiscoveryEvent;
import io.devp2p.discovery.Target;
import io.devp2p.discovery.Version;
import io.devp2p.discovery.self.LocalNode;
import io.devp2p.discovery.table.Entry;
import io.devp2p.discovery.table.Table;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What discovery does on its own initiative: checks whether the nodes of the table live, fetches
 * newer records, and fills the table by lookups.
 */
final class Maintenance {

  /** The table is filled anew after this time at first, then after twice as long each time. */
  private static final long FIRST_REFRESH = 10_000_000_000L;

  private static final long LAST_REFRESH = 1_800_000_000_000L;
  private static final int BUCKET_LOOKUPS = 3;

  /**
   * Nodes of an earlier run that are tried at a time, while nobody answers (go-ethereum seedCount).
   */
  private static final int REMEMBERED = 30;

  private final Protocols protocols;
  private final Lookups lookups;
  private final Table table;
  private final LocalNode local;
  private final DiscoveryConfig config;
  private final Liveness liveness;
  private final RecordFetches records;
  private final Refresh refresh;
  private final Deque<Node> remembered = new ArrayDeque<>();
  private long refreshAt = Long.MAX_VALUE;
  private long refreshPause = FIRST_REFRESH;

  Maintenance(
      Protocols protocols, Lookups lookups, Table table, LocalNode local, DiscoveryConfig config) {
    this.protocols = protocols;
    this.lookups = lookups;
    this.table = table;
    this.local = local;
    this.config = config;
    this.liveness = new Liveness(protocols, table, config.random());
    this.records = new RecordFetches(protocols, table, config.profile());
    this.refresh = new Refresh(local.id(), config.random());
  }

  /** Nodes of an earlier run; the caller bounds their number. */
  void remember(List<Node> nodes) {
    remembered.addAll(nodes);
  }

  void start(long now) {
    refreshAt = now;
    config.bootnodes().forEach(node -> contacted(now, node));
  }

  long deadline() {
    return Math.min(refreshAt, Math.min(liveness.deadline(), records.deadline()));
  }

  void onTime(long now, Outbox<DiscoveryEvent> out) {
    if (now >= refreshAt) {
      refresh(now);
    }
    liveness.onTime(now, out);
    records.onTime(now);
  }

  /** A node came to us, was named to us by the user, or told of its new address. */
  void contacted(long now, Node node) {
    if (table.add(node)) {
      liveness.soon(now, node.id());
    }
  }

  /** A node of the table answered, for the first time by this protocol or again. */
  void answered(long now, Entry entry, boolean first) {
    liveness.answered(now, entry, first);
  }

  /** A node did not answer a lookup. */
  void doubted(long now, NodeId id) {
    if (table.entry(id).isPresent()) {
      liveness.soon(now, id);
    }
  }

  /** A node told the number of its record. */
  void recordNumber(long now, Node node, long seq) {
    records.told(now, node, seq);
  }

  /** Pings a node for what its answer tells of us. */
  void ask(long now, Version version, Node node) {
    protocols.ping(now, protocols.ignored(), version, node);
  }

  private void refresh(long now) {
    boolean alone = table.alive().isEmpty();
    refreshPause = alone ? FIRST_REFRESH : Math.min(LAST_REFRESH, 2 * refreshPause);
    refreshAt = now + refreshPause;
    for (int i = 0; alone && i < REMEMBERED && !remembered.isEmpty(); i++) {
      contacted(now, remembered.poll());
    }
    if (table.size() == 0 && config.bootnodes().isEmpty()) {
      return;
    }
    lookups.start(now, protocols.ignored(), Target.of(local.key().publicKey()));
    for (int i = 0; i < BUCKET_LOOKUPS; i++) {
      Target target = refresh.next();
      refresh.looked(target.id());
      lookups.start(now, protocols.ignored(), target);
    }
  }
}
