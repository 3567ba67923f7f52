package io.devp2p.lab.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A network that nothing happens to. */
class HourWorldTest {

  /** The benchmark {@code SimWorlds} has a thousand nodes and an hour. */
  @Test
  void tablesStayFullAndTheSeedReplaysToTheSameTrace() {
    System.out.println("seed 5");
    HourWorld.Result result = HourWorld.run(5, 40, Duration.ofMinutes(4));
    System.out.println(result);
    assertThat(result.alive()).isGreaterThan(25);
    assertThat(HourWorld.run(5, 40, Duration.ofMinutes(4))).isEqualTo(result);
    assertThat(HourWorld.run(6, 40, Duration.ofMinutes(4)).traceHash())
        .isNotEqualTo(result.traceHash());
  }
}
