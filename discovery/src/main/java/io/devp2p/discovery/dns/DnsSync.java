package io.devp2p.discovery.dns;

import io.devp2p.core.Violation;
import io.devp2p.core.machine.Outbox;
import io.devp2p.discovery.guard.Lru;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.apache.tuweni.bytes.Bytes;

/**
 * Follows trees, and gives their records one by one, as many as are asked for: a random walk, links
 * first, over and over, in which trees take turns (EIP-1459, Client Protocol). Nothing is asked of
 * DNS while no record is wanted. A new root is used when it is signed, not older than any that was
 * seen, and leads somewhere; until then, and for ever if it does not, the last good one is.
 */
public final class DnsSync implements DnsMachine {

  /** Questions at a time, each about another tree. */
  private static final int QUESTIONS = 4;

  /** A look at an entry, or at the root where there is no step. */
  private record Task(FollowedTree tree, Optional<Step> step) {
    String name() {
      String domain = tree.url().domain();
      return step.map(s -> s.place().hash().below(domain)).orElse(domain);
    }
  }

  private record Step(TreeWalk walk, TreeWalk.Place place) {}

  private final DnsLimits limits;
  private final SeqMemory memory;
  private final RandomGenerator random;
  private final Map<TreeUrl, FollowedTree> trees = new LinkedHashMap<>();
  private final TxtQueries<Task> queries;
  private final DnsPace pace;
  private final Lru<String, TreeEntry> cache; // verified ones
  private final Deque<DnsEvent.Found> ready = new ArrayDeque<>(QUESTIONS);
  private long wanted;
  private long turns;
  private long wakeAt = Long.MAX_VALUE;
  private boolean exhausted; // told, and nothing was looked at since

  /**
   * A machine that follows nothing.
   *
   * @param now the time from which on it is used
   */
  public DnsSync(DnsLimits limits, SeqMemory memory, RandomGenerator random, long now) {
    this.limits = limits;
    this.memory = memory;
    this.random = random;
    this.queries = new TxtQueries<>(limits);
    this.pace = new DnsPace(limits, now);
    this.cache = new Lru<>(limits.cache());
  }

  /** Follows a tree from now on. */
  public void follow(long now, TreeUrl tree, Outbox<DnsEvent> out) {
    trees.computeIfAbsent(tree, url -> new FollowedTree(url, true, limits, now)).ask();
    proceed(now, out);
  }

  /** Wants so many records more. */
  public void request(long now, long records, Outbox<DnsEvent> out) {
    wanted = Math.addExact(wanted, records);
    exhausted = false; // who asks now was not told
    proceed(now, out);
  }

  /** Wants so many records less. */
  public void withdraw(long records) {
    wanted = Math.max(0, wanted - records);
  }

  /** How the trees do. */
  public List<TreeHealth> health() {
    return trees.values().stream().map(FollowedTree::health).toList();
  }

  @Override
  public void onAnswer(long now, long query, TxtAnswer answer, Outbox<DnsEvent> out) {
    queries.onAnswer(now, query, answer).ifPresent(settled -> settle(now, settled, out));
    proceed(now, out);
  }

  @Override
  public void onTime(long now, Outbox<DnsEvent> out) {
    queries.onTime(now, pace, out).forEach(settled -> settle(now, settled, out));
    proceed(now, out);
  }

  @Override
  public long deadline() {
    return Math.min(wakeAt, queries.deadline());
  }

  private void proceed(long now, Outbox<DnsEvent> out) {
    deliver(out);
    wakeAt = Long.MAX_VALUE;
    while (wanted > 0) {
      Optional<FollowedTree> next = next(now);
      if (next.isEmpty()) {
        tellExhausted(out);
        return; // an answer, or the time of a root, brings us back
      }
      if (!pace.take(now)) {
        wakeAt = pace.next(now);
        return;
      }
      exhausted = false;
      look(now, next.get(), out);
      deliver(out);
    }
  }

  private void tellExhausted(Outbox<DnsEvent> out) {
    if (queries.size() == 0 && !exhausted) {
      exhausted = true;
      out.emit(new DnsEvent.Exhausted());
    }
  }

  private void deliver(Outbox<DnsEvent> out) {
    while (wanted > 0 && !ready.isEmpty()) {
      wanted--;
      out.emit(ready.removeFirst());
    }
  }

  /** The tree whose turn it is, of those that have something to do. */
  private Optional<FollowedTree> next(long now) {
    if (queries.size() >= QUESTIONS) {
      return Optional.empty();
    }
    List<FollowedTree> idle = trees.values().stream().filter(tree -> !tree.isBusy()).toList();
    Optional<FollowedTree> next =
        idle.stream()
            .filter(tree -> tree.readyAt(now) <= now)
            .min(Comparator.comparingLong(FollowedTree::lastTurn));
    if (next.isEmpty()) {
      wakeAt = idle.stream().mapToLong(tree -> tree.readyAt(now)).min().orElse(Long.MAX_VALUE);
    }
    return next;
  }

