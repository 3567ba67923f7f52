package io.devp2p.discovery.store;

import static java.lang.System.Logger.Level.DEBUG;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.devp2p.core.Violation;
import io.devp2p.core.crypto.Secp256k1;
import io.devp2p.core.node.NodeId;
import io.devp2p.discovery.NodeStore;
import io.devp2p.discovery.NodeStore.Sighting;
import io.devp2p.discovery.guard.AddressPolicy;
import io.devp2p.discovery.guard.Prefix;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * What a store holds: nodes in their written form, the one seen longest ago first, and facts. Not
 * thread-safe.
 */
final class Shelf {

  private static final System.Logger LOG = System.getLogger(Shelf.class.getName());

  /**
   * Nodes kept, about 600 bytes each: thirty times what a table has places for, so that one can be
   * filled from those that still live after some days.
   */
  static final int NODES = 8_192;

  /**
   * Nodes kept of one /24 or /48: as many as a table takes. Addresses on local networks count not.
   */
  static final int PER_PREFIX = 10;

  /** Facts kept, the ones written last: one for each DNS list that a client follows, and more. */
  static final int FACTS = 4_096;

  /** A node that was not seen for so long has likely another address (go-ethereum seedMaxAge). */
  static final Duration AGE = Duration.ofDays(5);

  private record Kept(Entry.OfNode entry, Optional<Prefix> prefix) {}

  private final LinkedHashMap<NodeId, Kept> nodes = new LinkedHashMap<>();
  private final Map<Prefix, Set<NodeId>> prefixes = new HashMap<>();
  private final LinkedHashMap<String, Long> facts = new LinkedHashMap<>();

  /** Keeps an entry, and lets go of older ones for which there is no room then. */
  void put(Entry entry) {
    switch (entry) {
      case Entry.OfNode node -> put(node);
      case Entry.OfFact fact -> {
        facts.putLast(fact.name(), fact.value());
        if (facts.size() > FACTS) {
          facts.pollFirstEntry();
        }
      }
    }
  }

  private void put(Entry.OfNode entry) {
    remove(entry.id());
    Optional<Prefix> prefix = prefix(entry.address());
    if (prefix.isPresent()) {
      Set<NodeId> neighbors = prefixes.computeIfAbsent(prefix.get(), p -> new LinkedHashSet<>());
      if (neighbors.size() == PER_PREFIX) {
        remove(neighbors.iterator().next());
      }
    }
    if (nodes.size() == NODES) {
      remove(nodes.firstEntry().getKey());
    }
    nodes.put(entry.id(), new Kept(entry, prefix));
    prefix.ifPresent(p -> prefixes.computeIfAbsent(p, q -> new LinkedHashSet<>()).add(entry.id()));
  }

  private static Optional<Prefix> prefix(InetAddress address) {
    return AddressPolicy.isLocal(address) ? Optional.empty() : Optional.of(Prefix.of(address));
  }

  private void remove(NodeId id) {
    Kept gone = nodes.remove(id);
    if (gone == null || gone.prefix.isEmpty()) {
      return;
    }
    Prefix prefix = gone.prefix.get();
    Set<NodeId> left = prefixes.getOrDefault(prefix, Set.of());
    left.remove(id);
    if (left.isEmpty()) {
      prefixes.remove(prefix);
    }
  }

  /** The entry of a node. */
  Optional<Entry.OfNode> node(NodeId id) {
    return Optional.ofNullable(nodes.get(id)).map(Kept::entry);
  }

  /** Some nodes by chance. */
  List<Entry.OfNode> draw(int atMost, RandomGenerator random, Instant now) {
    expire(now);
    List<Kept> all = new ArrayList<>(nodes.values());
    int drawn = Math.min(atMost, all.size());
    for (int i = 0; i < drawn; i++) {
      Collections.swap(all, i, random.nextInt(i, all.size()));
    }
    return all.subList(0, drawn).stream().map(Kept::entry).toList();
  }

  /** Lets go of the nodes that were not seen for too long. */
  void expire(Instant now) {
    long oldest = now.minus(AGE).toEpochMilli();
    while (!nodes.isEmpty() && nodes.firstEntry().getValue().entry.atMillis() < oldest) {
      remove(nodes.firstEntry().getKey());
    }
  }

  /** The fact of a name. */
  OptionalLong fact(String name) {
    Long value = facts.get(name);
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }

  /** Everything, in an order that gives the same shelf when it is put into another one. */
  Stream<Entry> entries() {
    return Stream.concat(
        facts.entrySet().stream().map(f -> new Entry.OfFact(f.getKey(), f.getValue())),
        nodes.values().stream().map(Kept::entry));
  }

  /** The nodes of entries. One that a disk has changed unnoticed is left out. */
  static List<Sighting> sightings(Secp256k1 curve, List<Entry.OfNode> entries) {
    List<Sighting> sightings = new ArrayList<>(entries.size());
    for (Entry.OfNode entry : entries) {
      try {
        sightings.add(EntryCodec.sighting(curve, entry));
      } catch (Violation damaged) {
        LOG.log(DEBUG, () -> "a stored node is not valid: " + damaged.getMessage());
      }
    }
    return sightings;
  }

  /** Refuses a name that no store takes. */
  static void check(String name) {
    if (name.getBytes(UTF_8).length > NodeStore.NAME) {
      throw new IllegalArgumentException(
          "a fact's name has more than " + NodeStore.NAME + " bytes");
    }
  }
}
