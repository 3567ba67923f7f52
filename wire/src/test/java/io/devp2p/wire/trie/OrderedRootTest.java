package io.devp2p.wire.trie;

import static io.devp2p.core.Violations.assertViolation;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.devp2p.core.Vectors;
import io.devp2p.core.rlp.RlpWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class OrderedRootTest {

  static Stream<JsonNode> roots() {
    return Vectors.each(Vectors.load("trie").get("ordered").get("roots"));
  }

  @ParameterizedTest
  @MethodSource("roots")
  void asGoEthereumComputesIt(JsonNode vector) {
    int count = vector.get("count").asInt();
    assertThat(OrderedRoot.of(items(count))).isEqualTo(Vectors.hex(vector, "root"));
  }

  private static List<Bytes> items(int count) {
    return IntStream.range(0, count).mapToObj(OrderedRootTest::item).toList();
  }

  /** As the description of the vectors has it. */
  private static Bytes item(int index) {
    byte[] item = new byte[index == 3 ? 70_000 : index == 5 ? 300 : index * 7 % 90 + 1];
    for (int i = 0; i < item.length; i++) {
      item[i] = (byte) (index * 31 + i);
    }
    return Bytes.wrap(item);
  }

  @Test
  void asTheDefinitionHasIt() {
    for (int count = 0; count < 300; count++) {
      Map<Bytes, Bytes> leaves = new HashMap<>();
      for (int i = 0; i < count; i++) {
        long index = i;
        leaves.put(RlpWriter.encode(w -> w.uint(index)), item(100 + i));
      }
      List<Bytes> items = IntStream.range(100, 100 + count).mapToObj(i -> item(i)).toList();
      assertThat(OrderedRoot.of(items))
          .as("%d items", count)
          .isEqualTo(new NaiveTrie(leaves).root());
    }
  }

  @Test
  void aSliceIsAnItemLikeAnyOther() {
    Bytes whole = Bytes.wrap(item(40), item(41));
    assertThat(OrderedRoot.of(List.of(whole.slice(0, item(40).size()), item(41))))
        .isEqualTo(OrderedRoot.of(List.of(item(40), item(41))));
  }

  @Test
  void refusesAnEmptyItem() {
    assertViolation(TrieRule.TRIE_EMPTY_VALUE, () -> OrderedRoot.of(List.of(item(1), Bytes.EMPTY)));
  }
}