  private void look(long now, FollowedTree tree, Outbox<DnsEvent> out) {
    tree.setBusy(true);
    if (tree.isRootDue(now)) {
      queries.ask(now, new Task(tree, Optional.empty()), tree.url().domain(), out);
      return;
    }
    TreeWalk walk = tree.walk().orElseThrow();
    Step step = new Step(walk, walk.take(random).orElseThrow());
    Task task = new Task(tree, Optional.of(step));
    TreeEntry cached = cache.get(task.name());
    if (cached == null) {
      queries.ask(now, task, task.name(), out);
    } else {
      conclude(
          now,
          task,
          out,
          () -> {
            walk.accept(step.place(), cached);
            entry(now, task, walk, cached, out);
          });
    }
  }

  private void settle(long now, TxtQueries.Settled<Task> settled, Outbox<DnsEvent> out) {
    Task task = settled.key();
    conclude(
        now,
        task,
        out,
        () -> {
          switch (settled.answer()) {
            case TxtAnswer.Texts(List<Bytes> texts) -> {
              if (task.step().isPresent()) {
                Step step = task.step().get();
                entry(now, task, step.walk(), step.walk().accept(step.place(), texts), out);
              } else {
                root(now, task.tree(), texts);
              }
            }
            case TxtAnswer.Absent absent -> missing(now, task, "does not exist", out);
            case TxtAnswer.Failed(String why) -> missing(now, task, why, out);
          }
        });
  }

  /** Ends a look at something, whatever comes of it. */
  private void conclude(long now, Task task, Outbox<DnsEvent> out, Runnable reading) {
    FollowedTree tree = task.tree();
    tree.setBusy(false);
    if (trees.get(tree.url()) != tree) {
      return; // nobody links to it any more
    }
    try {
      reading.run();
    } catch (Violation refused) {
      refuse(tree, task.name(), refused, out);
      failed(now, task);
    }
    if (tree.isFruitless()) {
      refuse(tree, tree.url().domain(), new Violation(DnsRule.DNS_NO_LEAVES), out);
      tree.rootFailed(now);
    }
  }

  private void root(long now, FollowedTree tree, List<Bytes> texts) {
    TreeEntry.Root root = TreeCodec.root(texts, tree.url());
    boolean newest = memory.highest(tree.url(), root.seq()) == root.seq();
    Violation.unless(newest, DnsRule.DNS_ROLLBACK);
    tree.root(now, root);
  }

  private void entry(long now, Task task, TreeWalk walk, TreeEntry entry, Outbox<DnsEvent> out) {
    FollowedTree tree = task.tree();
    cache.put(task.name(), entry);
    if (walk.links().size() >= limits.links() && walk.skipLinks()) {
      refuse(tree, task.name(), new Violation(DnsRule.DNS_LINKS), out);
    }
    if (tree.adopt()) {
      out.emit(new DnsEvent.Adopted(tree.url(), walk.root().seq()));
      followLinks(now, out);
    }
    if (entry instanceof TreeEntry.Leaf leaf) {
      tree.turn(++turns);
      tree.countGiven();
      ready.add(new DnsEvent.Found(tree.url(), leaf.record()));
    }
  }

  /** Follows what the trees in use link to, and nothing else that nobody asked for. */
  private void followLinks(long now, Outbox<DnsEvent> out) {
    Set<TreeUrl> reached = new LinkedHashSet<>();
    Deque<TreeUrl> open = new ArrayDeque<>();
    trees.values().stream().filter(FollowedTree::isAsked).forEach(t -> open.add(t.url()));
    while (!open.isEmpty()) {
      TreeUrl url = open.removeFirst();
      FollowedTree tree = trees.get(url);
      if (reached.add(url) && tree != null) {
        open.addAll(tree.links());
      }
    }
    trees.values().removeIf(tree -> !reached.contains(tree.url()));
    long linked = trees.values().stream().filter(tree -> !tree.isAsked()).count();
    reached.removeAll(trees.keySet());
    for (TreeUrl url : reached) {
      FollowedTree tree = new FollowedTree(url, false, limits, now);
      if (linked++ < limits.links()) {
        trees.put(url, tree);
      } else {
        refuse(tree, url.domain(), new Violation(DnsRule.DNS_LINKS), out);
      }
    }
  }

  private void missing(long now, Task task, String why, Outbox<DnsEvent> out) {
    task.tree().countMissing();
    out.emit(new DnsEvent.Missing(task.tree().url(), task.name(), why));
    failed(now, task);
  }

  private void failed(long now, Task task) {
    task.tree().turn(++turns); // others first
    if (task.step().isPresent()) {
      task.tree().entryFailed(now);
    } else {
      task.tree().rootFailed(now);
    }
  }

  private static void refuse(FollowedTree tree, String name, Violation why, Outbox<DnsEvent> out) {
    tree.countRefused(why.rule().name());
    out.emit(new DnsEvent.Refused(tree.url(), name, why));
  }
}
