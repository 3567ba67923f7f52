package io.devp2p.wire.trie;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.devp2p.core.Vectors;
import io.devp2p.core.crypto.Keccak;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Proofs of ranges, made and judged by go-ethereum, made and judged by us. */
final class RangeVectorsTest {

  static Stream<JsonNode> tries() {
    return Vectors.each(Vectors.load("trie").get("ranges").get("tries"));
  }

  @ParameterizedTest
  @MethodSource("tries")
  void areAsGoEthereumHasThem(JsonNode vector) {
    TreeMap<Bytes, Bytes> leaves = leaves(vector);
    Trie trie = new NodeMap().add(leaves);
    Bytes32 root = Bytes32.wrap(Vectors.hex(vector, "root"));
    assertThat(trie.root()).isEqualTo(root);
    for (JsonNode range : vector.get("ranges")) {
      Bytes start = Vectors.hex(range, "start");
      List<Leaf> found =
          leaves.tailMap(start).entrySet().stream()
              .limit(range.get("count").asInt())
              .map(entry -> new Leaf(entry.getKey(), entry.getValue()))
              .toList();
      List<Bytes> proof =
          Vectors.each(range.get("proof")).map(n -> Bytes.fromHexString(n.asText())).toList();
      assertThat(RangeProof.verify(root, start, found, proof))
          .isEqualTo(range.get("more").asBoolean());
      Optional<Bytes> last =
          found.isEmpty() ? Optional.empty() : Optional.of(found.getLast().key());
      assertThat(RangeProof.prove(trie, start, last)).containsExactlyInAnyOrderElementsOf(proof);
    }
  }

  /** As the description of the vectors has them. */
  private static TreeMap<Bytes, Bytes> leaves(JsonNode vector) {
    boolean hashed = vector.get("keys").asText().equals("hashed");
    TreeMap<Bytes, Bytes> leaves = Leaves.none();
    for (int i = 0; i < vector.get("leaves").asInt(); i++) {
      if (hashed) {
        leaves.put(Keccak.hash(Bytes.ofUnsignedLong(i)), fill(i, i % 60 + 1));
      } else {
        leaves.put(Bytes.ofUnsignedShort(i * i * 251 & 0xffff), fill(i, 1));
      }
    }
    return leaves;
  }

  private static Bytes fill(int number, int size) {
    byte[] value = new byte[size];
    for (int i = 0; i < size; i++) {
      value[i] = (byte) (number * 31 + i);
    }
    return size == 1 && value[0] == 0 ? Bytes.of(0x7f) : Bytes.wrap(value);
  }
}
