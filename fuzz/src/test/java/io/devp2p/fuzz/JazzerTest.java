package io.devp2p.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Jazzer on every target in turn, from what is kept of it. Runs under the profile {@code fuzz}
 * only. An input that fails, takes longer than five seconds or more memory than is given is a
 * finding, and its bytes are told.
 */
@Tag("jazzer")
final class JazzerTest {

  private static final Path WORK = Path.of("target/jazzer");

  @ParameterizedTest
  @EnumSource
  void findsNothing(Target target) throws Exception {
    assumeTrue(target.name().matches(System.getProperty("fuzz.targets")));
    Path work = Files.createTempDirectory(Files.createDirectories(WORK), target.name() + "-");
    Path grown = Files.createDirectory(work.resolve("corpus"));
    new Corpus(target).unpack(grown);
    int seconds = Integer.getInteger("fuzz.seconds");
    int exit = jazzer(target, work, "-max_total_time=" + seconds, "corpus");
    System.out.println(target + ": " + summary(work));
    assertThat(findings(work)).as("inputs of %s, see %s", target, work).isEmpty();
    assertThat(exit).as("see " + work).isZero();
    if (Boolean.getBoolean("fuzz.keep")) {
      Path merged = Files.createDirectory(work.resolve("merged"));
      assertThat(jazzer(target, work, "-merge=1", "merged", "corpus")).isZero();
      new Corpus(target).replace(merged);
    }
  }

  private static int jazzer(Target target, Path work, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:+EnableDynamicAgentLoading",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            "-D" + JazzerEntry.TARGET + "=" + target,
            "com.code_intelligence.jazzer.Jazzer",
            "--target_class=" + JazzerEntry.class.getName(),
            "--instrumentation_includes=io.devp2p.**",
            "--disabled_hooks=*",
            "-timeout=5",
            "-rss_limit_mb=1024",
            "-max_len=2048",
            "-print_final_stats=1"));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .directory(work.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(work.resolve("log.txt").toFile()))
        .start()
        .waitFor();
  }

  private static List<String> summary(Path work) throws IOException {
    return Files.readAllLines(work.resolve("log.txt")).stream()
        .filter(line -> line.matches("Done .*|stat::(number_of_executed|average|peak).*"))
        .toList();
  }

  private static List<String> findings(Path work) throws IOException {
    List<String> findings = new ArrayList<>();
    try (Stream<Path> files = Files.list(work)) {
      for (Path file : files.toList()) {
        if (file.getFileName().toString().matches("(crash|timeout|oom|slow-unit|leak)-.*")) {
          findings.add(
              file.getFileName() + " " + HexFormat.of().formatHex(Files.readAllBytes(file)));
        }
      }
    }
    return findings;
  }
}
