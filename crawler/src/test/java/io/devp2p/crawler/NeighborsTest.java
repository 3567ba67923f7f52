package io.devp2p.crawler;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.crypto.PublicKey;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class NeighborsTest {

  private static final PublicKey ASKED = Samples.key(0).publicKey();
  private static final NodeId SELF = NodeId.of(ASKED);
  private static final int ANSWER = 16;

  private final Random random = new Random(7);
  private final List<Node> everybody = nodes(150);

  private static List<Node> nodes(int count) {
    List<Node> nodes = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      nodes.add(Samples.unsigned(i, "127.0.0.1", 1, 1));
    }
    return nodes;
  }

  /** A table: 16 of each distance. */
  private static List<Node> table(List<Node> nodes) {
    List<Node> table = new ArrayList<>();
    for (int d = 256; d > 0; d--) {
      int distance = d;
      nodes.stream().filter(n -> distance(n) == distance).limit(ANSWER).forEach(table::add);
    }
    return table;
  }

  private static int distance(Node node) {
    return node.id().logDistance(SELF);
  }

  private static List<Node> answer(List<Node> table, Neighbors.Question question) {
    return switch (question) {
      case Neighbors.Distances(List<Integer> distances) ->
          table.stream().filter(n -> distances.contains(distance(n))).limit(ANSWER).toList();
      case Neighbors.Near near ->
          table.stream()
              .sorted(
                  Comparator.comparing(
                      Node::id, (a, b) -> near.target().id().compareDistance(a, b)))
              .limit(ANSWER)
              .toList();
    };
  }

  /** Asks all that the plan wants to ask; gives the number of questions. */
  private static int run(
      Neighbors plan, Function<Neighbors.Question, List<Node>> node, Set<NodeId> found) {
    int questions = 0;
    Optional<? extends Neighbors.Question> next = plan.next();
    while (next.isPresent()) {
      questions++;
      List<Node> nodes = node.apply(next.get());
      int fresh = (int) nodes.stream().filter(n -> found.add(n.id())).count();
      plan.answered(nodes, fresh);
      next = plan.next();
    }
    return questions;
  }

  @Test
  void readsAWholeTableInASmallNetwork() {
    List<Node> table = table(everybody);
    Set<NodeId> byV4 = new HashSet<>();
    Set<NodeId> byV5 = new HashSet<>();

    int v4 = run(new Neighbors.OfV4(ASKED, random, true), q -> answer(table, q), byV4);
    int v5 = run(new Neighbors.OfV5(random, true), q -> answer(table, q), byV5);

    assertThat(byV4).hasSameSizeAs(table);
    assertThat(byV5).hasSameSizeAs(table);
    assertThat(v4).isLessThanOrEqualTo(8);
    assertThat(v5).isLessThanOrEqualTo(10);
  }

  @Test
  void readsTablesOfFewNodesWhole() {
    for (int size = 0; size < 12; size++) {
      List<Node> table = everybody.subList(0, size);
      Set<NodeId> byV4 = new HashSet<>();
      Set<NodeId> byV5 = new HashSet<>();

      int v4 = run(new Neighbors.OfV4(ASKED, random, true), q -> answer(table, q), byV4);
      run(new Neighbors.OfV5(random, true), q -> answer(table, q), byV5);

      assertThat(v4).isEqualTo(1);
      assertThat(byV4).hasSize(size);
      assertThat(byV5).hasSize(size);
    }
  }

  @Test
  void asksOnceInALargeNetworkWhereTheAnswerIsNoNews() {
    List<Node> table = table(everybody);
    Set<NodeId> all = new HashSet<>(table.stream().map(Node::id).toList());

    assertThat(run(new Neighbors.OfV4(ASKED, random, false), q -> answer(table, q), all))
        .isEqualTo(1);
    assertThat(run(new Neighbors.OfV5(random, false), q -> answer(table, q), all)).isEqualTo(1);
    assertThat(
            run(new Neighbors.OfV4(ASKED, random, false), q -> answer(table, q), new HashSet<>()))
        .isGreaterThan(1);
  }

  @Test
  void aNodeThatInventsNodesIsLeftAloneInTheEnd() {
    Function<Neighbors.Question, List<Node>> inventor =
        q ->
            List.of(
                Node.of(Samples.key(random.nextInt()).publicKey(), Samples.endpoint("::1", 1, 1)));

    assertThat(run(new Neighbors.OfV5(random, true), inventor, new HashSet<>()))
        .isLessThanOrEqualTo(Neighbors.MOST);
    assertThat(run(new Neighbors.OfV5(random, false), inventor, new HashSet<>()))
        .isLessThanOrEqualTo(Neighbors.MOST);
    assertThat(run(new Neighbors.OfV4(ASKED, random, false), inventor, new HashSet<>()))
        .isLessThanOrEqualTo(Neighbors.MOST);
  }
}
