package io.devp2p.discovery.store;

import static io.devp2p.discovery.store.Sightings.NOW;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devp2p.core.crypto.Curves;
import io.devp2p.discovery.NodeStore;
import io.devp2p.discovery.NodeStore.Sighting;
import io.devp2p.discovery.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NodeFileTest {

  private static final InstantSource CLOCK = InstantSource.fixed(NOW);

  @TempDir Path directory;

  private Path file() {
    return directory.resolve("nodes");
  }

  private static List<Sighting> all(NodeStore store) {
    return store.draw(Curves.bouncyCastle(), Integer.MAX_VALUE, new Random(1));
  }

  @Test
  void nodesAndFactsComeBack() throws Exception {
    Sighting record = Sightings.of(1, "52.0.0.1", NOW);
    Sighting six = Sightings.of(2, "2a00::1", NOW.minusSeconds(5));
    Sighting bare = Sightings.bare(3, "52.0.1.1", NOW.minusMillis(7));
    Sighting both = new Sighting(bare.node(), Set.of(Version.V4, Version.V5), NOW);
    try (NodeStore store = NodeFile.open(file(), CLOCK)) {
      List.of(record, six, bare, both).forEach(store::saw);
      store.remember("self/a", 7).get();
      store.remember("self/a", -1).get();
      assertThat(store.recall("self/a")).hasValue(-1);
      assertThat(store.recall("self/b")).isEmpty();
    }
    try (NodeStore store = NodeFile.open(file(), CLOCK)) {
      assertThat(all(store)).containsExactlyInAnyOrder(record, six, both);
      assertThat(store.recall("self/a")).hasValue(-1);
    }
  }

  @Test
  void whatWasNotSeenForDaysIsForgotten() throws Exception {
    Sighting old = Sightings.of(1, "52.0.0.1", NOW.minus(Duration.ofDays(6)));
    Sighting young = Sightings.of(2, "52.0.1.1", NOW.minus(Duration.ofDays(4)));
    try (NodeStore store = NodeFile.open(file(), CLOCK)) {
      store.saw(old);
      store.saw(young);
      assertThat(all(store)).containsExactly(young);
    }
    try (NodeStore store =
        NodeFile.open(file(), InstantSource.fixed(NOW.plus(Duration.ofDays(2))))) {
      assertThat(all(store)).isEmpty();
    }
  }

  /** A computer without a battery for its clock starts in 1970. */
  @Test
  void aClockThatIsBehindCostsNothing() throws Exception {
    Sighting seen = Sightings.of(1, "52.0.0.1", NOW);
    try (NodeStore store = NodeFile.open(file(), CLOCK)) {
      store.saw(seen);
    }
    try (NodeStore store = NodeFile.open(file(), InstantSource.fixed(Instant.EPOCH))) {
      assertThat(all(store)).containsExactly(seen);
    }
  }

  /** Whatever the last write got to: what was whole before it comes back, and writing goes on. */
  @Test
  void cutAtEveryByte() throws Exception {
    try (NodeStore store = NodeFile.open(file(), CLOCK)) {
      for (int i = 1; i <= 3; i++) {
        store.remember("fact", i).get();
      }
      store.saw(Sightings.of(1, "52.0.0.1", NOW));
    }
    byte[] whole = Files.readAllBytes(file());
    long before = 0;
    int nodes = 0;
    for (int length = 0; length <= whole.length; length++) {
      Files.write(file(), Arrays.copyOf(whole, length));
      try (NodeStore store = NodeFile.open(file(), CLOCK)) {
        long fact = store.recall("fact").orElse(0);
        assertThat(fact).isBetween(before, before + 1);
        before = fact;
        nodes = all(store).size();
        store.remember("fact", 9).get();
      }
      try (NodeStore store = NodeFile.open(file(), CLOCK)) {
        assertThat(store.recall("fact")).hasValue(9);
        assertThat(all(store)).hasSize(nodes);
      }
    }
    assertThat(before).isEqualTo(3);
    assertThat(nodes).isEqualTo(1);
  }

  @Test
  void everyFlippedBitIsFound() throws Exception {
    try (NodeStore store = NodeFile.open(file(), CLOCK)) {
      store.remember("a", 1).get();
      store.remember("b", 2).get();
    }
    byte[] whole = Files.readAllBytes(file());
    int header = 16;
    int second = (whole.length - header) / 2 + header;
    for (int bit = header * 8; bit < whole.length * 8; bit++) {
      byte[] damaged = whole.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(file(), damaged);
      try (NodeStore store = NodeFile.open(file(), CLOCK)) {
        assertThat(store.recall("b")).isEmpty();
        assertThat(store.recall("a").isPresent()).isEqualTo(bit / 8 >= second);
      }
    }
  }

  /** After a crash, some file systems give a file its new length before its bytes. */
  @Test
  void zerosAtTheEndAreCutOff() throws Exception {
    try (NodeStore store = NodeFile.open(file(), CLOCK)) {
      store.remember("a", 1).get();
    }
    byte[] whole = Files.readAllBytes(file());
    Files.write(file(), Arrays.copyOf(whole, whole.length + 4_096));
    try (NodeStore store = NodeFile.open(file(), CLOCK)) {
      assertThat(store.recall("a")).hasValue(1);
      assertThat(Files.size(file())).isEqualTo(whole.length);
    }
  }

  @Test
  void aNewerVersionIsSetAside() throws Exception {
    byte[] newer = "devp2p nodes\0\0\0\2and what we cannot know".getBytes(ISO_8859_1);
    Files.write(file(), newer);
    try (NodeStore store = NodeFile.open(file(), CLOCK)) {
      assertThat(all(store)).isEmpty();
    }
    assertThat(Files.readAllBytes(directory.resolve("nodes.v2"))).isEqualTo(newer);
  }

  @Test
  void whatIsNoStoreIsLeftAlone() throws Exception {
    byte[] foreign = "dear diary".getBytes(ISO_8859_1);
    Files.write(file(), foreign);
    assertThatThrownBy(() -> NodeFile.open(file(), CLOCK))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not a node store");
    assertThat(Files.readAllBytes(file())).isEqualTo(foreign);
    assertThatThrownBy(() -> NodeFile.open(directory, CLOCK)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> NodeFile.open(directory.resolve("no/such"), CLOCK))
        .isInstanceOf(IOException.class);
  }

  @Test
  void oneAtATime() throws Exception {
    try (NodeStore store = NodeFile.open(file(), CLOCK)) {
      assertThatThrownBy(() -> NodeFile.open(file(), CLOCK))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("already");
      store.remember("a", 1).get();
    }
    NodeFile.open(file(), CLOCK).close();
  }

  @Test
  void theFileIsRewrittenBeforeItGrows() throws Exception {
    List<Sighting> nodes = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      nodes.add(Sightings.of(i, "10.0.0." + i, NOW));
    }
    long largest = 0;
    try (NodeStore store = NodeFile.open(file(), CLOCK)) {
      for (int round = 0; round < 400; round++) {
        nodes.forEach(store::saw);
        store.remember("round", round).get();
        largest = Math.max(largest, Files.size(file()));
      }
    }
    assertThat(largest).isBetween(4L << 20, (4L << 20) + (1 << 17));
    assertThat(Files.size(file())).isLessThan(4L << 20);
    assertThat(directory.toFile().list()).containsExactlyInAnyOrder("nodes", "nodes.lock");
    try (NodeStore store = NodeFile.open(file(), CLOCK)) {
      assertThat(all(store)).containsExactlyInAnyOrderElementsOf(nodes);
      assertThat(store.recall("round")).hasValue(399);
    }
  }

  @Test
  void aRewriteThatWasCutShortLeavesTheFile() throws Exception {
    try (NodeStore store = NodeFile.open(file(), CLOCK)) {
      store.remember("a", 1).get();
    }
    Files.write(directory.resolve("nodes.new"), new byte[] {1, 2, 3});
    try (NodeStore store = NodeFile.open(file(), CLOCK)) {
      assertThat(store.recall("a")).hasValue(1);
    }
  }

  @Test
  void aClosedStoreTakesNothing() throws Exception {
    NodeStore store = NodeFile.open(file(), CLOCK);
    store.close();
    store.close();
    store.saw(Sightings.of(1, "52.0.0.1", NOW));
    assertThatThrownBy(() -> store.remember("a", 1).get()).hasCauseInstanceOf(IOException.class);
  }
}
