package io.devp2p.lab.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Half of a network is gone at once. */
class VanishingWorldTest {

  /** A hundred nodes; the benchmark {@code SimWorlds} has a thousand. */
  @Test
  void theLivingFindEachOtherWithinTenMinutes() {
    System.out.println("seed 71");
    VanishingWorld.Result result = VanishingWorld.run(71, 100);
    System.out.println(result);
    assertThat(result.living()).isEqualTo(50);
    assertThat(result.found() * 100).isGreaterThanOrEqualTo(result.living() * 99);
  }
}
