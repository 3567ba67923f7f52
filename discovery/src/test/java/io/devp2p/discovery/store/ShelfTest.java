package io.devp2p.discovery.store;

import static io.devp2p.discovery.store.Sightings.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devp2p.core.crypto.Curves;
import io.devp2p.core.node.NodeId;
import io.devp2p.core.rlp.RlpWriter;
import io.devp2p.discovery.NodeStore;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

final class ShelfTest {

  private final Random random = new Random(1);
  private final Shelf shelf = new Shelf();

  private Entry.OfNode node(InetAddress address, Instant at) {
    Bytes key = RlpWriter.encode(w -> w.bytes(Bytes.repeat((byte) 2, 33)));
    return new Entry.OfNode(NodeId.random(random), 1, at.toEpochMilli(), address, 1, 1, key);
  }

  private List<Entry.OfNode> all() {
    return shelf.draw(Integer.MAX_VALUE, random, NOW);
  }

  private static InetAddress numbered(int i) {
    return Sightings.ip("52." + (i >> 16 & 255) + "." + (i >> 8 & 255) + "." + (i & 255));
  }

  @Test
  void thoseSeenLongestAgoMakeRoom() {
    List<Entry.OfNode> nodes =
        IntStream.range(0, Shelf.NODES + 100).mapToObj(i -> node(numbered(i * 256), NOW)).toList();
    nodes.forEach(shelf::put);
    assertThat(Set.copyOf(all())).isEqualTo(Set.copyOf(nodes.subList(100, nodes.size())));
  }

  /** Ten thousand identities in two networks are twenty nodes. */
  @Test
  void oneNetworkHasTenPlaces() {
    Entry.OfNode honest = node(Sightings.ip("8.8.8.8"), NOW);
    shelf.put(honest);
    for (int i = 0; i < 10_000; i++) {
      shelf.put(node(numbered(i % 2 * 256 + i % 200), NOW));
      shelf.put(node(Sightings.ip("2a00:1:2:" + Integer.toHexString(i) + "::1"), NOW));
    }
    assertThat(all()).contains(honest).hasSize(1 + 3 * Shelf.PER_PREFIX);
  }

  @Test
  void localNetworksAreNotCounted() {
    for (int i = 1; i < 100; i++) {
      shelf.put(node(Sightings.ip("127.0.0." + i), NOW));
      shelf.put(node(Sightings.ip("10.0.0." + i), NOW));
    }
    assertThat(all()).hasSize(198);
  }

  @Test
  void drawsByChanceAndEachOnce() {
    IntStream.range(0, 100).forEach(i -> shelf.put(node(numbered(i * 256), NOW)));
    assertThat(shelf.draw(30, random, NOW)).hasSize(30).doesNotHaveDuplicates();
    assertThat(shelf.draw(30, new Random(1), NOW)).isNotEqualTo(shelf.draw(30, new Random(2), NOW));
  }

  @Test
  void theFactWrittenLongestAgoMakesRoom() throws Exception {
    NodeStore store = NodeStore.inMemory(InstantSource.fixed(NOW));
    for (int i = 0; i < Shelf.FACTS; i++) {
      store.remember("fact " + i, i).get();
    }
    store.remember("fact 0", 77).get();
    store.remember("one more", 1).get();
    assertThat(store.recall("fact 0")).hasValue(77);
    assertThat(store.recall("fact 1")).isEmpty();
    assertThat(store.recall("fact 2")).hasValue(2);
    assertThatThrownBy(() -> store.remember("x".repeat(256), 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aStoreInMemoryKeepsNodes() {
    NodeStore store = NodeStore.inMemory(InstantSource.fixed(NOW));
    NodeStore.Sighting seen = Sightings.bare(1, "52.0.0.1", NOW);
    store.saw(seen);
    assertThat(store.draw(Curves.bouncyCastle(), 5, random)).containsExactly(seen);
    store.close();
  }
}
