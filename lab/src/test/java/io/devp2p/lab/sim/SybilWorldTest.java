package io.devp2p.lab.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** An attacker with many ids and few networks. */
class SybilWorldTest {

  /** Fewer of both than the 200 against 10,000 of the benchmark {@code SimWorlds}. */
  @Test
  void twoNetworksHaveFewPlacesInATableAlsoAfterARestart() {
    System.out.println("seed 111");
    SybilWorld.Result result = SybilWorld.run(111, 110, 200);
    System.out.println(result);
    assertThat(result.table()).isGreaterThan(45);
    assertThat(result.sybils() * 100).isLessThanOrEqualTo(result.table() * 12);
    assertThat(result.tableAfter()).isGreaterThan(45);
    assertThat(result.sybilsAfter() * 100).isLessThanOrEqualTo(result.tableAfter() * 12);
  }
}
