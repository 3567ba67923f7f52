package io.devp2p.wire;

import static io.devp2p.core.Violations.assertViolation;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** Who is served when. */
final class ServingTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final List<Serving<Long>.Job> jobs = new ArrayList<>();
  private final Serving<Long> serving = new Serving<>(jobs::add);
  private final SessionOutbox out = new SessionOutbox();

  private int carryOut() {
    int sent = 0;
    for (SessionOutbox.Effect effect : out.drain()) {
      if (effect instanceof SessionOutbox.Effect.Run run) {
        run.action().run();
      } else {
        sent++;
      }
    }
    return sent;
  }

  private void request(long now, long id) {
    serving.onRequest(now, id, 50, out);
    carryOut();
  }

  private void answer(long now, int bytes) {
    jobs.removeFirst().answered(now, new Message(4, Bytes.wrap(new byte[bytes])), out);
    assertThat(carryOut()).isEqualTo(1);
  }

  /** ETH-4: each request is answered in its turn, also where ids repeat. */
  @Test
  void fourAtOnceTheOthersInTheirTurn() {
    for (int i = 0; i < 10; i++) {
      request(0, i / 2);
    }
    assertThat(jobs).hasSize(Serving.AT_ONCE);
    for (int i = 0; i < 10; i++) {
      assertThat(jobs.getFirst().request()).isEqualTo(i / 2);
      answer(1, 100);
      assertThat(jobs).hasSize(Math.min(Serving.AT_ONCE, 9 - i));
    }
    assertThat(serving.deadline()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void answersLeaveInTheOrderOfTheRequests() {
    for (int i = 0; i < 3; i++) {
      request(0, 7);
    }
    List<Serving<Long>.Job> taken = List.copyOf(jobs);
    for (int i : List.of(1, 2, 0)) {
      assertThat(out.drain()).isEmpty();
      taken.get(i).answered(1, new Message(4, Bytes.of(i)), out);
    }
    assertThat(out.drain())
        .containsExactly(
            new SessionOutbox.Effect.Send(4, Bytes.of(0)),
            new SessionOutbox.Effect.Send(4, Bytes.of(1)),
            new SessionOutbox.Effect.Send(4, Bytes.of(2)));
  }

  @Test
  void bytesAreServedAtAPace() {
    int large = 10 << 20;
    for (int i = 0; i < 4; i++) {
      request(0, i);
      answer(0, large);
    }
    // 40 MiB of 32 are out: eight more come within a second.
    request(0, 5);
    assertThat(jobs).isEmpty();
    assertThat(serving.deadline()).isBetween(SECOND, SECOND + 1_000);
    serving.onTime(serving.deadline() - 1_000, out);
    carryOut();
    assertThat(jobs).isEmpty();
    serving.onTime(SECOND + 1_000, out);
    carryOut();
    assertThat(jobs).hasSize(1);
    answer(SECOND + 1_000, 100);
    // After a long pause the burst is there again, and no more than that.
    for (int i = 0; i < 4; i++) {
      request(1_000 * SECOND, i);
      answer(1_000 * SECOND, large);
    }
    request(1_000 * SECOND, 6);
    assertThat(jobs).isEmpty();
  }

  @Test
  void whatTakesTooLongIsSentAsItIs() {
    request(0, 1);
    Serving<Long>.Job job = jobs.getFirst();
    assertThat(serving.deadline()).isEqualTo(Serving.DEADLINE);
    serving.onTime(Serving.DEADLINE - 1, out);
    assertThat(job.isLate()).isFalse();
    serving.onTime(Serving.DEADLINE, out);
    assertThat(job.isLate()).isTrue();
    assertThat(serving.deadline()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void waitingRequestsAreBounded() {
    for (int i = 0; i < Serving.AT_ONCE + Serving.BUSY; i++) {
      assertThat(serving.isBusy()).isFalse();
      request(0, i);
    }
    assertThat(serving.isBusy()).isTrue();
    answer(0, 100);
    assertThat(serving.isBusy()).isFalse();
    serving.onRequest(0, 1L, Serving.WAITING_BYTES - 255 * 50, out);
    assertViolation(RequestRule.REQUEST_FLOOD, () -> serving.onRequest(0, 1L, 1, out));
  }

  @Test
  void whoGoesOnWhereAllIsUsedUpIsRefused() {
    for (int i = 0; i < Serving.AT_ONCE + Serving.WAITING; i++) {
      request(0, i);
    }
    assertViolation(RequestRule.REQUEST_FLOOD, () -> request(0, 0));
  }
}
