package io.devp2p.crawler;

import io.devp2p.core.NetworkException;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import io.devp2p.crawler.store.Store;
import io.devp2p.discovery.Discovery;
import io.devp2p.wire.Host;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A crawl: finds nodes, visits each, keeps what it saw. All of its state lives on one loop thread;
 * the work is done by the loops of {@link Discovery} and {@link Host}. The store stays open: who
 * opened it closes it. Thread-safe.
 */
public final class Crawler implements AutoCloseable {

  /** Nodes up to which the tables of all nodes are read whole. */
  private static final int SMALL_NETWORK = 2_000;

  private static final long TICK_MILLIS = 1_000;

  private final CrawlConfig config;
  private final Store store;
  private final CrawlListener listener;
  private final Sockets sockets;
  private final ScheduledExecutorService loop;
  private final Frontier frontier;
  private final UdpProbe udp;
  private final TcpProbe tcp;
  private final CompletableFuture<CrawlResult> result = new CompletableFuture<>();
  private final NodeId self;
  private final Map<NodeId, CompletableFuture<UdpContact>> asking = new HashMap<>();
  private final Map<NodeId, CompletableFuture<Void>> turns = new HashMap<>();
  private final Ledger ledger = new Ledger();
  private final long start = System.nanoTime();
  private long wakeAt = Long.MAX_VALUE;
  private int dialed;
  private int uncommitted;
  private boolean stopping;

  private Crawler(CrawlConfig config, Store store, CrawlListener listener, Sockets sockets) {
    this.config = config;
    this.store = store;
    this.listener = listener;
    this.sockets = sockets;
    self = sockets.discovery().self().id();
    // What comes after the end has nobody to hear it.
    loop =
        new ScheduledThreadPoolExecutor(
            1,
            Thread.ofPlatform().daemon().name("devp2p-crawler").factory(),
            new ThreadPoolExecutor.DiscardPolicy());
    frontier = new Frontier(config.limits(), config.addresses());
    udp = new UdpProbe(sockets.discovery(), config.random(), loop, new Listening());
    tcp = new TcpProbe(sockets.host(), sockets.eth());
  }

  /**
   * Starts a crawl. What the store holds is taken over: nodes without a visit within the re-visit
   * interval are due.
   *
   * @param key our identity: one for each vantage point, not for each crawl
   * @throws NetworkException.Unreachable if no socket can be opened
   * @throws IOException if the store cannot be read
   * @throws IllegalArgumentException if the config contradicts itself
   */
  public static Crawler start(
      NodeKey key, Store store, UnaryOperator<CrawlConfig.Builder> settings, CrawlListener listener)
      throws NetworkException.Unreachable, IOException {
    CrawlConfig config = settings.apply(new CrawlConfig.Builder()).build();
    List<StoredNode> known = store.nodes();
    Crawler crawler = new Crawler(config, store, listener, Sockets.open(key, config));
    crawler.loop.execute(() -> crawler.guarded(() -> crawler.begin(known)));
    return crawler;
  }

  /**
   * Completes when nothing is due, when the time is up, or when the crawler was closed; fails with
   * the cause when the store failed. Every visit that a listener heard of is committed by then.
   */
  public CompletableFuture<CrawlResult> result() {
    return result.copy();
  }

  /**
   * Ends the crawl, if it is running: its result follows as soon as what was handed to the store is
   * committed. Visits that have not ended are due in the next run.
   */
  public void stop() {
    loop.execute(this::halt);
  }

  /**
   * Stops the crawl, if it is running, waits for its result, and releases all sockets and threads.
   * Harmless twice. Not to be called by a listener.
   */
  @Override
  public void close() {
    stop();
    try {
      result.handle((done, failed) -> done).join();
    } finally {
      sockets.close();
      loop.shutdownNow();
    }
  }

