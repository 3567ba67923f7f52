package io.devp2p.discovery.table;

import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import io.devp2p.discovery.BucketEntry;
import io.devp2p.discovery.Version;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
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
 * get few places. What is done for a packet touches a few buckets at most. Not thread-safe.
 */
public final class Table {

  /** Places of a bucket, and nodes of an answer (Kademlia's k). */
  public static final int BUCKET = 16;

  /**
   * Buckets: half of all ids are at distance 256, a quarter at 255; the first bucket holds all
   * distances up to 240, where there is nobody.
   */
  static final int BUCKETS = 17;

  private static final int FARTHEST = 256;
  private static final int REPLACEMENTS = 10;
  private static final int REPLACEMENTS_OF_A_NETWORK = 2;

  private static final class Bucket {
    private final List<Entry> entries = new ArrayList<>(BUCKET);
    private final List<Node> replacements = new ArrayList<>(REPLACEMENTS);
  }

  private final NodeId self;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Quota quota;
  private final Map<NodeId, Entry> entries = new HashMap<>();
  private final Bucket[] buckets = new Bucket[BUCKETS];
  private long changes;

  /**
   * An empty table around our own id.
   *
   * @param clock tells when an entry was added, which nothing depends on
   */
  public Table(NodeId self, boolean limitLocal, InstantSource clock, RandomGenerator random) {
    this.self = self;
    this.clock = clock;
    this.random = random;
    this.quota = new Quota(limitLocal);
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
   * @return whether it is in the table now, and new there or at another endpoint than before
   */
  public boolean add(Node node) {
    if (node.id().equals(self) || node.endpoint().udp() == 0) {
      return false;
    }
    Entry known = entries.get(node.id());
    if (known != null) {
      return update(known, node);
    }
    int bucket = bucket(node.id());
    if (buckets[bucket].entries.size() >= BUCKET || !hasRoom(bucket, node)) {
      remember(bucket, node);
      return false;
    }
    place(bucket, new Entry(node, clock.instant()));
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
    int bucket = bucket(gone.node().id());
    List<Node> replacements = buckets[bucket].replacements;
    while (!replacements.isEmpty() && buckets[bucket].entries.size() < BUCKET) {
      Node node = replacements.remove(random.nextInt(replacements.size()));
      if (!entries.containsKey(node.id()) && hasRoom(bucket, node)) {
        Entry entry = new Entry(node, clock.instant());
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
    List<Entry> found = new ArrayList<>(atMost + BUCKET);
    for (int bucket : nearestFirst(target)) {
      int start = found.size();
      for (Entry entry : buckets[bucket].entries) {
        if (filter.test(entry)) {
          insert(found, start, entry, target);
        }
      }
      if (found.size() >= atMost) {
        return found.subList(0, atMost);
      }
    }
    return found;
  }

  /** Keeps what comes from {@code start} on in the order of its distance from a target. */
  private static void insert(List<Entry> found, int start, Entry entry, NodeId target) {
    int place = found.size();
    while (place > start && isCloser(entry, found.get(place - 1), target)) {
      place--;
    }
    found.add(place, entry);
  }

  private static boolean isCloser(Entry a, Entry b, NodeId target) {
    long head = target.head();
    int byHead = Long.compareUnsigned(a.head() ^ head, b.head() ^ head);
    return byHead != 0 ? byHead < 0 : target.compareDistance(a.node().id(), b.node().id()) < 0;
  }

  /**
   * The buckets in the order of their distance from a target: each lies on one side of the next.
   * First the one that the target falls into. Then, of the buckets nearer to us, those whose bit
   * the target has other than we, the farthest from us first; then the rest of them the other way
   * round; last those farther from us than the target.
   */
  private int[] nearestFirst(NodeId target) {
    int own = bucket(target);
    int[] order = new int[BUCKETS];
    int count = 0;
    order[count++] = own;
    for (int i = own - 1; i > 0; i--) {
      if (differs(target, i)) {
        order[count++] = i;
      }
    }
    if (own > 0) {
      order[count++] = 0;
    }
    for (int i = 1; i < own; i++) {
      if (!differs(target, i)) {
        order[count++] = i;
      }
    }
    for (int i = own + 1; i < BUCKETS; i++) {
      order[count++] = i;
    }
    return order;
  }

  /** Whether a target differs from us in the bit in which the nodes of a bucket do. */
  private boolean differs(NodeId target, int bucket) {
    int bit = BUCKETS - 1 - bucket; // counted from the highest
    long difference = target.head() ^ self.head();
    return (difference << bit) < 0;
  }

  /** The entries at a logarithmic distance from us that a filter lets through. */
  public List<Entry> atDistance(int distance, Predicate<Entry> filter) {
    List<Entry> found = new ArrayList<>(BUCKET);
    for (Entry entry : buckets[index(distance)].entries) {
      if (self.logDistance(entry.node().id()) == distance && filter.test(entry)) {
        found.add(entry);
      }
    }
    return found;
  }

  /** The nodes that have answered. */
  public List<Node> alive() {
    return entries.values().stream().filter(Entry::isAlive).map(Entry::node).toList();
  }

  /** All entries as they are now, by bucket, the nearest first. */
  public List<List<BucketEntry>> snapshot() {
    return Arrays.stream(buckets)
        .map(bucket -> bucket.entries.stream().map(Entry::snapshot).toList())
        .toList();
  }

  /** Number of entries. */
  public int size() {
    return entries.size();
  }

  /** A number that is another whenever {@link #alive} may be. */
  public long changes() {
    return changes;
  }

  private boolean update(Entry known, Node node) {
    Node old = known.node();
    boolean olderRecord = Long.compareUnsigned(node.seq(), old.seq()) < 0;
    boolean sameRecord = node.seq() == old.seq() && node.record().isPresent();
    boolean moved = !node.endpoint().udpAddress().equals(old.endpoint().udpAddress());
    if (olderRecord || sameRecord || (node.record().isEmpty() && !moved)) {
      return false;
    }
    InetAddress address = node.endpoint().address();
    if (!address.equals(old.endpoint().address())) {
      int bucket = bucket(node.id());
      quota.left(bucket, old.endpoint().address());
      boolean hasRoom = hasRoom(bucket, node);
      quota.taken(bucket, hasRoom ? address : old.endpoint().address());
      if (!hasRoom) {
        return false;
      }
    }
    known.replaceNode(node);
    changes++;
    return moved;
  }

  /** Newcomers push out older ones, those of a network the older ones of it. */
  private void remember(int bucket, Node node) {
    List<Node> replacements = buckets[bucket].replacements;
    InetAddress address = node.endpoint().address();
    replacements.removeIf(n -> n.id().equals(node.id()));
    List<Node> neighbors =
        replacements.stream()
            .filter(n -> quota.areOfOneNetwork(n.endpoint().address(), address))
            .toList();
    if (neighbors.size() >= REPLACEMENTS_OF_A_NETWORK) {
      replacements.remove(neighbors.getFirst());
    } else if (replacements.size() == REPLACEMENTS) {
      replacements.removeFirst();
    }
    replacements.add(node);
  }

  private void place(int bucket, Entry entry) {
    buckets[bucket].entries.add(entry);
    entries.put(entry.node().id(), entry);
    quota.taken(bucket, entry.node().endpoint().address());
    changes++;
  }

  private void remove(Entry entry) {
    int bucket = bucket(entry.node().id());
    buckets[bucket].entries.remove(entry);
    entries.remove(entry.node().id());
    quota.left(bucket, entry.node().endpoint().address());
    changes++;
  }

  private boolean hasRoom(int bucket, Node node) {
    return quota.hasRoom(bucket, node.endpoint().address(), entries.size());
  }

  private int bucket(NodeId id) {
    return index(self.logDistance(id));
  }

  private static int index(int distance) {
    return Math.max(0, distance - (FARTHEST - BUCKETS + 1));
  }
}
