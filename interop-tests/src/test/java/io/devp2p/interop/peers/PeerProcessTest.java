package io.devp2p.interop.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PeerProcessTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir Path folder;

  private PeerProcess start(PeerProcess.Output output, String script) throws Exception {
    return PeerProcess.start(
        "child", folder, output, Map.of("GREETING", "hello"), List.of("sh", "-c", script));
  }

  @Test
  void keepsOutputErrorsAndExitCode() throws Exception {
    try (PeerProcess child =
        start(PeerProcess.Output.FILE, "echo $GREETING; echo oh >&2; exit 3")) {
      assertThat(child.awaitExit(LIMIT)).isTrue();
      assertThat(child.exitCode()).isEqualTo(3);
      assertThat(child.output()).isEqualTo("hello\n");
      assertThat(child.errors()).isEqualTo("oh\n");
      assertThat(child.tail()).isEqualTo("hello\noh");
    }
  }

  @Test
  void carriesLinesBothWays() throws Exception {
    try (PeerProcess child =
            start(PeerProcess.Output.LINES, "while read -r l; do echo \"<$l>\"; done");
        BufferedReader lines = child.lines()) {
      child.line("one two");
      assertThat(lines.readLine()).isEqualTo("<one two>");
      child.line("three");
      assertThat(lines.readLine()).isEqualTo("<three>");
    }
  }

  @Test
  void closingEndsAChildThatIgnoresItsInput() throws Exception {
    long pid;
    try (PeerProcess child = start(PeerProcess.Output.LINES, "echo $$; exec sleep 1000");
        BufferedReader lines = child.lines()) {
      pid = Long.parseLong(lines.readLine());
      assertThat(ProcessHandle.of(pid)).isPresent();
    }
    assertThat(isGone(pid)).isTrue();
  }

  @Test
  void closingEndsAChildThatIgnoresSigterm() throws Exception {
    long pid;
    try (PeerProcess child =
            start(PeerProcess.Output.LINES, "trap '' TERM; echo $$; while :; do sleep 1; done");
        BufferedReader lines = child.lines()) {
      pid = Long.parseLong(lines.readLine());
    }
    assertThat(isGone(pid)).isTrue();
  }

  @Test
  void aChildIsGoneWhenItsJvmIsKilled() throws Exception {
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Parent.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(jvm.getInputStream(), StandardCharsets.UTF_8))) {
      long pid = Long.parseLong(lines.readLine());
      assertThat(ProcessHandle.of(pid)).isPresent();
      jvm.destroyForcibly();
      assertThat(jvm.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(isGone(pid)).isTrue();
    }
  }

  /** What is killed: a JVM with a child that knows nothing of pipes. */
  static final class Parent {
    private Parent() {}

    public static void main(String[] arguments) throws Exception {
      try (PeerProcess child =
              PeerProcess.start(
                  "child",
                  Path.of(arguments[0]),
                  PeerProcess.Output.LINES,
                  Map.of(),
                  List.of("sh", "-c", "echo $$; exec sleep 1000"));
          BufferedReader lines = child.lines()) {
        System.out.println(lines.readLine());
        child.awaitExit(Duration.ofDays(1));
      }
    }
  }

  private static boolean isGone(long pid) throws Exception {
    Optional<ProcessHandle> handle = ProcessHandle.of(pid);
    if (handle.isPresent()) {
      handle.get().onExit().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
    return true;
  }
}