  private void begin(List<StoredNode> known) {
    Instant now = config.wallClock().instant();
    for (StoredNode stored : known) {
      boolean fresh =
          stored.last().isPresent() && stored.last().get().at().plus(config.revisit()).isAfter(now);
      frontier.seed(stored.node(), !fresh);
      ledger.seed(stored);
    }
    for (NodeSetEntry entry : config.input()) {
      KnownNode node = KnownNode.of(entry.known());
      frontier.seed(node, true);
      hear(entry.known().nodes(), Source.INPUT);
      ledger.imported(entry);
      write(store.imported(frontier.node(node.id()), entry.history()), () -> {});
    }
    hear(config.bootnodes(), Source.INPUT);
    loop.scheduleAtFixedRate(
        () -> guarded(this::tick), TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    config
        .timeout()
        .ifPresent(limit -> loop.schedule(this::halt, limit.toMillis(), TimeUnit.MILLISECONDS));
    pump();
  }

  private void tick() {
    if (!result.isDone()) {
      listener.onProgress(progress());
    }
  }

  /** Starts all that is due now, and wakes up for what is due later. */
  private void pump() {
    if (result.isDone()) {
      return;
    }
    if (uncommitted == 0 && (stopping || frontier.isIdle())) {
      guarded(this::conclude);
    } else if (!stopping) {
      guarded(this::startWhatIsDue);
    }
  }

  private void startWhatIsDue() {
    long now = System.nanoTime();
    for (var next = frontier.nextContact(now); next.isPresent(); next = frontier.nextContact(now)) {
      contact(next.get());
    }
    for (var next = frontier.nextDial(now); next.isPresent(); next = frontier.nextDial(now)) {
      dial(next.get());
    }
    long deadline = frontier.deadline();
    if (deadline != Long.MAX_VALUE && (wakeAt == Long.MAX_VALUE || deadline < wakeAt)) {
      wakeAt = deadline;
      loop.schedule(
          () -> {
            wakeAt = Long.MAX_VALUE;
            pump();
          },
          Math.max(1, deadline - now),
          TimeUnit.NANOSECONDS);
    }
  }

  private void contact(KnownNode known) {
    CompletableFuture<Void> turn = turns.remove(known.id());
    if (turn != null) {
      turn.complete(null);
      return;
    }
    Optional<Endpoint> endpoint = frontier.contactEndpoint(known.id());
    if (endpoint.isEmpty()) {
      frontier.contacted();
      visit(known.id(), CompletableFuture.completedFuture(UdpContact.NONE));
      return;
    }
    Node node = known.at(endpoint.get());
    udp.ping(node).whenCompleteAsync(then(pings -> pinged(node, pings)), loop);
  }

  private void pinged(Node node, UdpProbe.Pings pings) {
    NodeId id = node.id();
    if (pings.answered()) {
      frontier.answered(pings.rttNanos());
      udp.record(node, pings).whenCompleteAsync(then(done -> recorded(node, pings)), loop);
      return;
    }
    frontier.contacted();
    if (frontier.mayRetry(id)) {
      frontier.retry(id, System.nanoTime());
    } else {
      visit(id, CompletableFuture.completedFuture(UdpContact.NONE));
    }
  }

  private void recorded(Node node, UdpProbe.Pings pings) {
    CompletableFuture<UdpProbe.Told> asked = udp.ask(node, pings);
    asked.whenCompleteAsync(then(told -> frontier.contacted()), loop);
    if (pings.isPartial()) {
      CompletableFuture<UdpProbe.Told> again =
          asked
              .thenComposeAsync(told -> turn(node.id()), loop)
              .thenComposeAsync(turn -> udp.askAgain(node, pings, asked.join()), loop);
      again.whenCompleteAsync(then(told -> frontier.contacted()), loop);
      visit(node.id(), again.thenApply(UdpProbe.Told::contact));
    } else {
      visit(node.id(), asked.thenApply(UdpProbe.Told::contact));
    }
  }

  /** Completes when the node may be contacted once more. */
  private CompletableFuture<Void> turn(NodeId id) {
    CompletableFuture<Void> turn = new CompletableFuture<>();
    turns.put(id, turn);
    frontier.retry(id, System.nanoTime());
    pump();
    return turn;
  }

  /** Goes on with TCP, while the node may still be asked over UDP. */
  private void visit(NodeId id, CompletableFuture<UdpContact> asked) {
    if (frontier.tcpEndpoints(frontier.node(id)).isEmpty()) {
      asked.whenCompleteAsync(then(contact -> finish(id, contact, Optional.empty())), loop);
    } else {
      asking.put(id, asked);
      frontier.dial(id);
    }
  }

  private void dial(KnownNode node) {
    CompletableFuture<UdpContact> asked =
        Objects.requireNonNull(asking.remove(node.id()), "BUG: dialed before it was asked");
    CompletableFuture<TcpProbe.Dialed> dial = tcp.visit(node.key(), frontier.tcpEndpoints(node));
    dial.whenCompleteAsync(
        then(done -> {
          frontier.dialed();
          dialed++;
        }),
        loop);
    dial.thenAcceptBothAsync(
            asked, (done, contact) -> finish(node.id(), contact, Optional.of(done)), loop)
        .whenCompleteAsync(then(done -> {}), loop);
  }

  private void finish(NodeId id, UdpContact contact, Optional<TcpProbe.Dialed> dial) {
    if (stopping) {
      return;
    }
    KnownNode node = frontier.node(id);
    boolean allowed =
        node.endpoints().stream().anyMatch(e -> config.addresses().allows(e.address()));
    Ending ending =
        dial.map(d -> Verdict.of(contact, d.ending()))
            .orElseGet(() -> Verdict.undialed(node, contact, config.limits(), allowed));
    Instant now = config.wallClock().instant().truncatedTo(ChronoUnit.SECONDS);
    Visit visit = new Visit(node, now, contact, dial.map(TcpProbe.Dialed::contact), ending);
    frontier.done();
    write(
        store.visited(visit),
        () -> {
          ledger.visited(visit);
          listener.onVisit(visit);
        });
  }

  /** Waits for a write without waiting: what follows happens when it is committed. */
  private void write(CompletableFuture<Void> write, Runnable committed) {
    uncommitted++;
    write.whenCompleteAsync(
        (done, failure) -> {
          uncommitted--;
          if (failure == null) {
            guarded(committed);
          } else {
            fail(failure);
          }
          pump();
        },
        loop);
  }

  private int hear(List<Node> nodes, Source source) {
    int before = frontier.seen();
    for (Node node : nodes) {
      if (!node.id().equals(self)) {
        frontier.learn(node, source).ifPresent(known -> write(store.found(known), () -> {}));
      }
    }
    return frontier.seen() - before;
  }

  /** An action on the loop after which more may be due; what fails ends the crawl. */
  private <T> BiConsumer<T, Throwable> then(Consumer<T> action) {
    return (value, failure) -> {
      if (failure != null) {
        fail(failure);
      } else if (!stopping) {
        guarded(() -> action.accept(value));
      }
      pump();
    };
  }

  /** The one catch-all: an error of ours ends the crawl, and does not leave it hanging. */
  private void guarded(Runnable action) {
    try {
      action.run();
    } catch (Throwable bug) {
      fail(bug);
    }
  }

  private void fail(Throwable cause) {
    stopping = true;
    result.completeExceptionally(
        cause instanceof CompletionException wrapper && wrapper.getCause() != null
            ? wrapper.getCause()
            : cause);
  }

  private void halt() {
    stopping = true;
    pump();
  }

  private void conclude() {
    boolean complete = !stopping;
    stopping = true;
    Progress last = progress();
    listener.onProgress(last);
    result.complete(new CrawlResult(ledger.nodes(frontier.nodes()), last, complete));
  }

  private Progress progress() {
    return new Progress(
        Duration.ofNanos(System.nanoTime() - start),
        frontier.seen(),
        frontier.answers(),
        dialed,
        ledger.statuses(),
        ledger.visits(),
        frontier.queue(),
        frontier.excess());
  }

  /** What the UDP side tells. */
  private final class Listening implements UdpProbe.Ear {
    @Override
    public int heard(List<Node> nodes, Source source) {
      return stopping ? 0 : hear(nodes, source);
    }

    @Override
    public boolean isSmall() {
      return frontier.seen() <= SMALL_NETWORK;
    }
  }
}
