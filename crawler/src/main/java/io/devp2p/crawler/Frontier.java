package io.devp2p.crawler;

import io.devp2p.core.machine.Deadlines;
import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import io.devp2p.discovery.guard.AddressPolicy;
import io.devp2p.discovery.guard.Prefix;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * What is known and what is due: each node is found, contacted over UDP, dialed and done, within
 * the {@link Limits}. A machine: {@code now} is monotonic, in nanoseconds; not thread-safe.
 */
final class Frontier {

  /** Contacts at the same time before any node has answered, and at least. */
  private static final int LEAST_CONTACTS = 8;

  /** Dials at the same time at least, however slow answers come: some last as long as they may. */
  private static final int LEAST_DIALS = 32;

  /** An answer that took longer shows that we, or all nodes, are busy; few paths are that long. */
  private static final long SLOW = TimeUnit.MILLISECONDS.toNanos(300);

  private static final class Entry {
    private KnownNode node;
    private int attempts;

    Entry(KnownNode node) {
      this.node = node;
    }
  }

  private final Limits limits;
  private final AddressPolicy policy;
  private final Map<NodeId, Entry> entries = new HashMap<>();
  private final Map<InetAddress, Integer> perAddress = new HashMap<>();
  private final Map<Prefix, Integer> perPrefix = new HashMap<>();
  private final Queue<NodeId> toContact = new ArrayDeque<>();
  private final Deadlines<NodeId> toRetry = new Deadlines<>();
  private final Queue<NodeId> toDial = new ArrayDeque<>();
  private final Deadlines<NodeId> toDialLater = new Deadlines<>();
  private final Pace<InetAddress> addressPace;
  private final Pace<Prefix> prefixPace;
  private int window;
  private int contacting;
  private int dialing;
  private int answered;
  private int due;
  private long excess;

  Frontier(Limits limits, AddressPolicy policy) {
    this.limits = limits;
    this.policy = policy;
    window = Math.min(LEAST_CONTACTS, limits.contacts());
    addressPace = new Pace<>(limits.dialInterval().toNanos(), 1);
    prefixPace =
        new Pace<>(TimeUnit.MINUTES.toNanos(1) / limits.dialsPerPrefix(), limits.dialsPerPrefix());
  }

  /** Takes over a node of an earlier run. */
  void seed(KnownNode node, boolean isDue) {
    if (!entries.containsKey(node.id())) {
      node.endpoints().forEach(this::count);
      insert(node, isDue);
    }
  }

  /** Hears of a node; gives it back if it is new, or if more is known of it than before. */
  Optional<KnownNode> learn(Node sighting, Source source) {
    Entry entry = entries.get(sighting.id());
    if (entry == null) {
      return learnNew(KnownNode.of(sighting, source));
    }
    KnownNode before = entry.node;
    KnownNode after = before.with(sighting, source);
    List<Endpoint> more =
        after.endpoints().stream().filter(e -> !before.endpoints().contains(e)).toList();
    if (!more.stream().allMatch(this::hasRoom)) {
      excess++;
      return Optional.empty();
    }
    more.forEach(this::count);
    entry.node = after;
    return after.equals(before) ? Optional.empty() : Optional.of(after);
  }

  private Optional<KnownNode> learnNew(KnownNode node) {
    if (entries.size() >= limits.nodes() || !node.endpoints().stream().allMatch(this::hasRoom)) {
      excess++;
      return Optional.empty();
    }
    node.endpoints().forEach(this::count);
    insert(node, true);
    return Optional.of(node);
  }

  private void insert(KnownNode node, boolean isDue) {
    entries.put(node.id(), new Entry(node));
    if (isDue) {
      due++;
      toContact.add(node.id());
    }
  }

  private boolean hasRoom(Endpoint endpoint) {
    InetAddress address = endpoint.address();
    return isExempt(address)
        || (perAddress.getOrDefault(address, 0) < limits.perAddress()
            && perPrefix.getOrDefault(Prefix.of(address), 0) < limits.perPrefix());
  }

  private void count(Endpoint endpoint) {
    if (!isExempt(endpoint.address())) {
      perAddress.merge(endpoint.address(), 1, Integer::sum);
      perPrefix.merge(Prefix.of(endpoint.address()), 1, Integer::sum);
    }
  }

  private boolean isExempt(InetAddress address) {
    return AddressPolicy.isLocal(address) && policy.allows(address);
  }

  /** The next node to ask over UDP, if another may be asked now. */
  Optional<KnownNode> nextContact(long now) {
    if (contacting >= window) {
      return Optional.empty();
    }
    Optional<NodeId> next = Optional.ofNullable(toContact.poll()).or(() -> toRetry.poll(now));
    return next.map(id -> {
      Entry entry = entry(id);
      entry.attempts++;
      contacting++;
      return entry.node;
    });
  }

