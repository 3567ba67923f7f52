package io.devp2p.discovery.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import io.devp2p.discovery.Target;
import io.devp2p.discovery.Version;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.BiFunction;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LookupTest {

  private static final long MILLI = 1_000_000L;
  private static final long PATIENCE = 200 * MILLI;

  private final Random random = new Random(6);
  private final NodeKey key = NodeKey.generate(random);
  private final NodeId self = NodeId.random(random);
  private int count;

  @Test
  void asksThreeAtATimeAndNobodyTwice() {
    List<Node> all = nodes(100);
    Lookup lookup = lookup(Target.random(random), all);
    List<Candidate> asked = new ArrayList<>();
    while (true) {
      List<Candidate> round = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        lookup.next(0, PATIENCE).ifPresent(round::add);
      }
      assertThat(lookup.next(0, PATIENCE)).isEmpty();
      if (round.isEmpty()) {
        break;
      }
      round.forEach(candidate -> lookup.answered(candidate.node(), candidates(all)));
      asked.addAll(round);
    }
    assertThat(lookup.isIdle()).isTrue();
    assertThat(asked).doesNotHaveDuplicates().hasSizeBetween(16, 20);
    assertThat(lookup.result()).isEqualTo(closest(lookup.target().id(), all, 16));
  }

  @Test
  void givesUpAfterSixtyQuestionsOrThirtySeconds() {
    List<Node> all = nodes(100);
    Lookup lookup = lookup(Target.random(random), all);
    int questions = 0;
    for (var next = lookup.next(0, PATIENCE); next.isPresent(); next = lookup.next(0, PATIENCE)) {
      questions++;
      lookup.failed(next.get().node());
    }
    assertThat(questions).isEqualTo(60);
    Lookup late = lookup(Target.random(random), all);
    assertThat(late.deadline()).isEqualTo(30_000 * MILLI);
    assertThat(late.next(30_000 * MILLI - 1, PATIENCE)).isPresent();
    assertThat(late.next(30_000 * MILLI, PATIENCE)).isEmpty();
  }

  @Test
  void thoseThatAreSlowHoldItUpNoLongerThanOthersTake() {
    Lookup lookup = lookup(Target.random(random), nodes(100));
    for (int i = 0; i < 3; i++) {
      assertThat(lookup.next(i, PATIENCE)).isPresent();
    }
    assertThat(lookup.next(PATIENCE - 1, PATIENCE)).isEmpty();
    assertThat(lookup.stalls(3, PATIENCE)).isEqualTo(PATIENCE);
    assertThat(lookup.next(PATIENCE, PATIENCE)).isPresent();
    assertThat(lookup.next(PATIENCE, PATIENCE)).isEmpty();
    for (int i = 0; i < 20; i++) {
      lookup.next(10 * PATIENCE, PATIENCE);
    }
    int more = 0;
    while (lookup.next(100 * PATIENCE, PATIENCE).isPresent()) {
      more++;
    }
    assertThat(more).isZero(); // six are under way, however slow
  }

  @Test
  void aWrongAddressThatAnotherPathTellsDoesNotHideTheRightOne() {
    List<Node> all = nodes(60);
    Node sought = all.getFirst();
    Node lie = new Node(sought.id(), key.publicKey(), endpoint("99.9.9.9"), Optional.empty());
    Lookup lookup = new Lookup(place(sought.id()), self, false, 0);
    lookup.offer(candidates(all.subList(30, 60)));
    boolean lied = false;
    for (var next = lookup.next(0, PATIENCE); next.isPresent(); next = lookup.next(0, PATIENCE)) {
      Node node = next.get().node();
      if (node.equals(lie)) {
        lookup.failed(node);
      } else if (!lied) {
        lied = true;
        lookup.answered(node, candidates(List.of(lie)));
      } else {
        lookup.answered(node, candidates(all.subList(0, 30)));
      }
    }
    assertThat(lookup.result().getFirst()).isEqualTo(sought);
  }

  @Test
  void oneNetworkHasTwoPlacesOnAPathAndTheTargetAlwaysHasOne() {
    List<Node> crowd = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      crowd.add(node(NodeId.random(random), "52.1.1." + i));
    }
    Lookup lookup = lookup(Target.random(random), crowd);
    Set<Node> asked = new HashSet<>();
    for (var next = lookup.next(0, PATIENCE); next.isPresent(); next = lookup.next(0, PATIENCE)) {
      asked.add(next.get().node());
      lookup.answered(next.get().node(), candidates(crowd));
    }
    assertThat(asked)
        .hasSizeBetween(2, 8)
        .contains(closest(lookup.target().id(), crowd, 1).getFirst());
    Lookup sought = new Lookup(place(crowd.get(9).id()), self, false, 0);
    sought.offer(candidates(crowd));
    assertThat(sought.next(0, PATIENCE).orElseThrow().node()).isEqualTo(crowd.get(9));
  }

  /**
   * V-15: sybils that name sybils only. Those that have the keys they have name the closest of
   * theirs; those that grind keys for each target name some that are closer than all honest ones.
   */
  @ParameterizedTest
  @CsvSource({"0, false, 100", "30, false, 98", "30, true, 90"})
  void reachesHonestNodesAmongSybils(int percent, boolean grinding, int least) {
    int honestCount = 350;
    List<Node> honest = nodes(honestCount);
    List<Node> sybils = nodes(honestCount * percent / (100 - percent));
    Set<Node> bad = new HashSet<>(sybils);
    List<Node> everybody = new ArrayList<>(honest);
    everybody.addAll(sybils);
    Map<NodeId, Table> tables = tables(honest, everybody);
    int reached = 0;
    int questions = 0;
    int runs = 150;
    for (int i = 0; i < runs; i++) {
      Node seeker = honest.get(i);
      Node sought = honest.get(honestCount - 1 - i);
      BiFunction<Node, NodeId, List<Node>> answer =
          (asked, target) -> {
            if (bad.contains(asked)) {
              return grinding ? ground(target, bad) : closest(target, sybils, 16);
            }
            return Objects.requireNonNull(tables.get(asked.id()))
                .closest(target, 16, e -> true)
                .stream()
                .map(Entry::node)
                .toList();
          };
      Lookup lookup = new Lookup(place(sought.id()), seeker.id(), false, 0);
      lookup.offer(candidates(answer.apply(seeker, sought.id())));
      questions += run(lookup, answer);
      reached += lookup.result().contains(sought) ? 1 : 0;
    }
    System.out.printf(
        "%d %% sybils%s: %d of %d found, %d questions each%n",
        percent, grinding ? " that grind" : "", reached, runs, questions / runs);
    assertThat(reached * 100).isGreaterThanOrEqualTo(least * runs);
  }

  private int run(Lookup lookup, BiFunction<Node, NodeId, List<Node>> answer) {
    Deque<Node> underWay = new ArrayDeque<>();
    int questions = 0;
    while (true) {
      for (var next = lookup.next(0, PATIENCE); next.isPresent(); next = lookup.next(0, PATIENCE)) {
        underWay.add(next.get().node());
        questions++;
      }
      if (underWay.isEmpty()) {
        return questions;
      }
      Node node = underWay.remove();
      lookup.answered(node, candidates(answer.apply(node, lookup.target().id())));
    }
  }

  /** The tables of nodes that have met everybody, in random order. */
  private Map<NodeId, Table> tables(List<Node> owners, List<Node> everybody) {
    Map<NodeId, Table> tables = new HashMap<>();
    for (Node owner : owners) {
      Table table = new Table(owner.id(), false, InstantSource.system(), random);
      List<Node> met = new ArrayList<>(everybody);
      Collections.shuffle(met, random);
      met.forEach(table::add);
      tables.put(owner.id(), table);
    }
    return tables;
  }

  /** Sixteen new ids, each of which is closer to the target than any honest one. */
  private List<Node> ground(NodeId target, Set<Node> bad) {
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      byte[] id = NodeId.random(random).bytes().toArray();
      System.arraycopy(target.bytes().toArray(), 0, id, 0, 3);
      nodes.add(node(new NodeId(Bytes32.wrap(id)), nextIp()));
    }
    bad.addAll(nodes);
    return nodes;
  }

  private static Target place(NodeId id) {
    return new Target(Bytes.wrap(new byte[64]), id);
  }

  private Lookup lookup(Target target, List<Node> known) {
    Lookup lookup = new Lookup(target, self, false, 0);
    lookup.offer(candidates(known));
    return lookup;
  }

  private static List<Candidate> candidates(Collection<Node> nodes) {
    return nodes.stream().map(node -> new Candidate(node, Version.V5)).toList();
  }

  private static List<Node> closest(NodeId target, List<Node> nodes, int count) {
    Comparator<Node> byDistance = (a, b) -> target.compareDistance(a.id(), b.id());
    return nodes.stream().sorted(byDistance).limit(count).toList();
  }

  private List<Node> nodes(int number) {
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      nodes.add(node(NodeId.random(random), nextIp()));
    }
    return nodes;
  }

  private String nextIp() {
    count++;
    return (20 + count / 60_000 % 60) + "." + count / 250 % 240 + "." + count % 250 + ".1";
  }

  private Node node(NodeId id, String ip) {
    return new Node(id, key.publicKey(), endpoint(ip), Optional.empty());
  }

  private static Endpoint endpoint(String ip) {
    return new Endpoint(new InetSocketAddress(ip, 1).getAddress(), 30303, 0);
  }
}
