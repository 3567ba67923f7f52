package io.devp2p.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devp2p.core.Violation;
import io.devp2p.wire.Requests.Match;
import io.devp2p.wire.Requests.Terms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RequestsTest {

  private static final int HEADERS = 4;
  private static final int BODIES = 6;
  private static final Terms TERMS = new Terms(HEADERS, 100, Duration.ofSeconds(15));
  private static final Duration MEMORY = Duration.ofMinutes(5);
  private static final long SECOND = 1_000_000_000L;

  private final RequestBudget budget = new RequestBudget();
  private final Requests<String> requests = new Requests<>(new Random(1), MEMORY, budget);

  private long open(long now, String what) {
    return requests.open(now, TERMS, what).orElseThrow();
  }

  /** One request that takes so long and brings so much. */
  private void exchange(long took, long brings) {
    long id = open(0, "");
    requests.judged(requests.match(took, HEADERS, id).orElseThrow(), brings);
  }

  @Test
  void answersFindTheirRequestsInAnyOrder() {
    long a = open(3, "a");
    long b = open(4, "b");
    Match<String> second = requests.match(10, HEADERS, b).orElseThrow();
    assertThat(second).isEqualTo(new Match<>(b, TERMS, "b", 6));
    assertThat(requests.match(11, HEADERS, a).orElseThrow().request()).isEqualTo("a");
    assertThat(requests.deadline()).isEqualTo(Long.MAX_VALUE);
  }

  @ParameterizedTest
  @EnumSource
  void refuses(RequestRule rule) {
    long id = open(0, "");
    assertThat(rule.anchor()).isNotBlank();
    assertThatThrownBy(
            () -> {
              switch (rule) {
                case REQUEST_UNSOLICITED -> requests.match(1, HEADERS, id + 1);
                case REQUEST_WRONG_ANSWER -> requests.match(1, BODIES, id);
                case REQUEST_FLOOD -> flood(new Serving<>(job -> {}));
              }
            })
        .isInstanceOfSatisfying(Violation.class, v -> assertThat(v.rule()).isEqualTo(rule));
  }

  private static void flood(Serving<String> serving) {
    for (int i = 0; i <= Serving.AT_ONCE + Serving.WAITING; i++) {
      serving.onRequest(0, "", 1, new SessionOutbox());
    }
  }

  @Test
  void anAnswerComesOnce() {
    long id = open(0, "");
    assertThat(requests.match(1, HEADERS, id)).isPresent();
    assertThatThrownBy(() -> requests.match(2, HEADERS, id)).isInstanceOf(Violation.class);
  }

  /** W-05 with D44: late is ignored once, for five minutes. */
  @Test
  void lateAnswersAreIgnoredForAWhile() {
    long early = open(0, "early");
    long twice = open(0, "twice");
    long tooLate = open(0, "too late");
    assertThat(requests.deadline()).isEqualTo(15 * SECOND);
    assertThat(requests.expire(15 * SECOND - 1)).isEmpty();
    assertThat(requests.expire(15 * SECOND))
        .containsExactlyInAnyOrder("early", "twice", "too late");
    assertThat(requests.match(20 * SECOND, HEADERS, early)).isEmpty();
    assertThat(requests.match(20 * SECOND, HEADERS, twice)).isEmpty();
    assertThatThrownBy(() -> requests.match(20 * SECOND, HEADERS, twice))
        .isInstanceOf(Violation.class);
    assertThatThrownBy(() -> requests.match(15 * SECOND + MEMORY.toNanos(), HEADERS, tooLate))
        .isInstanceOf(Violation.class);
  }

  @Test
  void eachRequestHasItsOwnDeadline() {
    open(0, "slow");
    requests.open(0, new Terms(BODIES, 1, Duration.ofSeconds(5)), "quick").orElseThrow();
    assertThat(requests.expire(5 * SECOND)).containsExactly("quick");
    assertThat(requests.deadline()).isEqualTo(15 * SECOND);
  }

  @Test
  void whatIsInFlightIsBoundedUntilItIsJudged() {
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < Requests.IN_FLIGHT; i++) {
      ids.add(open(0, ""));
    }
    assertThat(requests.open(0, TERMS, "")).isEmpty();
    Match<String> match = requests.match(1, HEADERS, ids.getFirst()).orElseThrow();
    assertThat(requests.open(1, TERMS, "")).isEmpty();
    requests.judged(match, 1);
    assertThat(requests.open(1, TERMS, "")).isPresent();
    requests.expire(15 * SECOND + 1);
    assertThat(requests.inFlight()).isZero();
    assertThat(budget.used()).isZero();
  }

  @Test
  void allSessionsShareABudget() {
    RequestBudget three = new RequestBudget(3);
    Requests<String> one = new Requests<>(new Random(1), MEMORY, three);
    Requests<String> other = new Requests<>(new Random(2), MEMORY, three);
    assertThat(one.open(0, TERMS, "")).isPresent();
    long judging = one.open(0, TERMS, "").orElseThrow();
    assertThat(other.open(0, TERMS, "")).isPresent();
    assertThat(other.open(0, TERMS, "")).isEmpty();
    assertThat(one.match(1, HEADERS, judging)).isPresent();
    assertThat(one.end()).hasSize(1);
    assertThat(three.used()).isEqualTo(1);
    assertThat(other.open(0, TERMS, "")).isPresent();
  }

  @Test
  void theRestIsAskedUnderTheSameId() {
    long id = open(0, "all");
    Match<String> part = requests.match(SECOND, HEADERS, id).orElseThrow();
    requests.again(2 * SECOND, part, 10, "the rest");
    assertThat(requests.deadline()).isEqualTo(17 * SECOND);
    assertThat(requests.inFlight()).isEqualTo(1);
    assertThat(requests.match(3 * SECOND, HEADERS, id))
        .contains(new Match<>(id, TERMS, "the rest", SECOND));
    assertThat(budget.used()).isEqualTo(1);
  }

  /** W-06. */
  @Test
  void idsAreRandomAndNeverInUseTwice() {
    Requests<String> secure =
        new Requests<>(RandomGenerator.getDefault(), MEMORY, new RequestBudget());
    Set<Long> ids = new HashSet<>();
    for (int i = 0; i < Requests.IN_FLIGHT; i++) {
      ids.add(secure.open(0, TERMS, "").orElseThrow());
    }
    assertThat(ids).hasSize(Requests.IN_FLIGHT).doesNotContain(0L, 1L, 2L);
    // A source that repeats itself: every id twice, the second time while the first is in use.
    Requests<String> stuck = new Requests<>(repeating(), MEMORY, new RequestBudget());
    long first = stuck.open(0, TERMS, "").orElseThrow();
    long second = stuck.open(0, TERMS, "").orElseThrow();
    stuck.expire(15 * SECOND);
    assertThat(stuck.open(16 * SECOND, TERMS, "").orElseThrow()).isNotIn(first, second);
  }

  private static RandomGenerator repeating() {
    return new RandomGenerator() {
      private long calls;

      @Override
      public long nextLong() {
        return calls++ / 2;
      }
    };
  }

  @Test
  void whatIsRememberedIsBounded() {
    List<Long> ids = new ArrayList<>();
    for (int round = 0; round < 2 * Requests.REMEMBERED / Requests.IN_FLIGHT; round++) {
      for (int i = 0; i < Requests.IN_FLIGHT; i++) {
        ids.add(open(round, ""));
      }
      requests.expire(round + 15 * SECOND);
    }
    long now = 16 * SECOND;
    assertThatThrownBy(() -> requests.match(now, HEADERS, ids.getFirst()))
        .isInstanceOf(Violation.class);
    assertThat(ids.subList(ids.size() - Requests.REMEMBERED, ids.size()))
        .allMatch(id -> requests.match(now, HEADERS, id).isEmpty());
    assertThatThrownBy(
            () -> requests.match(now, HEADERS, ids.get(ids.size() - Requests.REMEMBERED - 1)))
        .isInstanceOf(Violation.class);
  }

  @Test
  void aQuickPeerIsAskedForAll() {
    exchange(SECOND, 100);
    exchange(SECOND / 10, 1);
    exchange(3 * SECOND, 0);
    assertThat(requests.allowance(HEADERS, 1024)).isEqualTo(1024);
  }

  /** S-08. */
  @Test
  void aSlowPeerIsAskedForLess() {
    exchange(8 * SECOND, 100);
    assertThat(requests.allowance(HEADERS, 1024)).isEqualTo(25);
    assertThat(requests.allowance(HEADERS, 10)).isEqualTo(10);
    assertThat(requests.allowance(BODIES, 1024)).isEqualTo(1024);
    exchange(8 * SECOND, 20);
    assertThat(requests.allowance(HEADERS, 1024)).isEqualTo(15);
    exchange(SECOND / 10, 15);
    assertThat(requests.allowance(HEADERS, 1024)).isEqualTo(30);
  }

  @Test
  void aPeerThatDoesNotAnswerIsAskedForOneAtLast() {
    open(0, "");
    requests.expire(15 * SECOND);
    assertThat(requests.allowance(HEADERS, 1024)).isEqualTo(50);
    for (int i = 0; i < 20; i++) {
      open(i * 15L * SECOND, "");
      requests.expire((i + 1) * 15L * SECOND);
    }
    assertThat(requests.allowance(HEADERS, 1024)).isEqualTo(1);
    assertThat(requests.end()).isEmpty();
    assertThat(Optional.of(budget.used())).contains(0);
  }
}
