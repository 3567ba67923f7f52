package io.devp2p.interop.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class ScoreTest {

  private static final String PRINTED =
      """
      -- RUN Ping/WrongTo
      sent something
      -- FAIL Ping/WrongTo (301.2ms)
      -- OK Ping/Basic (1.5ms)
      1/2 tests passed.
      """;

  @Test
  void readsCasesByVerdict() throws Exception {
    Score score = Score.parse(PRINTED);
    assertThat(score.passed()).containsExactly("Ping/Basic");
    assertThat(score.failed()).containsExactly("Ping/WrongTo");
    assertThat(score).hasToString("1/2, failed: Ping/WrongTo");
  }

  @Test
  void refusesARunThatDidNotEnd() {
    assertThatThrownBy(() -> Score.parse("-- OK Ping/Basic (1ms)\n"))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> Score.parse(PRINTED.replace("1/2", "2/2")))
        .isInstanceOf(IOException.class);
  }
}