  /** Where the current attempt goes: each one tries the next address, from the first again. */
  Optional<Endpoint> contactEndpoint(NodeId id) {
    Entry entry = entry(id);
    List<Endpoint> endpoints = udpEndpoints(entry.node);
    return endpoints.isEmpty()
        ? Optional.empty()
        : Optional.of(endpoints.get((entry.attempts - 1) % endpoints.size()));
  }

  /**
   * A node answered. Soon: one more may be asked at the same time. Late: a quarter less, for an
   * answer that comes after the time-out is one that nobody hears.
   */
  void answered(long nanos) {
    answered++;
    window =
        nanos < SLOW
            ? Math.min(limits.contacts(), window + 1)
            : Math.max(Math.min(LEAST_CONTACTS, limits.contacts()), window - window / 4);
  }

  /** A contact over UDP has ended. */
  void contacted() {
    contacting--;
  }

  /** Whether a node that did not answer may be contacted once more. */
  boolean mayRetry(NodeId id) {
    return entry(id).attempts < limits.attempts();
  }

  /** Asks for another contact with a node: later, and when no first contact is waiting. */
  void retry(NodeId id, long now) {
    toRetry.set(id, now + limits.retryAfter().toNanos());
  }

  /** Asks for a contacted node to be dialed. */
  void dial(NodeId id) {
    toDial.add(id);
  }

  /** The next node to dial, if another may be dialed now. */
  Optional<KnownNode> nextDial(long now) {
    Optional<NodeId> late = toDialLater.poll(now);
    while (late.isPresent()) {
      toDial.add(late.get());
      late = toDialLater.poll(now);
    }
    int most = Math.min(limits.dials(), Math.max(LEAST_DIALS, window));
    while (dialing < most && !toDial.isEmpty()) {
      NodeId id = toDial.remove();
      Entry entry = entry(id);
      long permitted = permittedAt(entry.node, now);
      if (permitted > now) {
        toDialLater.set(id, permitted);
      } else {
        for (Endpoint endpoint : tcpEndpoints(entry.node)) {
          use(endpoint.address(), now);
        }
        dialing++;
        return Optional.of(entry.node);
      }
    }
    return Optional.empty();
  }

  private long permittedAt(KnownNode node, long now) {
    long permitted = now;
    for (Endpoint endpoint : tcpEndpoints(node)) {
      InetAddress address = endpoint.address();
      if (!isExempt(address)) {
        permitted = Math.max(permitted, addressPace.permittedAt(address, now));
        permitted = Math.max(permitted, prefixPace.permittedAt(Prefix.of(address), now));
      }
    }
    return permitted;
  }

  private void use(InetAddress address, long now) {
    if (!isExempt(address)) {
      addressPace.use(address, now);
      prefixPace.use(Prefix.of(address), now);
    }
  }

  /** A dial has ended. */
  void dialed() {
    dialing--;
  }

  /** The visit of a node is over. */
  void done() {
    due--;
  }

  /** All that is known of a node by now. */
  KnownNode node(NodeId id) {
    return entry(id).node;
  }

  /** Where a node may be asked over UDP, in the order of trying. */
  List<Endpoint> udpEndpoints(KnownNode node) {
    return node.endpoints().stream()
        .filter(e -> e.udp() >= limits.lowestPort() && policy.allows(e.address()))
        .toList();
  }

  /** Where a node may be dialed, in the order of trying. */
  List<Endpoint> tcpEndpoints(KnownNode node) {
    return node.endpoints().stream()
        .filter(e -> e.tcp() >= limits.lowestPort() && policy.allows(e.address()))
        .toList();
  }

  /** When something becomes due; {@link Long#MAX_VALUE} = when something ends, or never. */
  long deadline() {
    return Math.min(toRetry.next(), toDialLater.next());
  }

  /** Whether every node is done. */
  boolean isIdle() {
    return due == 0;
  }

  /** Nodes that are kept. */
  int seen() {
    return entries.size();
  }

  /** Nodes whose visit has not ended. */
  int queue() {
    return due;
  }

  /** Nodes that answered over UDP in this run. */
  int answers() {
    return answered;
  }

  /** Sightings that were refused because their address, prefix or the whole is full. */
  long excess() {
    return excess;
  }

  /** All nodes that are kept. */
  Collection<KnownNode> nodes() {
    return entries.values().stream().map(e -> e.node).toList();
  }

  private Entry entry(NodeId id) {
    return Objects.requireNonNull(entries.get(id), "BUG: a node that is not kept");
  }
}
