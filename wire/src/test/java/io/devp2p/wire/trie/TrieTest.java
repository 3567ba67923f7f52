package io.devp2p.wire.trie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.devp2p.core.crypto.Keccak;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading tries, with leaves that are random from a seed. */
final class TrieTest {

  private static final int ROUNDS = 150;

  /** Random leaves, and keys near them that are in the trie or not. */
  private static void eachRound(long seed, BiConsumer<TreeMap<Bytes, Bytes>, List<Bytes>> check) {
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      TreeMap<Bytes, Bytes> leaves = Leaves.random(random, random.nextInt(50));
      List<Bytes> keys = new ArrayList<>(leaves.keySet());
      leaves.keySet().forEach(key -> keys.add(Leaves.near(random, key)));
      keys.add(Bytes.EMPTY);
      keys.add(Bytes.of(1, 2, 3));
      check.accept(leaves, keys);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void getsWhatWasPut(long seed) {
    eachRound(
        seed,
        (leaves, keys) -> {
          Trie trie = new NodeMap().add(leaves);
          for (Bytes key : keys) {
            assertThat(trie.get(key))
                .as("seed %d", seed)
                .isEqualTo(Optional.ofNullable(leaves.get(key)));
          }
        });
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void iteratesInOrderFromAnyKeyOn(long seed) {
    eachRound(
        seed,
        (leaves, keys) -> {
          Trie trie = new NodeMap().add(leaves);
          for (Bytes key : keys) {
            Map<Bytes, Bytes> found = new HashMap<>();
            List<Bytes> order = new ArrayList<>();
            trie.leaves(key)
                .forEachRemaining(leaf -> {
                  order.add(leaf.key());
                  found.put(leaf.key(), leaf.value());
                });
            assertThat(order)
                .as("seed %d", seed)
                .containsExactlyElementsOf(leaves.tailMap(key).keySet());
            assertThat(found).isEqualTo(leaves.tailMap(key));
          }
        });
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aProofIsEnoughToReadItsKey(long seed) {
    eachRound(
        seed,
        (leaves, keys) -> {
          NodeMap source = new NodeMap();
          Trie trie = source.add(leaves);
          for (Bytes key : keys) {
            NodeMap proof = new NodeMap();
            List<Bytes> nodes = trie.prove(key);
            nodes.forEach(node -> proof.nodes().put(Keccak.hash(node), node));
            assertThat(Trie.of(proof, trie.root()).get(key))
                .as("seed %d", seed)
                .isEqualTo(Optional.ofNullable(leaves.get(key)));
            assertThat(proof.takeRead()).as("no node too many").isEqualTo(proof.nodes().keySet());
          }
        });
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everyNodeIsAtItsPlace(long seed) {
    eachRound(
        seed,
        (leaves, keys) -> {
          NodeMap source = new NodeMap();
          Trie trie = source.add(leaves);
          Map<Bytes32, Bytes> found = new HashMap<>();
          for (Bytes key : keys) {
            TriePath path = TriePath.of(key);
            for (int depth = 0; depth <= path.depth(); depth++) {
              TriePath place = new TriePath(path.nibbles().slice(0, depth));
              trie.node(place).ifPresent(node -> found.put(Keccak.hash(node), node));
              assertThat(trie.node(TriePath.ofCompact(place.compact())))
                  .isEqualTo(trie.node(place));
            }
          }
          assertThat(found).as("seed %d", seed).isEqualTo(source.nodes());
        });
  }

  @Test
  void theEmptyTrieNeedsNoNodes() {
    assertThat(Trie.empty().root()).isEqualTo(new NaiveTrie(Map.of()).root());
    assertThat(Trie.empty().get(Bytes.of(1))).isEmpty();
    assertThat(Trie.empty().prove(Bytes.of(1))).isEmpty();
    assertThat(Trie.empty().node(TriePath.ROOT)).isEmpty();
    assertThat(Trie.empty().leaves().hasNext()).isFalse();
  }

  @Test
  void saysWhichNodeIsMissing() {
    Bytes32 root = Bytes32.repeat((byte) 7);
    Trie trie = Trie.of(new NodeMap(), root);
    assertThatExceptionOfType(MissingNode.class)
        .isThrownBy(() -> trie.get(Bytes.of(1)))
        .matches(missing -> missing.hash().equals(root));
    assertThatExceptionOfType(MissingNode.class).isThrownBy(() -> trie.leaves());
    assertThatExceptionOfType(MissingNode.class)
        .isThrownBy(() -> trie.edit().put(Bytes.of(1), Bytes.of(1)));
  }

  @Test
  void compactPathsAreTakenAsTheyCome() {
    assertThat(TriePath.ofCompact(Bytes.EMPTY)).isEqualTo(TriePath.ROOT);
    assertThat(TriePath.ofCompact(Bytes.of(0))).isEqualTo(TriePath.ROOT);
    assertThat(TriePath.ofCompact(Bytes.of(0x1b))).isEqualTo(TriePath.ROOT.child(0xb));
    assertThat(TriePath.ofCompact(Bytes.of(0x02, 0xab)))
        .isEqualTo(TriePath.ROOT.child(0xa).child(0xb));
    assertThat(TriePath.of(Bytes.of(0xab))).isEqualTo(TriePath.ROOT.child(0xa).child(0xb));
    assertThatIllegalArgumentException().isThrownBy(() -> TriePath.ROOT.child(16));
  }
}
