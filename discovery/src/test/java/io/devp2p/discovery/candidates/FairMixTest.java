package io.devp2p.discovery.candidates;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.Node;
import io.devp2p.discovery.SourceStats;
import io.devp2p.discovery.SourceStats.Health;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FairMixTest {

  private static final long SECOND = 1_000_000_000L;

  /** Keys are dear; nodes of a source are numbered from its own thousand. */
  private static final List<Node> NODES =
      IntStream.range(0, 200).mapToObj(FairMixTest::make).toList();

  private final List<Node> given = new ArrayList<>();
  private final List<Integer> asked = new ArrayList<>();
  private final List<Integer> alarms = new ArrayList<>();
  private final List<Account> accounts = Stream.generate(Account::new).limit(3).toList();
  private FairMix mix = new FairMix(accounts, node -> true);
  private long now;

  private static Node make(int i) {
    try {
      byte[] ip = {52, 0, (byte) (i >> 8), (byte) i};
      return Node.of(
          NodeKey.generate(new Random(i)).publicKey(),
          new Endpoint(InetAddress.getByAddress(ip), 30303, 30303));
    } catch (java.net.UnknownHostException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static List<Node> nodes(int from, int to) {
    return NODES.subList(from, to);
  }

  private void drain() {
    for (FairMix.Step step : mix.drain()) {
      switch (step) {
        case FairMix.Step.Ask ask -> asked.add(ask.source());
        case FairMix.Step.Give give -> given.add(give.node());
        case FairMix.Step.Alarm alarm -> alarms.add(alarm.source());
      }
    }
  }

  private void request(long more) {
    mix.request(now, more);
    drain();
  }

  private void answer(int source, List<Node> nodes) {
    mix.answered(now, source, nodes);
    drain();
  }

  /** Serves the deadlines of some time; those who are asked answer with nothing. */
  private void pass(long time) {
    long end = now + time;
    int steps = 0;
    while (mix.deadline() <= end) {
      now = Math.max(now, mix.deadline());
      mix.onTime(now);
      drain();
      assertThat(++steps).as("deadlines served").isLessThan(1_000);
    }
    now = end;
  }

  private SourceStats stats(int source) {
    return accounts.get(source).stats();
  }

  @Test
  void nothingIsAskedWhileNobodyWantsAnything() {
    pass(1_000 * SECOND);
    assertThat(mix.deadline()).isEqualTo(Long.MAX_VALUE);
    assertThat(asked).isEmpty();
    assertThat(stats(0).health()).isEqualTo(Health.IDLE);
    request(5);
    assertThat(asked).containsExactly(0, 1, 2);
    for (int source = 0; source < 3; source++) {
      answer(source, nodes(20 * source, 20 * source + 3));
    }
    assertThat(given).hasSize(5);
    assertThat(mix.deadline()).isEqualTo(Long.MAX_VALUE);
    assertThat(asked).hasSize(3);
  }

  @Test
  void eachSourceHasItsTurn() {
    request(9);
    answer(1, nodes(20, 36));
    answer(2, nodes(40, 56));
    assertThat(given).isEmpty(); // it is the turn of the first
    answer(0, nodes(0, 16));
    assertThat(given)
        .isEqualTo(
            List.of(
                NODES.get(0),
                NODES.get(20),
                NODES.get(40),
                NODES.get(1),
                NODES.get(21),
                NODES.get(41),
                NODES.get(2),
                NODES.get(22),
                NODES.get(42)));
  }

  /** A flood from one source does not push the others out. */
  @Test
  void aSourceOfManyNodesHasNoLargerShare() {
    request(30);
    answer(0, nodes(0, 100));
    answer(1, nodes(100, 110));
    answer(2, nodes(110, 120));
    Map<Integer, Integer> shares = new HashMap<>();
    given.forEach(
        n -> shares.merge(Math.min(2, Math.max(0, NODES.indexOf(n) / 10 - 9)), 1, Integer::sum));
    assertThat(shares).isEqualTo(Map.of(0, 10, 1, 10, 2, 10));
  }

  @Test
  void aSlowSourceIsWaitedForLessAndLess() {
    request(100);
    answer(1, nodes(20, 36));
    answer(2, nodes(40, 56));
    pass(FairMix.PATIENCE - 1);
    assertThat(given).isEmpty();
    pass(1);
    assertThat(given).hasSize(2);
    pass(FairMix.PATIENCE / 2 - 1);
    assertThat(given).hasSize(2);
    pass(1);
    assertThat(given).hasSize(4);
    pass(FairMix.PATIENCE);
    assertThat(given).hasSizeGreaterThanOrEqualTo(30);
    assertThat(stats(0).late()).isGreaterThan(5);
    answer(0, nodes(0, 2)); // and is as welcome as before when it comes
    assertThat(given).contains(NODES.get(0));
  }

  @Test
  void noNodeComesTwiceWithinTheWindow() {
    request(1_000);
    answer(0, nodes(0, 5));
    answer(1, nodes(0, 5));
    answer(2, nodes(3, 8));
    pass(FairMix.WINDOW / 2);
    answer(0, nodes(0, 5));
    assertThat(given).containsExactlyInAnyOrderElementsOf(nodes(0, 8));
    pass(FairMix.WINDOW / 2);
    answer(1, nodes(0, 5));
    pass(60 * SECOND);
    assertThat(given).hasSize(13);
  }

  @Test
  void aSourceWithoutUseIsAskedMoreAndMoreRarely() {
    request(1);
    int rounds = 0;
    for (long end = now + 600 * SECOND; now < end; rounds++) {
      answer(0, List.of());
      answer(1, List.of());
      answer(2, List.of());
      int before = asked.size();
      while (asked.size() == before) {
        pass(SECOND);
      }
    }
    assertThat(rounds).isBetween(10, 20);
    answer(0, nodes(0, 1));
    assertThat(given).hasSize(1);
  }

  @Test
  void aSourceThatGivesNothingRaisesOneAlarm() {
    request(1);
    for (int i = 0; i < 10; i++) {
      answer(0, List.of());
      mix.failed(now, 1);
      drain();
      pass(FairMix.LONGEST_REST);
      if (i == 0) {
        assertThat(alarms).isEmpty();
      }
    }
    assertThat(alarms).containsExactly(0, 1);
    assertThat(stats(0).health()).isEqualTo(Health.EMPTY);
    assertThat(stats(1).failed()).isEqualTo(10);
    answer(0, nodes(0, 1));
    assertThat(stats(0).health()).isEqualTo(Health.WORKING);
    request(1);
    for (int i = 0; i < 10; i++) {
      answer(0, List.of());
      pass(FairMix.LONGEST_REST);
    }
    assertThat(alarms).containsExactly(0, 1, 0);
  }

  @Test
  void theFilterDecidesAndIsCounted() {
    Predicate<Node> even = node -> NODES.indexOf(node) % 2 == 0;
    mix = new FairMix(accounts, even);
    request(100);
    answer(0, nodes(0, 10));
    answer(1, List.of(NODES.get(21), NODES.get(23)));
    answer(2, List.of());
    assertThat(given).isEqualTo(Stream.of(0, 2, 4, 6, 8).map(NODES::get).toList());
    assertThat(stats(0)).isEqualTo(new SourceStats(Health.WORKING, 2, 0, 0, 10, 5, 5));
    assertThat(stats(1)).isEqualTo(new SourceStats(Health.FRUITLESS, 1, 0, 0, 2, 0, 0));
    assertThat(stats(2)).isEqualTo(new SourceStats(Health.EMPTY, 1, 0, 0, 0, 0, 0));
  }

  @Test
  void whatIsLeftOverFromLongAgoIsNotGiven() {
    request(1);
    answer(0, nodes(0, 5));
    now += FairMix.WINDOW;
    request(1);
    assertThat(given).hasSize(1);
    answer(0, nodes(5, 7));
    pass(3 * SECOND);
    assertThat(given.getLast()).isEqualTo(NODES.get(5));
  }

  @Test
  void endlessDemandIsNotTooMuch() {
    request(Long.MAX_VALUE);
    request(Long.MAX_VALUE);
    answer(0, nodes(0, 1));
    answer(1, nodes(1, 2));
    assertThat(given).hasSize(2);
  }

  /**
   * Whatever the sources do: no more than is wanted, and no source keeps another from being heard.
   */
  @Test
  void atRandom() {
    for (long seed = 1; seed <= 20; seed++) {
      Random random = new Random(seed);
      List<Account> five = Stream.generate(Account::new).limit(5).toList();
      FairMix any = new FairMix(five, node -> true);
      boolean[] open = new boolean[5];
      long wanted = 0;
      long taken = 0;
      long time = 0;
      for (int i = 0; i < 2_000; i++) {
        time += random.nextLong(SECOND);
        int source = random.nextInt(5);
        if (random.nextInt(10) == 0) {
          any.request(time, 3);
          wanted += 3;
        } else if (open[source]) {
          open[source] = false;
          int from = random.nextInt(180);
          any.answered(time, source, nodes(from, from + random.nextInt(20)));
        } else {
          any.onTime(time);
        }
        for (FairMix.Step step : any.drain()) {
          switch (step) {
            case FairMix.Step.Ask ask -> {
              assertThat(open[ask.source()]).as("seed " + seed).isFalse();
              open[ask.source()] = true;
            }
            case FairMix.Step.Give give -> taken++;
            case FairMix.Step.Alarm alarm -> {}
          }
        }
        assertThat(taken).as("seed " + seed).isLessThanOrEqualTo(wanted);
      }
      assertThat(taken).isEqualTo(five.stream().mapToLong(a -> a.stats().taken()).sum());
      assertThat(Arrays.asList(five.stream().map(a -> a.stats().taken()).toArray()))
          .as("seed " + seed)
          .doesNotContain(0L);
    }
  }
}
