package io.devp2p.discovery.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.devp2p.discovery.NodeStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** A process that writes to a store and says what it was promised, to be killed by a test. */
final class StoreProcess {

  static final String FACT = "count";

  private StoreProcess() {}

  /** Starts one below a shell that may set limits first. */
  static Process start(String shell, Path file, String what) throws IOException {
    List<String> command = new ArrayList<>();
    String java = ProcessHandle.current().info().command().orElseThrow();
    command.addAll(List.of("/bin/sh", "-c", shell + "exec \"$0\" \"$@\"", java));
    // The file of performance data is larger than a small limit, and would cost it.
    command.addAll(List.of("-XX:-UsePerfData", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.addAll(List.of(StoreProcess.class.getName(), file.toString(), what));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  static BufferedReader output(Process process) {
    return process.inputReader(UTF_8);
  }

  public static void main(String[] args) throws Exception {
    try (NodeFile store = NodeFile.open(Path.of(args[0]), InstantSource.fixed(Sightings.NOW))) {
      if (args[1].equals("count")) {
        count(store);
      } else {
        fill(store);
      }
    }
  }

  /** Counts until it is killed; a number is said when it is on the disk. */
  private static void count(NodeStore store) throws Exception {
    for (long i = store.recall(FACT).orElse(0) + 1; ; i++) {
      store.saw(node(i));
      store.remember(FACT, i).get();
      System.out.println(i);
    }
  }

  static NodeStore.Sighting node(long i) {
    return Sightings.bare(i, "52." + (i >> 8 & 255) + "." + (i & 255) + ".1", Sightings.NOW);
  }

  /** Fills the disk, says so, then makes room, and says what is kept then. */
  private static void fill(NodeStore store) throws Exception {
    long refused = 0;
    while (refused == 0) {
      long next = store.recall(FACT).orElse(0) + 1;
      try {
        store.remember("fact " + next, next).get();
        store.remember(FACT, next).get();
      } catch (ExecutionException full) {
        refused = next;
      }
    }
    System.out.println(refused);
    String self = Long.toString(ProcessHandle.current().pid());
    new ProcessBuilder("prlimit", "--pid", self, "--fsize=unlimited").start().waitFor();
    store.remember(FACT, refused).get();
    System.out.println(store.recall("fact " + refused).orElseThrow());
  }
}
