package io.devp2p.crawler;

import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.Discovery;
import io.devp2p.discovery.Target;
import io.devp2p.discovery.Version;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Keeps a node set fresh by one protocol of discovery, with the scores of go-ethereum's tool
 * ({@code cmd/devp2p/crawl.go}): every node of the set and every node that a random lookup brings
 * is asked for its record; an answer raises its score by one, silence halves it, and a node without
 * score is dropped. Thread-safe.
 */
public final class RecordCrawl {

  /** A node is not asked again before this time has passed. */
  private static final Duration RECHECK = Duration.ofMinutes(10);

  private static final long PAUSE_MILLIS = 500;

  /** Nodes that wait to be asked; more are heard of again by a later lookup. */
  private static final int WAITING = 100_000;

  private final Discovery discovery;
  private final Version version;
  private final int parallel;
  private final InstantSource clock;
  private final Executor pause =
      CompletableFuture.delayedExecutor(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
  private final Map<NodeId, NodeSetEntry> entries = new HashMap<>();
  private final Deque<Node> waiting = new ArrayDeque<>();
  private final Set<NodeId> taken = new HashSet<>();
  private final Map<NodeId, Instant> asked = new HashMap<>();
  private int running;
  private final CompletableFuture<Void> settled = new CompletableFuture<>();
  private Optional<RandomGenerator> targets = Optional.empty();
  private boolean lookingUp;
  private boolean closed;

  /**
   * Prepares a crawl.
   *
   * @param parallel requests in flight
   */
  public RecordCrawl(
      Discovery discovery,
      Version version,
      int parallel,
      InstantSource clock,
      Collection<NodeSetEntry> input) {
    this.discovery = discovery;
    this.version = version;
    this.parallel = parallel;
    this.clock = clock;
    for (NodeSetEntry entry : input) {
      entries.put(entry.id(), entry);
      hear(entry.known().nodes());
    }
  }

  /**
   * Starts to ask, beside the input, these nodes and whatever lookups bring, until it is closed.
   */
  public synchronized void start(List<Node> bootnodes, RandomGenerator random) {
    targets = Optional.of(random);
    hear(bootnodes);
    pump();
  }

  /**
   * Starts to ask the nodes of the input and these, each once, and nobody else.
   *
   * @return completes when all have answered or failed to
   */
  public synchronized CompletableFuture<Void> refresh(List<Node> more) {
    hear(more);
    pump();
    return settled;
  }

  /** The node set as it is now. */
  public synchronized List<NodeSetEntry> entries() {
    return new ArrayList<>(entries.values());
  }

  /** Stops asking. Answers that come later do not count. */
  public synchronized void close() {
    closed = true;
    waiting.clear();
  }

  private void pump() {
    while (!closed && running < parallel && !waiting.isEmpty()) {
      Node node = waiting.removeFirst();
      running++;
      discovery
          .requestRecord(version, node)
          .whenComplete((record, failure) -> answered(node, record, failure == null));
    }
    if (running == 0 && waiting.isEmpty() && targets.isEmpty()) {
      settled.complete(null);
    }
    if (!closed && !lookingUp && waiting.isEmpty()) {
      targets.ifPresent(this::lookUp);
    }
  }

  private void lookUp(RandomGenerator random) {
    lookingUp = true;
    discovery
        .lookup(Target.random(random))
        .whenComplete((found, failure) -> found(failure == null ? found : List.of()));
  }

  private synchronized void found(List<Node> nodes) {
    hear(nodes);
    hear(discovery.nodes());
    if (waiting.isEmpty()) {
      pause.execute(this::lookAgain); // a small network is not asked as fast as it answers
    } else {
      lookingUp = false;
      pump();
    }
  }

  private synchronized void lookAgain() {
    lookingUp = false;
    pump();
  }

  private void hear(Collection<Node> nodes) {
    Instant now = clock.instant();
    for (Node node : nodes) {
      Instant last = asked.get(node.id());
      boolean due = last == null || last.plus(RECHECK).isBefore(now);
      if (due && waiting.size() < WAITING && node.endpoint().udp() != 0 && taken.add(node.id())) {
        waiting.addLast(node);
      }
    }
  }

  private synchronized void answered(Node node, NodeRecord record, boolean alive) {
    running--;
    taken.remove(node.id());
    if (closed) {
      return;
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    asked.put(node.id(), now);
    if (alive) {
      History history = history(node).checked(now, true);
      entries.put(node.id(), NodeSetEntry.of(new NodeSetEntry.Known.Signed(record), history));
    } else {
      missed(node, now);
    }
    pump();
  }

  private void missed(Node node, Instant now) {
    NodeSetEntry entry = entries.get(node.id());
    if (entry == null || entry.history().score() == 0) {
      return; // go-ethereum leaves entries without a score alone
    }
    History history = entry.history().checked(now, false);
    if (history.score() == 0) {
      entries.remove(node.id());
    } else {
      entries.put(
          node.id(), new NodeSetEntry(entry.known(), entry.seq(), history, entry.extensions()));
    }
  }

  private History history(Node node) {
    NodeSetEntry entry = entries.get(node.id());
    return entry == null ? History.NONE : entry.history();
  }
}
