package io.devp2p.discovery.dns;

import io.devp2p.core.NetworkException;
import io.devp2p.core.Violation;
import io.devp2p.core.machine.Outbox;
import io.devp2p.core.node.NodeRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.apache.tuweni.bytes.Bytes;

/**
 * Reads a whole tree, once. Ends call 0: with a {@link ClonedTree}, which tells its defects, or
 * with the failure of its root.
 */
public final class TreeClone implements DnsMachine {

  /** The call that ends when the tree is read. */
  public static final long CALL = 0;

  /** Questions at a time. */
  private static final int QUESTIONS = 16;

  private final TreeUrl tree;
  private final DnsLimits limits;
  private final SeqMemory memory;
  private final RandomGenerator random;
  private final DnsPace pace;
  private final TxtQueries<Optional<TreeWalk.Place>> queries; // empty: the root
  private Optional<TreeWalk> walk = Optional.empty();
  private final SortedMap<String, String> txt = new TreeMap<>();
  private final List<NodeRecord> records = new ArrayList<>();
  private int links;
  private final List<ClonedTree.Defect> defects = new ArrayList<>();
  private long wakeAt = Long.MAX_VALUE;

  /**
   * A machine that has asked nothing yet.
   *
   * @param now the time from which on it is used
   */
  public TreeClone(
      TreeUrl tree, DnsLimits limits, SeqMemory memory, RandomGenerator random, long now) {
    this.tree = tree;
    this.limits = limits;
    this.memory = memory;
    this.random = random;
    this.pace = new DnsPace(limits, now);
    this.queries = new TxtQueries<>(limits);
  }

  /** Asks the first question. */
  public void start(long now, Outbox<DnsEvent> out) {
    if (pace.take(now)) {
      queries.ask(now, Optional.empty(), tree.domain(), out);
    }
  }

  @Override
  public void onAnswer(long now, long query, TxtAnswer answer, Outbox<DnsEvent> out) {
    queries.onAnswer(now, query, answer).ifPresent(settled -> settle(settled, out));
    proceed(now, out);
  }

  @Override
  public void onTime(long now, Outbox<DnsEvent> out) {
    queries.onTime(now, pace, out).forEach(settled -> settle(settled, out));
    proceed(now, out);
  }

  @Override
  public long deadline() {
    return Math.min(wakeAt, queries.deadline());
  }

  private void settle(TxtQueries.Settled<Optional<TreeWalk.Place>> settled, Outbox<DnsEvent> out) {
    Optional<TreeWalk.Place> place = settled.key();
    String name = place.map(p -> p.hash().below(tree.domain())).orElseGet(tree::domain);
    try {
      switch (settled.answer()) {
        case TxtAnswer.Texts(List<Bytes> texts) -> {
          if (place.isPresent()) {
            entry(place.get(), name, texts);
          } else {
            root(texts);
          }
        }
        case TxtAnswer.Absent absent -> {
          Violation.unless(place.isPresent(), DnsRule.DNS_NO_ROOT);
          missing(place, name, "does not exist", out);
        }
        case TxtAnswer.Failed(String why) -> missing(place, name, why, out);
      }
    } catch (Violation refused) {
      if (place.isPresent()) {
        defect(name, String.valueOf(refused.getMessage()), Optional.of(refused));
      } else {
        out.fail(CALL, refused);
      }
    }
  }

  private void root(List<Bytes> texts) {
    TreeEntry.Root root = TreeCodec.root(texts, tree);
    boolean newest = memory.highest(tree, root.seq()) == root.seq();
    Violation.unless(newest, DnsRule.DNS_ROLLBACK);
    txt.put(tree.domain(), root.text());
    walk = Optional.of(new TreeWalk(root, limits));
  }

  private void entry(TreeWalk.Place place, String name, List<Bytes> texts) {
    TreeEntry entry = walk.orElseThrow().accept(place, texts);
    if (entry instanceof TreeEntry.Leaf leaf) {
      records.add(leaf.record());
    } else if (entry instanceof TreeEntry.Link) {
      Violation.unless(links < limits.links(), DnsRule.DNS_LINKS);
      links++;
    }
    txt.put(name, entry.text());
  }

  private void missing(
      Optional<TreeWalk.Place> place, String name, String why, Outbox<DnsEvent> out) {
    if (place.isPresent()) {
      defect(name, why, Optional.empty());
    } else {
      out.fail(CALL, new NetworkException.Unreachable(name + ": " + why));
    }
  }

  private void defect(String name, String why, Optional<Violation> refused) {
    if (defects.size() < ClonedTree.DEFECTS) {
      defects.add(new ClonedTree.Defect(name, why, refused.map(Violation::rule)));
    }
  }

  private void proceed(long now, Outbox<DnsEvent> out) {
    wakeAt = Long.MAX_VALUE;
    if (walk.isEmpty()) {
      return;
    }
    TreeWalk open = walk.get();
    while (!open.isDone() && queries.size() < QUESTIONS) {
      if (!pace.take(now)) {
        wakeAt = pace.next(now);
        return;
      }
      TreeWalk.Place place = open.take(random).orElseThrow();
      queries.ask(now, Optional.of(place), place.hash().below(tree.domain()), out);
    }
    if (queries.size() == 0) {
      walk = Optional.empty();
      end(open, out);
    }
  }

  private void end(TreeWalk walked, Outbox<DnsEvent> out) {
    if (records.isEmpty() && links == 0 && defects.isEmpty()) {
      Violation fruitless = new Violation(DnsRule.DNS_NO_LEAVES);
      defect(tree.domain(), String.valueOf(fruitless.getMessage()), Optional.of(fruitless));
    }
    records.sort(Comparator.comparing(record -> record.id().bytes()));
    List<TreeUrl> ordered = new ArrayList<>(links);
    order(walked.root().links(), new HashSet<>(), ordered);
    out.done(CALL, new ClonedTree(walked.root(), txt, records, ordered, defects));
  }

  /** The links in the order of the tree, which a publisher must keep, whatever came first. */
  private void order(EntryHash hash, Set<EntryHash> seen, List<TreeUrl> ordered) {
    String text = txt.get(hash.below(tree.domain()));
    if (text == null || !seen.add(hash)) {
      return; // one of the defects, or below two branches
    }
    switch (TreeCodec.decode(text)) {
      case TreeEntry.Branch branch ->
          branch.children().forEach(child -> order(child, seen, ordered));
      case TreeEntry.Link link -> ordered.add(link.tree());
      default -> throw new IllegalStateException("BUG: the walk took this for a link");
    }
  }
}
