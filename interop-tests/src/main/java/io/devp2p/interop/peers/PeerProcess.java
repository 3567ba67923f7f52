package io.devp2p.interop.peers;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A child process that cannot outlive us. Between it and us stands a shell that reads the pipe we
 * hold and ends the child when that pipe closes, which the system does even when this JVM is killed
 * with -9. Output is kept in files. {@link #close} ends the child and waits for that. Thread-safe
 * but for {@link #line}.
 */
public final class PeerProcess implements AutoCloseable {

  /**
   * What we write goes through a named pipe to the child; when we are gone it is asked to end, and
   * 5 seconds later made to. A plain pipeline would not do: shells wait for all of its commands.
   */
  private static final String GUARD =
      """
      pipe=$1; shift
      rm -f "$pipe"; mkfifo "$pipe" || exit 126
      exec 3<&0
      { cat <&3 >"$pipe"; kill -TERM $$; } 2>/dev/null &
      feeder=$!
      "$@" <"$pipe" 3<&- &
      child=$!
      exec 3<&- </dev/null
      grace=
      stop() {
        kill -TERM "$child" 2>/dev/null
        [ -n "$grace" ] || { { sleep 5; kill -KILL "$child"; } >/dev/null 2>&1 & grace=$!; }
      }
      trap stop TERM INT HUP
      wait "$child"; status=$?
      while kill -0 "$child" 2>/dev/null; do wait "$child"; status=$?; done
      kill "$feeder" $grace 2>/dev/null
      rm -f "$pipe"
      exit "$status"
      """;

  /** The guard kills after 5 s; what is then still there hangs in the kernel. */
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(8);

  private static final int TAIL_LINES = 12;

  private final Process guard;
  private final Path out;
  private final Path log;
  private final Writer in;

  private PeerProcess(Process guard, Path out, Path log) {
    this.guard = guard;
    this.out = out;
    this.log = log;
    this.in =
        new BufferedWriter(new OutputStreamWriter(guard.getOutputStream(), StandardCharsets.UTF_8));
  }

  /** Where the standard output of a child goes. Its standard error is always kept in a file. */
  public enum Output {
    /** To a file. */
    FILE,
    /** To us, by {@link PeerProcess#lines}. */
    LINES
  }

  /**
   * Starts a child.
   *
   * @param name name of its output files {@code <name>.out} and {@code <name>.log}
   * @param folder its working folder, where the output files are
   * @param environment variables that it gets besides ours
   * @throws IOException if the system refuses; a missing program shows as exit code 127
   */
  public static PeerProcess start(
      String name,
      Path folder,
      Output output,
      Map<String, String> environment,
      List<String> command)
      throws IOException {
    Files.createDirectories(folder);
    Path out = folder.resolve(name + ".out");
    Path log = folder.resolve(name + ".log");
    List<String> guarded = new ArrayList<>(List.of("sh", "-c", GUARD, "sh", name + ".in"));
    guarded.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(guarded).directory(folder.toFile());
    builder.environment().putAll(environment);
    builder.redirectError(log.toFile());
    if (output == Output.FILE) {
      builder.redirectOutput(out.toFile());
    }
    return new PeerProcess(builder.start(), out, log);
  }

  /** What the child writes to its standard output, where that comes to us. */
  public BufferedReader lines() {
    return new BufferedReader(
        new InputStreamReader(guard.getInputStream(), StandardCharsets.UTF_8));
  }

  /**
   * Writes a line to the child's standard input.
   *
   * @throws IOException if the child is gone
   */
  public void line(String text) throws IOException {
    in.write(text + "\n");
    in.flush();
  }

  /** Whether the child runs. */
  public boolean isAlive() {
    return guard.isAlive();
  }

  /**
   * Waits until the child has ended by itself.
   *
   * @return whether it has, within the limit
   */
  public boolean awaitExit(Duration limit) throws InterruptedException {
    return guard.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Exit code of a child that has ended.
   *
   * @throws IllegalThreadStateException if it runs
   */
  public int exitCode() {
    return guard.exitValue();
  }

  /** File of the standard error. */
  public Path log() {
    return log;
  }

  /** The standard output so far, where it is kept in a file. */
  public String output() throws IOException {
    return Files.exists(out) ? Files.readString(out, StandardCharsets.UTF_8) : "";
  }

  /** The standard error so far. */
  public String errors() throws IOException {
    return Files.readString(log, StandardCharsets.UTF_8);
  }

  /** The last lines of output and errors, for telling why something failed. */
  public String tail() throws IOException {
    List<String> all = (output() + "\n" + errors()).lines().filter(l -> !l.isBlank()).toList();
    return String.join("\n", all.subList(Math.max(0, all.size() - TAIL_LINES), all.size()));
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException goneAlready) {
      // Nobody reads: that is what closing is for.
    }
    try {
      if (!awaitExit(CLOSE_LIMIT)) {
        end();
      }
    } catch (InterruptedException interrupted) {
      end();
      Thread.currentThread().interrupt();
    }
  }

  private void end() {
    guard.descendants().forEach(ProcessHandle::destroyForcibly);
    guard.destroyForcibly();
  }
}
