package io.devp2p.core.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class DeadlinesTest {

  private final Deadlines<String> deadlines = new Deadlines<>();

  @Test
  void nothingIsEverDueWithoutDeadlines() {
    assertThat(deadlines.next()).isEqualTo(Long.MAX_VALUE);
    assertThat(deadlines.poll(Long.MAX_VALUE)).isEmpty();
    assertThat(deadlines.isEmpty()).isTrue();
  }

  @Test
  void theEarliestComesFirstAndEqualOnesInTheirOrder() {
    deadlines.set("late", 30);
    deadlines.set("first", 10);
    deadlines.set("second", 10);
    assertThat(deadlines.next()).isEqualTo(10);
    assertThat(deadlines.poll(9)).isEmpty();
    assertThat(deadlines.poll(10)).contains("first");
    assertThat(deadlines.poll(10)).contains("second");
    assertThat(deadlines.poll(10)).isEmpty();
    assertThat(deadlines.poll(99)).contains("late");
    assertThat(deadlines.isEmpty()).isTrue();
  }

  @Test
  void aDeadlineThatMovesIsDueOnceAndAtItsNewTime() {
    deadlines.set("call", 10);
    deadlines.set("call", 20);
    assertThat(deadlines.next()).isEqualTo(20);
    assertThat(deadlines.poll(19)).isEmpty();
    assertThat(deadlines.poll(20)).contains("call");
    assertThat(deadlines.poll(99)).isEmpty();
    deadlines.set("call", 50);
    deadlines.set("call", 40);
    assertThat(deadlines.poll(40)).contains("call");
    assertThat(deadlines.poll(99)).isEmpty();
  }

  @Test
  void aCancelledDeadlineIsNeverDue() {
    deadlines.set("call", 10);
    deadlines.cancel("call");
    deadlines.cancel("unknown");
    assertThat(deadlines.next()).isEqualTo(Long.MAX_VALUE);
    assertThat(deadlines.poll(99)).isEmpty();
    deadlines.set("call", 10);
    assertThat(deadlines.poll(10)).contains("call");
  }

  @Test
  void clocksMayBeNegative() {
    deadlines.set("call", -5);
    assertThat(deadlines.poll(-6)).isEmpty();
    assertThat(deadlines.poll(-5)).contains("call");
  }

  @Test
  void behavesAsAMapThatIsSearched() {
    long seed = 20261124;
    Random random = new Random(seed);
    Deadlines<Integer> tested = new Deadlines<>();
    Map<Integer, Long> model = new HashMap<>();
    long now = 0;
    for (int step = 0; step < 50_000; step++) {
      int key = random.nextInt(40);
      switch (random.nextInt(4)) {
        case 0, 1 -> {
          // Distinct times, so that the model knows which comes first.
          long at = now + random.nextInt(1000) * 64L + key;
          tested.set(key, at);
          model.put(key, at);
        }
        case 2 -> {
          tested.cancel(key);
          model.remove(key);
        }
        default -> {
          now += random.nextInt(64) * 64L;
          Optional<Integer> expected = earliest(model, now);
          assertThat(tested.poll(now)).as("seed %d, step %d", seed, step).isEqualTo(expected);
          expected.ifPresent(model::remove);
        }
      }
      assertThat(tested.isEmpty()).isEqualTo(model.isEmpty());
      assertThat(tested.next())
          .isEqualTo(model.values().stream().mapToLong(at -> at).min().orElse(Long.MAX_VALUE));
    }
  }

  private static Optional<Integer> earliest(Map<Integer, Long> model, long now) {
    return model.entrySet().stream()
        .filter(entry -> entry.getValue() <= now)
        .min(Comparator.comparingLong(Map.Entry::getValue))
        .map(Map.Entry::getKey);
  }
}
