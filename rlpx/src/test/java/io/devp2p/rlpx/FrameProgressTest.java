package io.devp2p.rlpx;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class FrameProgressTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final FrameProgress progress = new FrameProgress();

  @Test
  void nothingIsDueBetweenFrames() {
    assertThat(progress.deadline()).isEqualTo(Long.MAX_VALUE);
    progress.onBytes(0, 10, 0, true);
    assertThat(progress.deadline()).isEqualTo(5 * SECOND);
    progress.onBytes(1, 10, 1, false);
    assertThat(progress.deadline()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void fourKibibytesASecondAreEnoughForThirtySeconds() {
    progress.onBytes(0, 1, 0, true);
    for (int second = 1; second < 30; second++) {
      progress.onBytes(second * SECOND, 4096, 0, true);
      assertThat(progress.isTooSlow(second * SECOND)).as("after %d s", second).isFalse();
    }
    progress.onBytes(30 * SECOND, 4096, 0, true);
    assertThat(progress.isTooSlow(30 * SECOND)).isTrue();
  }

  @Test
  void aTrickleIsTooSlowAfterTheGrace() {
    progress.onBytes(0, 1, 0, true);
    for (int second = 1; second <= 5; second++) {
      progress.onBytes(second * SECOND, 4095, 0, true);
    }
    assertThat(progress.isTooSlow(5 * SECOND - 1)).isFalse();
    assertThat(progress.isTooSlow(5 * SECOND)).isTrue();
  }

  @Test
  void eachFrameHasItsOwnTime() {
    progress.onBytes(0, 100, 0, true);
    progress.onBytes(4 * SECOND, 100, 3, true);
    assertThat(progress.isTooSlow(6 * SECOND)).isFalse();
    assertThat(progress.deadline()).isEqualTo(9 * SECOND);
  }
}
