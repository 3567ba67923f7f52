package io.devp2p.discovery.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.crypto.Curves;
import io.devp2p.core.node.NodeId;
import io.devp2p.discovery.NodeStore;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A process is killed, or its disk is full, in the midst of writing. */
@EnabledOnOs({OS.LINUX, OS.MAC})
final class KilledStoreTest {

  private static final InstantSource CLOCK = InstantSource.fixed(Sightings.NOW);

  @TempDir Path directory;

  @Test
  void whatWasPromisedSurvivesTheKill() throws Exception {
    Path file = directory.resolve("nodes");
    Random random = new Random(4);
    long promised = 0;
    for (int round = 0; round < 3; round++) {
      Process process = StoreProcess.start("", file, "count");
      try (BufferedReader output = StoreProcess.output(process)) {
        long enough = promised + 20 + random.nextInt(200);
        for (String line = output.readLine(); line != null; line = output.readLine()) {
          promised = Long.parseLong(line);
          if (promised == enough) {
            process.toHandle().destroyForcibly(); // which leaves what it said to be read
          }
        }
      }
      process.waitFor();
      try (NodeStore store = NodeFile.open(file, CLOCK)) {
        assertThat(store.recall(StoreProcess.FACT).orElse(0)).isBetween(promised, promised + 1);
        Set<NodeId> kept =
            store.draw(Curves.bouncyCastle(), Integer.MAX_VALUE, random).stream()
                .map(seen -> seen.node().id())
                .collect(Collectors.toSet());
        assertThat(kept)
            .containsAll(
                LongStream.rangeClosed(1, promised)
                    .mapToObj(i -> StoreProcess.node(i).node().id())
                    .toList());
      }
    }
  }

  /** The limit of a file's size stands for the disk. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void whatAFullDiskRefusedIsWrittenWhenThereIsRoom() throws Exception {
    Path file = directory.resolve("nodes");
    Process process = StoreProcess.start("ulimit -S -f 4; ", file, "fill");
    long refused;
    try (BufferedReader output = StoreProcess.output(process)) {
      refused = Long.parseLong(output.readLine());
      assertThat(output.readLine()).isEqualTo(Long.toString(refused));
    }
    assertThat(process.waitFor()).isZero();
    assertThat(refused).isGreaterThan(10);
    try (NodeStore store = NodeFile.open(file, CLOCK)) {
      for (long i = 1; i <= refused; i++) {
        assertThat(store.recall("fact " + i)).hasValue(i);
      }
      assertThat(store.recall(StoreProcess.FACT)).hasValue(refused);
    }
  }
}
