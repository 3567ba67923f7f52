package io.devp2p.interop.peers;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Runs the package clients of this machine, in one folder, with a time limit, and tells in one
 * sentence what went wrong.
 */
final class Toolchain {

  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  /** Of asking a client for its version. */
  private static final Duration SHORT = Duration.ofMinutes(1);

  private final Path folder;
  private final String peer;
  private final Consumer<String> progress;
  private int runs;

  Toolchain(Path folder, String peer, Consumer<String> progress) {
    this.folder = folder;
    this.peer = peer;
    this.progress = progress;
  }

  /** Runs a client that answers at once and gives its standard output. */
  String ask(String... command) throws Unavailable {
    return run(SHORT, Map.of(), List.of(command));
  }

  /**
   * Runs a client and gives its standard output.
   *
   * @throws Unavailable if it is missing, fails, or takes longer than the limit
   */
  String run(Duration limit, Map<String, String> environment, List<String> command)
      throws Unavailable {
    String program = command.getFirst();
    List<String> resolved = new ArrayList<>(command);
    resolved.set(0, find(program).toString());
    try (PeerProcess process =
        PeerProcess.start(
            "run" + runs++, folder, PeerProcess.Output.FILE, own(environment), resolved)) {
      if (!awaitExit(process, program, limit)) {
        throw new Unavailable(
            "`" + String.join(" ", command) + "` took longer than " + limit.toMinutes() + " min");
      }
      if (process.exitCode() != 0) {
        throw new Unavailable(
            "`"
                + String.join(" ", command)
                + "` failed with exit code "
                + process.exitCode()
                + ": "
                + process.tail());
      }
      return process.output();
    } catch (IOException failed) {
      throw new Unavailable("`" + program + "` could not be run: " + failed.getMessage());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new Unavailable("interrupted while `" + program + "` ran");
    }
  }

  private boolean awaitExit(PeerProcess process, String program, Duration limit)
      throws InterruptedException {
    Duration waited = Duration.ZERO;
    while (waited.compareTo(limit) < 0) {
      Duration step = HEARTBEAT.compareTo(limit) < 0 ? HEARTBEAT : limit;
      if (process.awaitExit(step)) {
        return true;
      }
      waited = waited.plus(step);
      progress.accept(peer + ": " + program + " is at work, " + waited.toSeconds() + " s");
    }
    return false;
  }

  /** A Maven that runs us must not tell a Maven that we run where its project is. */
  private static Map<String, String> own(Map<String, String> environment) {
    Map<String, String> all = new LinkedHashMap<>(environment);
    all.put("MAVEN_BASEDIR", "");
    all.put("MAVEN_ARGS", "");
    all.put("JAVA_HOME", System.getProperty("java.home"));
    return all;
  }

  private static Path find(String program) throws Unavailable {
    return Optional.ofNullable(System.getenv("PATH")).stream()
        .flatMap(path -> List.of(path.split(File.pathSeparator, -1)).stream())
        .map(directory -> Path.of(directory.isEmpty() ? "." : directory, program))
        .filter(file -> Files.isExecutable(file) && !Files.isDirectory(file))
        .findFirst()
        .orElseThrow(() -> new Unavailable("`" + program + "` is not on the PATH"));
  }
}
