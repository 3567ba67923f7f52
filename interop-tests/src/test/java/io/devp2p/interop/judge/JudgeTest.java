package io.devp2p.interop.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devp2p.interop.dialogue.Target;
import io.devp2p.interop.report.Outcome;
import io.devp2p.interop.report.SuiteReport;
import io.devp2p.interop.suite.ExpectedFailures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that print what go-ethereum's tool prints, or end before that. */
final class JudgeTest {

  private static final Target TARGET = Target.named("x");

  @TempDir Path directory;

  private SuiteReport judge(String script, Duration limit, ExpectedFailures expected)
      throws Exception {
    Path program =
        Files.createFile(
            directory.resolve("devp2p"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.writeString(program, "#!/bin/sh\n" + script);
    return new Judge("a judge", program, limit)
        .run(Judge.Trial.DISCV4, TARGET, "enode://x", List.of(), expected, directory);
  }

  private SuiteReport judge(String script) throws Exception {
    return judge(script, Duration.ofMinutes(1), ExpectedFailures.NONE);
  }

  @Test
  void results() throws Exception {
    SuiteReport report =
        judge("echo \"$@\" >&2; printf '1..2\\nok 1 A/B\\nnot ok 2 C\\n# it lies\\n# twice\\n'");
    assertThat(report.isIndependent()).isTrue();
    assertThat(report.text()).isEqualTo("a judge: discv4 at x: 1/2 tests passed.");
    assertThat(report.cases().getLast().text()).isEqualTo("it lies");
    assertThat(report.cases().getLast().result().output()).isEqualTo("it lies\ntwice\n");
  }

  @Test
  void theNodeIsTheLastArgument() throws Exception {
    SuiteReport report = judge("printf '1..1\\nok 1 '; echo \"$@\"");
    assertThat(report.cases().getFirst().result().id())
        .isEqualTo("discv4 test --tap --remote enode://x");
  }

  @Test
  void whatAJudgeDoesNotComeToHasFailed() throws Exception {
    SuiteReport report = judge("printf '1..3\\nok 1 A\\n'");
    assertThat(report.count(Outcome.PASSED)).isEqualTo(1);
    assertThat(report.count(Outcome.FAILED)).isEqualTo(2);
  }

  @Test
  void whoHangsIsEnded() throws Exception {
    SuiteReport report =
        judge(
            "printf '1..2\\nok 1 A\\n'; exec sleep 600",
            Duration.ofSeconds(1),
            ExpectedFailures.NONE);
    assertThat(report.cases().getLast().text()).contains("had to be ended");
  }

  @Test
  void anExpectedFailureIsNone() throws Exception {
    ExpectedFailures expected = new ExpectedFailures(Map.of("judge-discv4 A", "known"));
    SuiteReport report = judge("printf '1..1\\nnot ok 1 A\\n'", Duration.ofMinutes(1), expected);
    assertThat(report.isContent()).isTrue();
  }

  @Test
  void garbageIsNoReport() {
    assertThatThrownBy(() -> judge("echo hello")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> TapReader.read("1..2\nok 2 A\n")).isInstanceOf(IOException.class);
  }
}
