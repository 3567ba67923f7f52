package io.devp2p.wire.trie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TrieBuilderTest {

  /** Few bits per byte make long common paths, short keys and values make embedded nodes. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void rootAndNodesAreThoseOfTheDefinition(long seed) {
    Random random = new Random(seed);
    Map<Bytes32, Bytes> nodes = new HashMap<>();
    TrieBuilder builder = new TrieBuilder(nodes::put);
    for (int round = 0; round < 100; round++) {
      TreeMap<Bytes, Bytes> leaves = Leaves.random(random, random.nextInt(60));
      NaiveTrie expected = new NaiveTrie(leaves);
      nodes.clear();
      leaves.forEach(builder::add);
      assertThat(builder.finish()).as("seed %d, round %d", seed, round).isEqualTo(expected.root());
      assertThat(nodes).isEqualTo(expected.nodes());
    }
  }

  @Test
  void keysMustAscend() {
    refuses("0x20", "0x10");
    refuses("0x2000", "0x1000");
    refuses("0x11", "0x10");
    refuses("0x10", "0x10");
  }

  @Test
  void noKeyMayBeTheBeginningOfAnother() {
    refuses("0x10", "0x1020");
    refuses("0x1020", "0x10");
    refuses("0x", "0x10");
  }

  private static void refuses(String first, String second) {
    TrieBuilder builder = new TrieBuilder();
    builder.add(Bytes.fromHexString(first), Bytes.of(1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.add(Bytes.fromHexString(second), Bytes.of(1)));
  }

  @Test
  void aLeafHasAValue() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TrieBuilder().add(Bytes.of(1), Bytes.EMPTY));
  }
}
