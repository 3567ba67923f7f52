package io.devp2p.discovery.table;

import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import io.devp2p.discovery.Version;
import io.devp2p.discovery.guard.AddressPolicy;
import io.devp2p.discovery.guard.Prefix;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * The nodes we know, by distance from us: one table for both protocols. A full bucket keeps what it
 * has, and remembers some newcomers for the day one of its nodes is gone. Addresses of one network
 * get few places. Not thread-safe.
 */
public final class Table {

  /** Places of a bucket, and nodes of an answer (Kademlia's k). */
  public static final int BUCKET = 16;

  private static final int REPLACEMENTS = 10;

  /** Half of all ids are at distance 256, a quarter at 255: below 240 there is nobody. */
  private static final int FARTHEST = 256;

  private static final int BUCKETS = 17;
  private static final int PER_PREFIX_IN_BUCKET = 2;
  private static final int PER_PREFIX = 10;
  private static final int PER_ADDRESS = 4;

  private static final class Bucket {
    private final List<Entry> entries = new ArrayList<>(BUCKET);
    private final List<Node> replacements = new ArrayList<>(REPLACEMENTS);
    private final Map<Prefix, Integer> prefixes = new HashMap<>();
  }

  private final NodeId self;
  private final boolean limitLocal;
  private final RandomGenerator random;
  private final Map<NodeId, Entry> entries = new HashMap<>();
  private final Bucket[] buckets = new Bucket[BUCKETS];
  private final Map<Prefix, Integer> prefixes = new HashMap<>();
  private final Map<InetAddress, Integer> addresses = new HashMap<>();
  private long changes;

  /** An empty table around our own id. */
  public Table(NodeId self, boolean limitLocal, RandomGenerator random) {
    this.self = self;
    this.limitLocal = limitLocal;
    this.random = random;
    for (int i = 0; i < BUCKETS; i++) {
      buckets[i] = new Bucket();
    }
  }

  /** The entry of a node. */
  public Optional<Entry> entry(NodeId id) {
    return Optional.ofNullable(entries.get(id));
  }

  /**
   * Takes a node in that has yet to show that it lives, or learns a newer record of one that is in.
   *
   * @return whether it is new in the table
   */
  public boolean add(Node node) {
    if (node.id().equals(self) || node.endpoint().udp() == 0) {
      return false;
    }
    Entry known = entries.get(node.id());
    if (known != null) {
      update(known, node);
      return false;
    }
    Bucket bucket = bucket(node.id());
    if (bucket.entries.size() >= BUCKET || !hasRoom(bucket, node.endpoint().address())) {
      remember(bucket, node);
      return false;
    }
    place(bucket, new Entry(node));
    return true;
  }

  /**
   * A node answered at its endpoint.
   *
   * @return whether it is alive in the table now and was not before
   */
  public boolean answered(Node node, Version version) {
    add(node);
    Entry entry = entries.get(node.id());
    if (entry == null
        || !entry.node().endpoint().udpAddress().equals(node.endpoint().udpAddress())) {
      return false;
    }
    boolean wasAlive = entry.isAlive();
    if (!entry.answers(version)) {
      changes++;
    }
    entry.answered(version);
    return !wasAlive;
  }

  /**
   * A node did not answer.
   *
   * @return the entry, if it was removed for that
   */
  public Optional<Entry> failed(NodeId id, Version version, Set<Version> spoken) {
    Entry entry = entries.get(id);
    if (entry == null || entry.failed(version, spoken)) {
      return Optional.empty();
    }
    remove(entry);
    return Optional.of(entry);
  }

  /** A node that waited for the place that {@code gone} left; it is in the table now. */
  public Optional<Entry> promote(Entry gone) {
    Bucket bucket = bucket(gone.node().id());
    while (!bucket.replacements.isEmpty() && bucket.entries.size() < BUCKET) {
      Node node = bucket.replacements.remove(random.nextInt(bucket.replacements.size()));
      if (!entries.containsKey(node.id()) && hasRoom(bucket, node.endpoint().address())) {
        Entry entry = new Entry(node);
        place(bucket, entry);
        return Optional.of(entry);
      }
    }
    return Optional.empty();
  }

