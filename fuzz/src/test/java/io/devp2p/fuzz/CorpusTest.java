package io.devp2p.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What fuzzers have found worth keeping goes through every decoder again, without a fuzzer. */
final class CorpusTest {

  @ParameterizedTest
  @EnumSource
  void nothingButViolationComesOut(Target target) throws Exception {
    List<byte[]> inputs = new Corpus(target).inputs();
    assertThat(inputs).hasSizeGreaterThan(3);
    for (byte[] input : inputs) {
      assertThatCode(() -> target.feed(input))
          .as("%s %s", target, HexFormat.of().formatHex(input))
          .doesNotThrowAnyException();
    }
  }
}
