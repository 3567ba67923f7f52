package io.devp2p.lab;

import io.devp2p.core.NetworkException;
import io.devp2p.core.node.Node;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * A running laboratory: nodes on 127.0.0.1 and ::1 with sockets of their own, of which everything
 * is known. By itself, all nodes know each other from the start, the dead ones too, and nobody
 * checks who is still there: so that whatever is not found is the crawler's fault. Joined to other
 * nodes by bootnodes, its nodes behave as in production. Thread-safe.
 */
public final class Lab implements AutoCloseable {

  /** How many of the nodes serve as a first address. */
  private static final int BOOTNODES = 4;

  private final Workshop workshop;
  private final List<LabNode> nodes;

  private Lab(Workshop workshop, List<LabNode> nodes) {
    this.workshop = workshop;
    this.nodes = nodes;
  }

  /**
   * Starts all nodes.
   *
   * @throws NetworkException.Unreachable if a port cannot be bound, as where the machine has no
   *     IPv6 loopback and a kind needs it
   */
  public static Lab start(LabConfig config) throws NetworkException.Unreachable {
    Workshop workshop = new Workshop(config.curve(), config.seed());
    List<LabNode> nodes = new ArrayList<>(config.nodes());
    Lab lab = new Lab(workshop, nodes);
    try {
      for (NodeKind kind : kinds(config, workshop.random())) {
        nodes.add(LabNode.start(kind, config, workshop));
      }
    } catch (NetworkException.Unreachable | IOException refused) {
      lab.close();
      throw new NetworkException.Unreachable(String.valueOf(refused.getMessage()));
    }
    if (config.bootnodes().isEmpty()) {
      lab.introduceAll();
    }
    return lab;
  }

  /**
   * The kinds in the proportion of their shares, the largest remainders first, in an order that the
   * seed decides.
   */
  private static List<NodeKind> kinds(LabConfig config, RandomGenerator random) {
    int total = config.kinds().stream().mapToInt(NodeKind::share).sum();
    Map<NodeKind, Integer> counts = new EnumMap<>(NodeKind.class);
    config.kinds().forEach(kind -> counts.put(kind, kind.share() * config.nodes() / total));
    List<NodeKind> byRemainder = new ArrayList<>(counts.keySet());
    byRemainder.sort((a, b) ->
        Integer.compare(b.share() * config.nodes() % total, a.share() * config.nodes() % total));
    int missing = config.nodes() - counts.values().stream().mapToInt(Integer::intValue).sum();
    byRemainder.stream().limit(missing).forEach(kind -> counts.merge(kind, 1, Integer::sum));
    List<NodeKind> kinds = new ArrayList<>(config.nodes());
    counts.forEach((kind, count) -> kinds.addAll(Collections.nCopies(count, kind)));
    shuffle(kinds, random);
    return kinds;
  }

  private void introduceAll() {
    List<LabNode> everybody = new ArrayList<>(nodes);
    for (LabNode node : nodes) {
      shuffle(everybody, workshop.random());
      everybody.forEach(node::meet);
    }
  }

  private static <T> void shuffle(List<T> list, RandomGenerator random) {
    for (int i = list.size() - 1; i > 0; i--) {
      Collections.swap(list, i, random.nextInt(i + 1));
    }
  }

  /** What is true of each node. */
  public List<Truth> truth() {
    return nodes.stream().map(LabNode::truth).toList();
  }

  /**
   * Living nodes that speak both versions of discovery over IPv4, or, where there are none, any
   * living ones.
   */
  public List<Node> bootnodes() {
    List<Truth> alive = truth().stream().filter(Truth::isAlive).toList();
    List<Truth> best = alive.stream().filter(t -> t.v4() && t.v5() && t.family() == 4).toList();
    return (best.isEmpty() ? alive : best)
        .stream().limit(BOOTNODES).flatMap(t -> Node.of(t.record()).stream()).toList();
  }

  /** Closes all sockets. */
  @Override
  public void close() {
    nodes.forEach(LabNode::close);
    workshop.close();
  }
}
