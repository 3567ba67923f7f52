package io.devp2p.discovery.machine;

import io.devp2p.core.NetworkException;
import io.devp2p.core.machine.Deadlines;
import io.devp2p.core.machine.Effect;
import io.devp2p.core.machine.Outbox;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.DiscoveryConfig;
import io.devp2p.discovery.DiscoveryEvent;
import io.devp2p.discovery.Target;
import io.devp2p.discovery.Version;
import io.devp2p.discovery.table.Candidate;
import io.devp2p.discovery.table.Entry;
import io.devp2p.discovery.table.Lookup;
import io.devp2p.discovery.table.Observation;
import io.devp2p.discovery.table.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs lookups over both protocols, and resolves nodes. */
final class Lookups {

  /** Lookups at a time: three questions of each fit the open calls of the small profile. */
  private static final int RUNNING = 64;

  private final Protocols protocols;
  private final Table table;
  private final NodeId self;
  private final DiscoveryConfig config;
  private final Map<Long, Lookup> running = new HashMap<>();
  private final Deadlines<Long> timers = new Deadlines<>();
  private final RoundTrips roundTrips = new RoundTrips();

  Lookups(Protocols protocols, Table table, NodeId self, DiscoveryConfig config) {
    this.protocols = protocols;
    this.table = table;
    this.self = self;
    this.config = config;
  }

  long deadline() {
    return timers.next();
  }

  void onTime(long now) {
    Optional<Long> due = timers.poll(now);
    while (due.isPresent()) {
      proceed(now, due.get());
      due = timers.poll(now);
    }
  }

  /** Starts a lookup; its call ends with a list of nodes. */
  void start(long now, long call, Target target) {
    if (running.size() >= RUNNING) {
      protocols.inner().fail(call, new NetworkException.Closed("too many lookups are running"));
      return;
    }
    Lookup lookup = new Lookup(target, self, config.limitLocal(), now);
    running.put(call, lookup);
    lookup.offer(seeds(target.id()));
    proceed(now, call);
  }

  /** Finds the newest record of a node: asks itself by both protocols, then the network. */
  void resolve(long now, long call, Node node) {
    List<Version> ways = new ArrayList<>(protocols.spoken());
    resolveBy(now, call, node, ways.reversed());
  }

  private void resolveBy(long now, long call, Node node, List<Version> ways) {
    if (ways.isEmpty()) {
      long lookup = protocols.internal((at, outcome, out) -> resolved(call, node, outcome, out));
      start(now, lookup, Target.of(node.key()));
      return;
    }
    long request =
        protocols.internal((at, outcome, out) -> {
          if (outcome instanceof Effect.Outcome.Value value) {
            out.done(call, node.with((NodeRecord) value.value()));
          } else {
            resolveBy(at, call, node, ways.subList(1, ways.size()));
          }
        });
    protocols.requestRecord(now, request, ways.getFirst(), node);
  }

  private static void resolved(
      long call, Node node, Effect.Outcome outcome, Outbox<DiscoveryEvent> out) {
    Optional<Node> found =
        outcome instanceof Effect.Outcome.Value value
            ? nodes(value).stream()
                .filter(n -> n.id().equals(node.id()) && n.record().isPresent())
                .findFirst()
            : Optional.empty();
    if (found.isPresent()) {
      out.done(call, found.get());
    } else {
      out.fail(call, new NetworkException.TimedOut("a record of the node"));
    }
  }

  private void proceed(long now, long call) {
    Lookup lookup = running.get(call);
    if (lookup == null) {
      return; // its time was over before the last answer came
    }
    long patience = roundTrips.patience();
    Optional<Candidate> next = lookup.next(now, patience);
    while (next.isPresent()) {
      ask(now, call, lookup, next.get());
      next = lookup.next(now, patience);
    }
    if (lookup.isIdle() || now >= lookup.deadline()) {
      running.remove(call);
      timers.cancel(call);
      protocols.inner().done(call, lookup.result());
    } else {
      timers.set(call, Math.min(lookup.deadline(), lookup.stalls(now, patience)));
    }
  }

  private void ask(long now, long call, Lookup lookup, Candidate candidate) {
    long question =
        protocols.internal((at, outcome, out) -> {
          if (outcome instanceof Effect.Outcome.Value value) {
            roundTrips.took(at - now);
            lookup.answered(candidate.node(), found(candidate.version(), value));
          } else if (other(candidate).isPresent()) {
            ask(at, call, lookup, other(candidate).get());
            return;
          } else {
            lookup.failed(candidate.node());
            protocols.inner().emit(new Observation.Unanswered(candidate.node()));
          }
          proceed(at, call);
        });
    // A second version deserves its turn; a node that others ask in vain just now does not.
    boolean waits = config.bootnodes().contains(candidate.node());
    protocols.findNode(now, question, candidate, lookup.target(), waits);
  }

  /** A node that was given to us without a protocol deserves a try by the other one. */
  private Optional<Candidate> other(Candidate failed) {
    boolean given = config.bootnodes().contains(failed.node());
    boolean triedFirst = protocols.candidate(failed.node()).version() == failed.version();
    Version other = failed.version() == Version.V5 ? Version.V4 : Version.V5;
    return given && triedFirst && protocols.speaks(other)
        ? Optional.of(new Candidate(failed.node(), other))
        : Optional.empty();
  }

  private List<Candidate> found(Version version, Effect.Outcome.Value value) {
    List<Candidate> candidates = new ArrayList<>();
    for (Node node : nodes(value)) {
      if (config.addresses().allows(node.endpoint().address())) {
        candidates.add(
            table
                .entry(node.id())
                .filter(Entry::isAlive)
                .map(this::candidate)
                .orElseGet(() -> new Candidate(node, version)));
      }
    }
    return candidates;
  }

  private List<Candidate> seeds(NodeId target) {
    List<Candidate> seeds = new ArrayList<>();
    table.closest(target, Table.BUCKET, Entry::isAlive).forEach(e -> seeds.add(candidate(e)));
    if (seeds.size() < Table.BUCKET) {
      table.closest(target, Table.BUCKET, e -> !e.isAlive()).forEach(e -> seeds.add(candidate(e)));
    }
    if (seeds.size() < Table.BUCKET) {
      config.bootnodes().stream()
          .limit(Table.BUCKET)
          .forEach(node -> seeds.add(protocols.candidate(node)));
    }
    return seeds;
  }

  private Candidate candidate(Entry entry) {
    for (Version version : List.of(Version.V5, Version.V4)) {
      if (protocols.speaks(version) && entry.answers(version)) {
        return new Candidate(entry.node(), version);
      }
    }
    return protocols.candidate(entry.node());
  }

  @SuppressWarnings("unchecked") // the protocols and lookups put nothing else out
  private static List<Node> nodes(Effect.Outcome.Value value) {
    return (List<Node>) value.value();
  }
}
