package io.devp2p.discovery;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.devp2p.core.NetworkException;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.machine.Effect;
import io.devp2p.core.machine.Outbox;
import io.devp2p.core.node.Head;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.NodeStore.Sighting;
import io.devp2p.discovery.machine.DiscoveryMachine;
import io.devp2p.discovery.netty.UdpPort;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.tuweni.bytes.Bytes;

/**
 * Discovery of nodes: discv4 and discv5 on one UDP port. Thread-safe. Futures complete on the
 * library's loop, so what is chained to them must not block; they fail with a {@link
 * NetworkException}, or with a {@link io.devp2p.core.Violation} where the node broke a rule.
 */
public final class Discovery implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Discovery.class.getName());

  /** Nodes of an earlier run that the table is filled from: some times what it takes at once. */
  private static final int REMEMBERED = 256;

  /** A command of the machine; gives the number of its call. */
  @FunctionalInterface
  private interface Command {
    long apply(long now, Outbox<DiscoveryEvent> out);
  }

  private final UdpPort port;
  private final DiscoveryMachine machine;
  private final InetSocketAddress address;
  private final InstantSource clock;
  private final NodeStore store;
  private final List<Consumer<DiscoveryEvent>> listeners = new CopyOnWriteArrayList<>();
  private final TalkDesk talks;
  private final Candidates candidates;
  private final AtomicBoolean closed = new AtomicBoolean();
  // Those not yet ended, so that close() can end them; a call is in here from its first moment.
  private final Map<Long, CompletableFuture<?>> futures = new ConcurrentHashMap<>();
  private final AtomicLong tickets = new AtomicLong();
  // Belongs to the loop.
  private final Map<Long, CompletableFuture<Object>> calls = new HashMap<>();
  private final SeqReserve seqs;
  private long published = -1;

  private volatile NodeRecord self;
  private volatile List<Node> nodes = List.of();
  private volatile DiscoveryStats lastStats;

  private Discovery(
      UdpPort port,
      DiscoveryMachine machine,
      DiscoveryConfig config,
      NodeStore store,
      SeqReserve seqs) {
    this.port = port;
    this.machine = machine;
    this.talks = new TalkDesk(port, machine);
    this.clock = config.wallClock();
    this.store = store;
    this.seqs = seqs;
    this.candidates = new Candidates(port, Sources.all(this, config, machine.curve()));
    this.address = port.localAddress();
    this.self = machine.self();
    this.lastStats = machine.stats(0, 0, 0, 0);
  }

  /**
   * Opens the port and starts.
   *
   * @throws NetworkException.Unreachable if the port cannot be bound
   * @throws IllegalArgumentException if the config contradicts itself
   */
  public static Discovery start(NodeKey key, UnaryOperator<DiscoveryConfig.Builder> config)
      throws NetworkException.Unreachable {
    DiscoveryConfig.Builder builder = config.apply(DiscoveryConfig.builder());
    DiscoveryConfig built = builder.build();
    UdpPort port = UdpPort.open(built.bind(), built.eventLoopGroup(), built.cryptoPool());
    NodeStore store = built.store().orElseGet(() -> NodeStore.inMemory(built.wallClock()));
    SeqReserve seqs =
        SeqReserve.open(store, NodeId.of(key.publicKey()), built.seq(), built.wallClock().millis());
    DiscoveryMachine machine =
        new DiscoveryMachine(key, builder.seq(seqs.first()).build(), port.localAddress());
    machine.remember(
        store.draw(key.curve(), REMEMBERED, built.random()).stream().map(Sighting::node).toList());
    Discovery discovery = new Discovery(port, machine, built, store, seqs);
    port.start(
        machine,
        discovery.new Effects(),
        (now, out) -> {
          machine.allowSeq(seqs.reserved(), out);
          machine.start(now, out);
        });
    LOG.log(INFO, () -> "discovery of " + key + " listens on UDP " + discovery.address);
    return discovery;
  }

  /** Our own record as it is now. */
  public NodeRecord self() {
    return self;
  }

  /** Address and port of the socket. */
  public InetSocketAddress localAddress() {
    return address;
  }

  /** Asks a node for a sign of life. */
  public CompletableFuture<Pinged> ping(Version version, Node node) {
    return call((now, out) -> machine.ping(now, version, node, out));
  }

  /** Asks a node for its record: ENRRequest in discv4, FINDNODE of distance 0 in discv5. */
  public CompletableFuture<NodeRecord> requestRecord(Version version, Node node) {
    return call((now, out) -> machine.requestRecord(now, version, node, out));
  }

  /** Asks a node by discv4 for its neighbors of a target; proves our endpoint first if needed. */
  public CompletableFuture<List<Node>> findNode(Node node, Target target) {
    return call((now, out) -> machine.findNode(now, node, target, out));
  }

  /** Asks a node by discv5 for nodes at logarithmic distances (0 to 256) from itself. */
  public CompletableFuture<List<Node>> findNode(Node node, int... distances) {
    Set<Integer> asked = new LinkedHashSet<>();
    for (int distance : distances) {
      if (distance < 0 || distance > 256) {
        throw new IllegalArgumentException("not a logarithmic distance: " + distance);
      }
      asked.add(distance);
    }
    return call((now, out) -> machine.findNode(now, node, asked, out));
  }

  /**
   * Sends a TALKREQ; the answer is empty where the node does not speak the protocol.
   *
   * @param request at most {@value TalkHandler#RESPONSE} bytes, together with the protocol's name
   */
  public CompletableFuture<Bytes> talk(Node node, String protocol, Bytes request) {
    if (request.size() + protocol.length() > TalkHandler.RESPONSE) {
      throw new IllegalArgumentException(
          "a request of " + request.size() + " bytes does not fit a packet");
    }
    return call((now, out) -> machine.talk(now, node, protocol, request, out));
  }

  /** Looks for the nodes closest to a target, at most 16, the closest first. */
  public CompletableFuture<List<Node>> lookup(Target target) {
    return call((now, out) -> machine.lookup(now, target, out));
  }

  /** Finds the newest record of a node: asks the node itself, else looks it up. */
  public CompletableFuture<Node> resolve(Node node) {
    return call((now, out) -> machine.resolve(now, node, out));
  }

  /** The nodes of the table that have answered. */
  public List<Node> nodes() {
    return nodes;
  }

  /**
   * Nodes to connect to, without end: those of the network, of the store, of the boot nodes and of
   * the {@link DiscoveryConfig#sources} in turn, none twice within ten minutes. Nothing is looked
   * for while no subscriber has asked for more. Each subscriber gets a stream of its own, on the
   * library's loop: it must not block; the stream completes when discovery is closed.
   *
   * @param filter which nodes are wanted, for example {@link
   *     io.devp2p.core.node.ForkId#filter(io.devp2p.core.node.ForkSchedule)}; quick, and without
   *     side effects
   */
  public Flow.Publisher<Node> nodes(Predicate<Node> filter) {
    return candidates.nodes(filter);
  }

  /** All nodes of the table by bucket, the nearest first. */
  public CompletableFuture<List<List<BucketEntry>>> buckets() {
    CompletableFuture<List<List<BucketEntry>>> told = tracked();
    boolean posted = port.submit((now, out) -> told.complete(machine.buckets()));
    if (!posted || closed.get()) {
      told.completeExceptionally(new NetworkException.Closed("discovery is closed"));
    }
    return told;
  }

  /** Counters and sizes. Waits a moment for the loop; on the loop, it does not. */
  public DiscoveryStats stats() {
    if (closed.get()) {
      return lastStats;
    }
    if (port.isOnLoop()) {
      return measure();
    }
    CompletableFuture<DiscoveryStats> measured = tracked();
    if (!port.submit((now, out) -> measured.complete(measure())) || closed.get()) {
      return lastStats;
    }
    return measured.exceptionally(closing -> lastStats).join();
  }

  /**
   * Tells a listener of events, on the library's loop: it must not block.
   *
   * @return unsubscribes the listener
   */
  public Runnable onEvent(Consumer<DiscoveryEvent> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /**
   * Puts nodes into the table as if they had just answered: for a caller that knows them, such as a
   * laboratory. What does not fit is left out.
   *
   * @param answered the versions in which they did: they are told to others by these
   */
  public void introduce(Collection<Node> known, Set<Version> answered) {
    List<Node> copy = List.copyOf(known);
    Set<Version> versions = Set.copyOf(answered);
    port.submit((now, out) -> machine.introduce(copy, versions));
  }

  /**
   * Changes our own record and signs it with the next sequence number.
   *
   * @return the new record; fails with {@link IllegalArgumentException} if it has more than 300
   *     bytes, and with whatever {@code change} throws
   */
  public CompletableFuture<NodeRecord> updateSelf(UnaryOperator<NodeRecord.Builder> change) {
    CompletableFuture<NodeRecord> changed = tracked();
    boolean posted =
        port.submit((now, out) -> {
          try {
            machine.updateSelf(change, out);
            changed.complete(machine.self());
          } catch (RuntimeException unusable) {
            changed.completeExceptionally(unusable);
          }
        });
    if (!posted || closed.get()) {
      changed.completeExceptionally(new NetworkException.Closed("discovery is closed"));
    }
    return changed;
  }

  /**
   * Tells that the chain whose fork id our record tells grew, or was reorganised. Cheap: to be
   * called for every block.
   */
  public void head(Head head) {
    port.submit((now, out) -> machine.head(head, out));
  }

  /**
   * Answers the TALKREQ messages of a protocol, soon: as for any call, those after it come later.
   */
  public void onTalk(String protocol, TalkHandler handler) {
    talks.serve(protocol, handler);
  }

  /** Closes the port. Open calls fail with {@link NetworkException.Closed}. Harmless twice. */
  @Override
  public void close() {
    lastStats = stats();
    if (closed.getAndSet(true)) {
      return;
    }
    if (port.isOnLoop()) {
      candidates.close();
    } else {
      port.submit((now, out) -> candidates.close());
    }
    port.close();
    candidates.closed();
    seqs.release(self.seq());
    for (CompletableFuture<?> future : List.copyOf(futures.values())) {
      future.completeExceptionally(new NetworkException.Closed("discovery is closed"));
    }
    LOG.log(INFO, () -> "discovery on UDP " + address + " is closed");
  }

  @SuppressWarnings("unchecked") // each command of the machine ends with the type of its method
  private <T> CompletableFuture<T> call(Command command) {
    CompletableFuture<Object> future = tracked();
    boolean posted = port.submit((now, out) -> calls.put(command.apply(now, out), future));
    if (!posted || closed.get()) {
      future.completeExceptionally(new NetworkException.Closed("discovery is closed"));
    }
    return (CompletableFuture<T>) future;
  }

  private <T> CompletableFuture<T> tracked() {
    CompletableFuture<T> future = new CompletableFuture<>();
    long ticket = tickets.incrementAndGet();
    futures.put(ticket, future);
    future.whenComplete((value, failure) -> futures.remove(ticket));
    return future;
  }

  private DiscoveryStats measure() {
    lastStats =
        machine
            .stats(port.bytesIn(), port.bytesOut(), port.dropped(), port.bugs())
            .withSources(candidates.stats());
    return lastStats;
  }

  private void changed(NodeRecord record) {
    self = record;
    LOG.log(INFO, () -> "our own record is now " + record);
    seqs.used(
        record.seq(),
        upTo ->
            port.submit((now, out) -> {
              seqs.granted(upTo);
              machine.allowSeq(upTo, out);
            }));
  }

  /** Carries out what the machine asks for, on the loop. */
  private final class Effects implements UdpPort.Receiver {

    // Completed when the machine's effects are all carried out: a listener may call back at once.
    private final List<Runnable> completions = new ArrayList<>();

    @Override
    public void done(long call, Effect.Outcome outcome) {
      CompletableFuture<Object> future = calls.remove(call);
      if (future == null) {
        throw new IllegalStateException("BUG: nobody waits for call " + call);
      }
      completions.add(
          switch (outcome) {
            case Effect.Outcome.Value value -> () -> future.complete(value.value());
            case Effect.Outcome.Failure failure ->
                () -> future.completeExceptionally(failure.cause());
          });
    }

    @Override
    public void event(DiscoveryEvent event) {
      switch (event) {
        case DiscoveryEvent.SelfChanged changed -> changed(changed.record());
        case DiscoveryEvent.NodeAnswered seen ->
            store.saw(new Sighting(seen.node(), seen.answered(), clock.instant()));
        case DiscoveryEvent.TalkRequested asked -> talks.answer(asked);
        case DiscoveryEvent.ClockDrift drift ->
            LOG.log(
                WARNING, () -> "the clocks of other nodes are ahead of ours by " + drift.ahead());
        default -> {} // for listeners only
      }
      for (Consumer<DiscoveryEvent> listener : listeners) {
        completions.add(() -> listener.accept(event));
      }
    }

    @Override
    public void drained() {
      if (machine.changes() != published) {
        published = machine.changes();
        nodes = machine.alive();
      }
      List<Runnable> due = List.copyOf(completions);
      completions.clear();
      for (Runnable completion : due) {
        try {
          completion.run();
        } catch (RuntimeException faulty) {
          LOG.log(WARNING, "a listener of discovery failed", faulty);
        }
      }
    }
  }
}
