package io.devp2p.discovery.candidates;

import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import io.devp2p.discovery.guard.Lru;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Mixes sources of nodes for one who takes them: each source has its turn, so that none decides
 * alone whom we meet, however quick or full it is. A slow one is waited for a moment only, and one
 * that has nothing of use is asked more and more rarely. Nothing is asked while nobody wants nodes.
 * Owns no clock and no thread: time comes in, steps go out. Not thread-safe.
 */
public final class FairMix {

  /** What the owner of a mix has to do. */
  public sealed interface Step {

    /** Ask a source, and tell its answer by {@link #answered} or {@link #failed}. */
    record Ask(int source, int atMost) implements Step {}

    /** Hand a node out. */
    record Give(Node node) implements Step {}

    /** Tell that a source gives nothing. */
    record Alarm(int source) implements Step {}
  }

  /** Nodes of one answer, and so those that are kept of a source: what one lookup finds. */
  static final int ANSWER = 16;

  /** How long a source may keep us waiting at its turn; half of it after each time that it did. */
  static final long PATIENCE = 1_000_000_000L;

  /** A node is not handed out again for so long. */
  static final long WINDOW = 600_000_000_000L;

  /** Nodes remembered for that: one every 75 ms for the whole of it. */
  static final int REMEMBERED = 8_192;

  /** How long a source without use is left alone, first and at last. */
  static final long SHORTEST_REST = 1_000_000_000L;

  static final long LONGEST_REST = 60_000_000_000L;

  private static final class Source {
    private final Account account;
    private final ArrayDeque<Node> stock = new ArrayDeque<>(ANSWER);
    private boolean isAsked;
    private long patience = PATIENCE;
    private long rest = SHORTEST_REST;
    private long askAt = Long.MIN_VALUE;
    private long stockedAt;

    Source(Account account) {
      this.account = account;
    }
  }

  private final List<Source> sources;
  private final Predicate<Node> filter;
  private final Lru<NodeId, Long> handedOut = new Lru<>(REMEMBERED);
  private List<Step> steps = new ArrayList<>();
  private long wanted;
  private int turn;
  private long turnSince;

  /**
   * A mix that nobody takes from yet.
   *
   * @param accounts one for each source; sources are named by their place in it
   * @param filter which nodes are wanted
   */
  public FairMix(List<Account> accounts, Predicate<Node> filter) {
    this.sources = accounts.stream().map(Source::new).toList();
    this.filter = filter;
  }

  /** Takes out what is to be done. */
  public List<Step> drain() {
    List<Step> drained = steps;
    steps = new ArrayList<>();
    return drained;
  }

  /** More nodes are wanted. */
  public void request(long now, long more) {
    if (wanted == 0) { // what was left over may be of long ago
      sources.stream().filter(s -> now - s.stockedAt >= WINDOW).forEach(s -> s.stock.clear());
      turnSince = now;
    }
    wanted = wanted + more < 0 ? Long.MAX_VALUE : wanted + more;
    serve(now);
  }

  /** A source that was asked gave nodes, or none. */
  public void answered(long now, int source, List<Node> nodes) {
    Source from = sources.get(source);
    from.isAsked = false;
    from.patience = PATIENCE;
    from.stockedAt = now;
    int before = from.stock.size();
    nodes.stream().limit(ANSWER).filter(n -> isNew(now, n)).filter(filter).forEach(from.stock::add);
    int ofUse = from.stock.size() - before;
    if (from.account.gave(now, Math.min(nodes.size(), ANSWER), ofUse)) {
      steps.add(new Step.Alarm(source));
    }
    if (ofUse > 0) {
      from.rest = SHORTEST_REST;
    } else {
      from.askAt = now + from.rest;
      from.rest = Math.min(2 * from.rest, LONGEST_REST);
    }
    serve(now);
  }

  /** A source that was asked failed. */
  public void failed(long now, int source) {
    sources.get(source).account.failed();
    answered(now, source, List.of());
  }

  /** Lets those go on who waited for this time. */
  public void onTime(long now) {
    serve(now);
  }

  /** When {@link #onTime} has something to do; {@link Long#MAX_VALUE} = never. */
  public long deadline() {
    if (wanted == 0) {
      return Long.MAX_VALUE;
    }
    long deadline = anyStock() ? turnSince + sources.get(turn).patience : Long.MAX_VALUE;
    for (Source source : sources) {
      if (!source.isAsked && source.stock.isEmpty()) {
        deadline = Math.min(deadline, source.askAt);
      }
    }
    return deadline;
  }

  private void serve(long now) {
    ask(now);
    while (wanted > 0 && anyStock()) {
      Source current = sources.get(turn);
      if (!current.stock.isEmpty()) {
        give(now, current);
      } else if (current.isAsked && now < turnSince + current.patience) {
        return;
      } else if (current.isAsked) {
        current.account.late();
        current.patience /= 2;
      }
      turn = (turn + 1) % sources.size();
      turnSince = now;
      ask(now);
    }
  }

  private void give(long now, Source from) {
    Node node = from.stock.poll();
    if (node != null && isNew(now, node)) { // another source may have given it meanwhile
      handedOut.put(node.id(), now);
      from.account.taken();
      wanted--;
      steps.add(new Step.Give(node));
    }
  }

  private void ask(long now) {
    for (int i = 0; wanted > 0 && i < sources.size(); i++) {
      Source source = sources.get(i);
      if (!source.isAsked && source.stock.isEmpty() && now >= source.askAt) {
        source.isAsked = true;
        source.account.asked();
        steps.add(new Step.Ask(i, ANSWER));
      }
    }
  }

  private boolean anyStock() {
    return sources.stream().anyMatch(source -> !source.stock.isEmpty());
  }

  private boolean isNew(long now, Node node) {
    Long at = handedOut.get(node.id());
    return at == null || now - at >= WINDOW;
  }
}