  /** Takes nodes in as verified by both protocols. */
  public void preload(Collection<Node> nodes, Set<Version> answered) {
    for (Node node : nodes) {
      add(node);
      Entry entry = entries.get(node.id());
      if (entry != null) {
        answered.forEach(entry::answered);
        changes++;
      }
    }
  }

  /** The entries closest to a target that a filter lets through, the closest first. */
  public List<Entry> closest(NodeId target, int atMost, Predicate<Entry> filter) {
    return entries.values().stream()
        .filter(filter)
        .sorted((a, b) -> target.compareDistance(a.node().id(), b.node().id()))
        .limit(atMost)
        .toList();
  }

  /** The entries at a logarithmic distance from us that a filter lets through. */
  public List<Entry> atDistance(int distance, Predicate<Entry> filter) {
    return buckets[index(distance)].entries.stream()
        .filter(e -> self.logDistance(e.node().id()) == distance)
        .filter(filter)
        .toList();
  }

  /** The nodes that have answered. */
  public List<Node> alive() {
    return entries.values().stream().filter(Entry::isAlive).map(Entry::node).toList();
  }

  /** Number of entries. */
  public int size() {
    return entries.size();
  }

  /** A number that is another whenever {@link #alive} may be. */
  public long changes() {
    return changes;
  }

  private void update(Entry known, Node node) {
    Node old = known.node();
    boolean olderRecord = Long.compareUnsigned(node.seq(), old.seq()) < 0;
    boolean sameRecord = node.seq() == old.seq() && node.record().isPresent();
    if (olderRecord || sameRecord) {
      return;
    }
    boolean sameAddress = node.endpoint().address().equals(old.endpoint().address());
    if (node.record().isEmpty() && sameAddress && node.endpoint().udp() == old.endpoint().udp()) {
      return;
    }
    if (!sameAddress) {
      Bucket bucket = bucket(node.id());
      count(bucket, old.endpoint().address(), -1);
      if (!hasRoom(bucket, node.endpoint().address())) {
        count(bucket, old.endpoint().address(), 1);
        return;
      }
      count(bucket, node.endpoint().address(), 1);
    }
    known.replaceNode(node);
    changes++;
  }

  private void remember(Bucket bucket, Node node) {
    bucket.replacements.removeIf(n -> n.id().equals(node.id()));
    if (bucket.replacements.size() == REPLACEMENTS) {
      bucket.replacements.removeFirst();
    }
    bucket.replacements.add(node);
  }

  private void place(Bucket bucket, Entry entry) {
    bucket.entries.add(entry);
    entries.put(entry.node().id(), entry);
    count(bucket, entry.node().endpoint().address(), 1);
    changes++;
  }

  private void remove(Entry entry) {
    Bucket bucket = bucket(entry.node().id());
    bucket.entries.remove(entry);
    entries.remove(entry.node().id());
    count(bucket, entry.node().endpoint().address(), -1);
    changes++;
  }

  private boolean hasRoom(Bucket bucket, InetAddress address) {
    if (isExempt(address)) {
      return true;
    }
    Prefix prefix = Prefix.of(address);
    return bucket.prefixes.getOrDefault(prefix, 0) < PER_PREFIX_IN_BUCKET
        && prefixes.getOrDefault(prefix, 0) < PER_PREFIX
        && addresses.getOrDefault(address, 0) < PER_ADDRESS;
  }

  private void count(Bucket bucket, InetAddress address, int by) {
    if (!isExempt(address)) {
      Prefix prefix = Prefix.of(address);
      add(bucket.prefixes, prefix, by);
      add(prefixes, prefix, by);
      add(addresses, address, by);
    }
  }

  private static <K> void add(Map<K, Integer> counts, K key, int by) {
    if (counts.merge(key, by, Integer::sum) == 0) {
      counts.remove(key);
    }
  }

  private boolean isExempt(InetAddress address) {
    return !limitLocal && AddressPolicy.isLocal(address);
  }

  private Bucket bucket(NodeId id) {
    return buckets[index(self.logDistance(id))];
  }

  private static int index(int distance) {
    return Math.max(0, distance - (FARTHEST - BUCKETS + 1));
  }
}
