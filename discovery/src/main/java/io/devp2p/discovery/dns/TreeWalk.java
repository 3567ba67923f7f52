package io.devp2p.discovery.dns;

import io.devp2p.core.Violation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.apache.tuweni.bytes.Bytes;

/**
 * A walk over the entries of one root: which are known by name and not yet seen, links before
 * records. Bounded, whatever the entries say. Not thread-safe.
 */
final class TreeWalk {

  /** Levels below the root; a million records need six. */
  private static final int DEPTH = 16;

  /** The two halves of a tree. */
  enum Side {
    LINKS,
    RECORDS
  }

  /**
   * Where an entry stands.
   *
   * @param above the branches that lead to it, nearest first
   */
  record Place(EntryHash hash, Side side, List<EntryHash> above) {}

  private final TreeEntry.Root root;
  private final DnsLimits limits;
  private final List<Place> openLinks = new ArrayList<>();
  private final List<Place> openRecords = new ArrayList<>();
  private final Set<EntryHash> known = new HashSet<>();
  private final Map<Side, Integer> leaves = new HashMap<>();
  private final Set<TreeUrl> links = new HashSet<>();
  private long bytes;
  private boolean recordsBegun;

  TreeWalk(TreeEntry.Root root, DnsLimits limits) {
    this.root = root;
    this.limits = limits;
    openLinks.add(new Place(root.links(), Side.LINKS, List.of()));
    begin();
  }

  private void begin() {
    openRecords.add(new Place(root.records(), Side.RECORDS, List.of()));
  }

  TreeEntry.Root root() {
    return root;
  }

  /** Whether every entry that is known was taken. */
  boolean isDone() {
    return openLinks.isEmpty() && openRecords.isEmpty();
  }

  /** Takes the next entry to look at: a link while there is one, and any of its kind. */
  Optional<Place> take(RandomGenerator random) {
    List<Place> open = openLinks.isEmpty() ? openRecords : openLinks;
    if (open.isEmpty()) {
      return Optional.empty();
    }
    int chosen = random.nextInt(open.size());
    Place last = open.removeLast();
    return Optional.of(chosen == open.size() ? last : open.set(chosen, last));
  }

  /**
   * Takes what DNS has for an entry.
   *
   * @throws Violation of a {@link DnsRule}; the rest of the walk is as it was
   */
  TreeEntry accept(Place place, List<Bytes> texts) {
    TreeEntry entry = TreeCodec.entry(texts, place.hash());
    accept(place, entry);
    return entry;
  }

  /**
   * Takes an entry whose hash is that of the place.
   *
   * @throws Violation of a {@link DnsRule}; the rest of the walk is as it was
   */
  void accept(Place place, TreeEntry entry) {
    bytes += entry.text().length();
    Violation.unless(bytes <= limits.treeBytes(), DnsRule.DNS_TREE_SIZE);
    switch (entry) {
      case TreeEntry.Branch branch -> expand(place, branch);
      case TreeEntry.Leaf leaf ->
          Violation.unless(place.side() == Side.RECORDS, DnsRule.DNS_MISPLACED);
      case TreeEntry.Link link -> {
        Violation.unless(place.side() == Side.LINKS, DnsRule.DNS_MISPLACED);
        links.add(link.tree());
      }
      case TreeEntry.Root misplaced -> throw new Violation(DnsRule.DNS_MISPLACED);
    }
    if (!(entry instanceof TreeEntry.Branch)) {
      leaves.merge(place.side(), 1, Integer::sum);
    }
    recordsBegun |= place.side() == Side.RECORDS;
  }

  /** Opens the entries of a branch that are not known yet. All of them are judged first. */
  void expand(Place place, TreeEntry.Branch branch) {
    List<EntryHash> above = new ArrayList<>(place.above().size() + 1);
    above.add(place.hash());
    above.addAll(place.above());
    Violation.unless(above.size() <= DEPTH, DnsRule.DNS_DEPTH);
    Violation.unless(branch.children().stream().noneMatch(above::contains), DnsRule.DNS_LOOP);
    Violation.unless(
        known.size() + branch.children().size() <= limits.treeEntries(), DnsRule.DNS_TREE_SIZE);
    List<Place> open = place.side() == Side.LINKS ? openLinks : openRecords;
    for (EntryHash child : branch.children()) {
      if (known.add(child)) {
        open.add(new Place(child, place.side(), above));
      }
    }
  }

  /** Whether both halves are there, the links are read, and something was found. */
  boolean isProved() {
    return openLinks.isEmpty() && recordsBegun && !leaves.isEmpty();
  }

  /** Records and links found, those found again among them. */
  int leaves(Side side) {
    return leaves.getOrDefault(side, 0);
  }

  /** The links found so far. */
  Collection<TreeUrl> links() {
    return links;
  }

  /** Reads no more links; whether there would have been more to look at. */
  boolean skipLinks() {
    boolean skipped = !openLinks.isEmpty();
    openLinks.clear();
    return skipped;
  }

  /** Starts over with the records, if there were any. */
  void repeatRecords() {
    if (leaves(Side.RECORDS) > 0) {
      leaves.remove(Side.RECORDS);
      known.clear();
      bytes = 0;
      begin();
    }
  }
}
