package io.devp2p.discovery.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.node.NodeId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RevalidationTest {

  private static final long SECOND = 1_000_000_000L;

  private final Random random = new Random(2);
  private final Revalidation revalidation = new Revalidation(random);

  @Test
  void aNewcomerSettlesForASecondAndIsCheckedWithinFour() {
    for (int i = 0; i < 200; i++) {
      long now = i * 100L * SECOND;
      NodeId id = NodeId.random(random);
      revalidation.soon(now, id);
      assertThat(revalidation.poll(now + SECOND - 1)).isEmpty();
      assertThat(revalidation.deadline()).isBetween(now + SECOND, now + 4 * SECOND);
      assertThat(revalidation.poll(now + 4 * SECOND)).contains(id);
      assertThat(revalidation.deadline()).isEqualTo(Long.MAX_VALUE);
    }
  }

  @Test
  void aCrowdOfNewcomersIsCheckedOnceEachAndTenInASecondAtMost() {
    Set<NodeId> crowd = new HashSet<>();
    for (int i = 0; i < 250; i++) {
      NodeId id = NodeId.random(random);
      crowd.add(id);
      revalidation.soon(0, id);
    }
    List<Long> checks = new ArrayList<>();
    for (long now = run(); now < Long.MAX_VALUE; now = run()) {
      long at = now;
      revalidation
          .poll(now)
          .ifPresent(id -> {
            assertThat(crowd.remove(id)).isTrue();
            checks.add(at);
          });
    }
    assertThat(crowd).isEmpty();
    assertThat(checks.getLast()).isLessThan(30 * SECOND);
    for (int i = 1; i < checks.size(); i++) {
      assertThat(checks.get(i) - checks.get(i - 1)).isGreaterThanOrEqualTo(SECOND / 10);
    }
  }

  private long run() {
    return revalidation.deadline();
  }

  @Test
  void oneOfTheOthersIsCheckedInAboutFiveSecondsHoweverManyTheyAre() {
    Map<NodeId, Integer> checks = new HashMap<>();
    for (int i = 0; i < 100; i++) {
      NodeId id = NodeId.random(random);
      checks.put(id, 0);
      revalidation.later(0, id);
    }
    long end = 3_600 * SECOND;
    for (long now = run(); now < end; now = run()) {
      long at = now;
      revalidation
          .poll(now)
          .ifPresent(id -> {
            checks.merge(id, 1, Integer::sum);
            revalidation.later(at, id);
          });
    }
    int sum = checks.values().stream().mapToInt(i -> i).sum();
    assertThat(sum).isBetween(700, 900);
    assertThat(checks.values()).allMatch(n -> n > 0);
  }

  @Test
  void afterASleepTwoAreDueAndNotAll() {
    for (int i = 0; i < 200; i++) {
      revalidation.later(0, NodeId.random(random));
      revalidation.soon(0, NodeId.random(random));
    }
    long now = 600 * SECOND;
    assertThat(revalidation.poll(now)).isPresent();
    assertThat(revalidation.poll(now)).isPresent();
    assertThat(revalidation.poll(now)).isEmpty();
  }

  @Test
  void whoFailsMovesToTheFastListAndWhoLeavesIsForgotten() {
    NodeId id = NodeId.random(random);
    revalidation.later(0, id);
    revalidation.soon(0, id);
    assertThat(revalidation.poll(4 * SECOND)).contains(id);
    assertThat(revalidation.poll(100 * SECOND)).isEmpty();
    revalidation.soon(0, id);
    revalidation.forget(id);
    assertThat(revalidation.deadline()).isEqualTo(Long.MAX_VALUE);
  }
}
