package io.devp2p.discovery;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.devp2p.core.NetworkException;
import io.devp2p.core.Violation;
import io.devp2p.core.machine.Effect;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.dns.ClonedTree;
import io.devp2p.discovery.dns.DnsEvent;
import io.devp2p.discovery.dns.DnsMachine;
import io.devp2p.discovery.dns.DnsSync;
import io.devp2p.discovery.dns.TreeClone;
import io.devp2p.discovery.dns.TreeHealth;
import io.devp2p.discovery.dns.TreeUrl;
import io.devp2p.discovery.netty.DnsLoop;
import io.devp2p.discovery.netty.DnsPort;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Node lists in DNS (EIP-1459). Thread-safe. Futures complete on the library's loop, so what is
 * chained to them must not block; they fail with a {@link NetworkException}, or with a {@link
 * io.devp2p.core.Violation} where a tree breaks a rule.
 */
public final class DnsClient implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(DnsClient.class.getName());

  /** Records that may be waited for at a time. */
  private static final int WAITING = 1_024;

  private final DnsConfig config;
  private final DnsLoop loop;
  private final DnsPort<DnsSync> port;
  private final List<Consumer<DnsEvent>> listeners = new CopyOnWriteArrayList<>();
  // Those not yet ended, so that close() can end them.
  private final Map<Long, CompletableFuture<?>> open = new ConcurrentHashMap<>();
  private final AtomicLong tickets = new AtomicLong();
  private final Deque<CompletableFuture<NodeRecord>> waiting = new ArrayDeque<>(); // of the loop
  private volatile boolean closed;

  private DnsClient(DnsConfig config) {
    this.config = config;
    this.loop =
        DnsLoop.open(
            config.eventLoopGroup(), config.resolver(), config.server(), config.limits().timeout());
    DnsSync machine = new DnsSync(config.limits(), config.memory(), config.random(), DnsPort.now());
    this.port = loop.port(machine, new Effects());
  }

  /**
   * Starts to follow the trees of the config. DNS is asked when the first record is.
   *
   * @throws IllegalArgumentException if the config contradicts itself
   */
  public static DnsClient start(UnaryOperator<DnsConfig.Builder> config) {
    DnsConfig built = config.apply(DnsConfig.builder()).build();
    DnsClient client = new DnsClient(built);
    built.trees().forEach(client::follow);
    LOG.log(INFO, () -> "following " + built.trees().size() + " node lists in DNS");
    return client;
  }

  /** Follows a tree, and those that it links to. */
  public void follow(TreeUrl tree) {
    port.submit((now, machine, out) -> machine.follow(now, tree, out));
  }

  /**
   * The next record, of any tree: trees take turns, and each gives its records in random order,
   * over and over. Waits until there is one, however long that takes, unless it is cancelled; fails
   * with {@link NetworkException.Closed} if too many wait already.
   */
  public CompletableFuture<NodeRecord> next() {
    CompletableFuture<NodeRecord> next = tracked();
    post(
        port,
        next,
        (now, machine, out) -> {
          if (waiting.size() >= WAITING) {
            next.completeExceptionally(
                new NetworkException.Closed("too many wait for records of DNS"));
          } else if (!next.isDone()) {
            waiting.add(next);
            machine.request(now, 1, out);
          }
        });
    next.whenComplete((record, failure) -> {
      if (failure != null) {
        port.submit((now, machine, out) -> withdrawDone(machine));
      }
    });
    return next;
  }

  private void withdrawDone(DnsSync machine) {
    int before = waiting.size();
    waiting.removeIf(CompletableFuture::isDone);
    machine.withdraw(before - waiting.size());
  }

  /** The trees as a source of candidates. */
  public NodeSource source() {
    return new DnsSource(this, config.trees());
  }

  /**
   * Reads a whole tree, at the usual pace. Fails if its root cannot be had or is refused; where
   * more is wrong, the result says what.
   */
  public CompletableFuture<ClonedTree> cloneTree(TreeUrl tree) {
    CompletableFuture<ClonedTree> whole = tracked();
    TreeClone machine =
        new TreeClone(tree, config.limits(), config.memory(), config.random(), DnsPort.now());
    DnsPort<TreeClone> once = loop.port(machine, new CloneEffects(whole));
    whole.whenComplete((result, failure) -> once.close());
    post(once, whole, (now, clone, out) -> clone.start(now, out));
    return whole;
  }

  /** How the trees do, those that are followed because of a link among them. */
  public CompletableFuture<List<TreeHealth>> health() {
    CompletableFuture<List<TreeHealth>> health = tracked();
    post(port, health, (now, machine, out) -> health.complete(machine.health()));
    return health;
  }

  /**
   * Tells a listener what is found, taken into use and refused, on the library's loop: it must not
   * block.
   *
   * @return unsubscribes the listener
   */
  public Runnable onEvent(Consumer<DnsEvent> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** Ends. Open calls fail with {@link NetworkException.Closed}. Harmless twice. */
  @Override
  public void close() {
    closed = true;
    port.close();
    loop.close();
    List.copyOf(open.values()).forEach(future -> future.completeExceptionally(closed()));
  }

  private static NetworkException closed() {
    return new NetworkException.Closed("the DNS client is closed");
  }

  private <M extends DnsMachine> void post(
      DnsPort<M> to, CompletableFuture<?> future, DnsPort.Input<M> input) {
    if (!to.submit(input) || closed) {
      future.completeExceptionally(closed());
    }
  }

  private <T> CompletableFuture<T> tracked() {
    CompletableFuture<T> future = new CompletableFuture<>();
    long ticket = tickets.incrementAndGet();
    open.put(ticket, future);
    future.whenComplete((value, failure) -> open.remove(ticket));
    return future;
  }

  private void tell(DnsEvent event) {
    switch (event) {
      case DnsEvent.Adopted(TreeUrl tree, long seq) ->
          LOG.log(INFO, () -> tree + " is in use with seq " + Long.toUnsignedString(seq));
      case DnsEvent.Refused(TreeUrl tree, String name, Violation why) ->
          LOG.log(WARNING, () -> name + " of " + tree + " is refused: " + why.getMessage());
      case DnsEvent.Missing(TreeUrl tree, String name, String why) ->
          LOG.log(DEBUG, () -> name + " of " + tree + ": " + why);
      case DnsEvent.Exhausted none -> LOG.log(DEBUG, "no node list in DNS has records now");
      case DnsEvent.Found found -> {}
      case DnsEvent.Ask ask -> {}
    }
    for (Consumer<DnsEvent> listener : listeners) {
      try {
        listener.accept(event);
      } catch (RuntimeException faulty) {
        LOG.log(WARNING, "a listener of DNS lists failed", faulty);
      }
    }
  }

  /** Carries out what the machine that follows trees asks for, on the loop. */
  private final class Effects implements DnsPort.Receiver {

    @Override
    public void done(long call, Effect.Outcome outcome) {
      throw new IllegalStateException("BUG: following trees has no call " + call);
    }

    @Override
    public void event(DnsEvent event) {
      tell(event);
      if (event instanceof DnsEvent.Found found) {
        Optional<CompletableFuture<NodeRecord>> next = Optional.ofNullable(waiting.poll());
        while (next.isPresent() && !next.get().complete(found.record())) {
          next = Optional.ofNullable(waiting.poll()); // that one was cancelled
        }
      }
    }
  }

  /** Carries out what the machine that reads a whole tree asks for, on the loop. */
  private final class CloneEffects implements DnsPort.Receiver {

    private final CompletableFuture<ClonedTree> whole;

    CloneEffects(CompletableFuture<ClonedTree> whole) {
      this.whole = whole;
    }

    @Override
    public void done(long call, Effect.Outcome outcome) {
      switch (outcome) {
        case Effect.Outcome.Value value -> whole.complete((ClonedTree) value.value());
        case Effect.Outcome.Failure failure -> whole.completeExceptionally(failure.cause());
      }
    }

    @Override
    public void event(DnsEvent event) {
      tell(event);
    }
  }
}
