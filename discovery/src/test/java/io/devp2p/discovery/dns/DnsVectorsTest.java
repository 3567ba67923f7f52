package io.devp2p.discovery.dns;

import static io.devp2p.discovery.Violations.assertViolation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.devp2p.core.Vectors;
import io.devp2p.core.Violation;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.machine.Effect;
import io.devp2p.core.node.NodeRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Trees and entries of the specification and of deployed clients. */
final class DnsVectorsTest {

  private static final JsonNode VECTORS = Vectors.load("dnsdisc");

  static Stream<JsonNode> roots() {
    return Vectors.each(VECTORS.get("parse_root"));
  }

  static Stream<JsonNode> entries() {
    return Vectors.each(VECTORS.get("parse_entry"));
  }

  private static JsonNode tree(String name) {
    return Vectors.each(VECTORS.get("trees"))
        .filter(tree -> tree.get("name").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, String> txt(JsonNode tree) {
    Map<String, String> txt = new TreeMap<>();
    tree.get("records").properties().forEach(e -> txt.put(e.getKey(), e.getValue().asText()));
    return txt;
  }

  private static List<String> strings(JsonNode array) {
    return Vectors.each(array).map(JsonNode::asText).toList();
  }

  @ParameterizedTest
  @MethodSource("roots")
  void root(JsonNode vector) {
    String text = vector.get("input").asText();
    if (!vector.get("valid").asBoolean()) {
      assertThatExceptionOfType(Violation.class).isThrownBy(() -> TreeCodec.decode(text));
      return;
    }
    TreeEntry.Root root = (TreeEntry.Root) TreeCodec.decode(text);
    assertThat(root.text()).isEqualTo(text);
    if (vector.has("verifies_with")) {
      TreeUrl url =
          TreeUrl.parse("enrtree://" + vector.get("verifies_with").asText() + "@example.org");
      boolean valid = vector.path("signature_valid").asBoolean(true);
      assertThat(root.isSignedBy(url.key())).isEqualTo(valid);
    }
  }

  @ParameterizedTest
  @MethodSource("entries")
  void entry(JsonNode vector) {
    String text = vector.get("input").asText();
    if (vector.get("valid").asBoolean()) {
      assertThat(TreeCodec.decode(text).text()).isEqualTo(text);
    } else {
      assertThatExceptionOfType(Violation.class).isThrownBy(() -> TreeCodec.decode(text));
    }
  }

  /** Reads a tree of the vectors as DNS has it. */
  private static Effect.Outcome read(JsonNode vector) {
    TreeUrl url = TreeUrl.parse(vector.get("url").asText());
    TreeClone clone =
        new TreeClone(url, DnsLimits.USUAL, SeqMemory.ofThisProcess(), new Random(1), 0);
    DnsWorld<TreeClone> world = new DnsWorld<>(clone);
    txt(vector).forEach((name, text) -> world.put(name, text));
    world.input(clone::start);
    return world.run(Duration.ofMinutes(5)).outcome.orElseThrow();
  }

  private static ClonedTree cloned(JsonNode vector) {
    return (ClonedTree) ((Effect.Outcome.Value) read(vector)).value();
  }

  @Test
  void gethsTreeIsReadWhole() {
    JsonNode vector = tree("geth-sync-tree");
    ClonedTree tree = cloned(vector);
    assertThat(tree.isWhole()).isTrue();
    assertThat(tree.txt()).isEqualTo(txt(vector));
    JsonNode expected = vector.get("expect");
    assertThat(tree.records().stream().map(NodeRecord::toString))
        .containsExactlyInAnyOrderElementsOf(strings(expected.get("nodes")));
    assertThat(tree.links().stream().map(TreeUrl::toString))
        .containsExactlyElementsOf(strings(expected.get("links")));
    assertThat(tree.root().seq()).isEqualTo(expected.get("seq").asLong());
  }

  @Test
  void aBadRecordIsNamed() {
    ClonedTree tree = cloned(tree("geth-sync-tree-bad-node"));
    assertThat(tree.defects())
        .extracting(ClonedTree.Defect::name, ClonedTree.Defect::rule)
        .containsExactly(tuple("INDMVBZEEQ4ESVYAKGIYU74EAA.n", Optional.of(DnsRule.DNS_RECORD)));
  }

  @Test
  void theZoneOfTheSpecificationIsReadWhole() {
    JsonNode vector = tree("spec-zone-example");
    ClonedTree tree = cloned(vector);
    assertThat(tree.isWhole()).isTrue();
    assertThat(tree.txt()).isEqualTo(txt(vector));
  }

  @Test
  void entriesThatWereCutAreRefusedAndTheRestIsThere() {
    JsonNode vector = tree("real-holesky-tree");
    ClonedTree tree = cloned(vector);
    assertThat(tree.defects())
        .filteredOn(defect -> defect.rule().equals(Optional.of(DnsRule.DNS_HASH_MISMATCH)))
        .extracting(ClonedTree.Defect::name)
        .isNotEmpty()
        .isSubsetOf(strings(vector.get("hash_mismatches")));
    assertThat(tree.records()).isNotEmpty();
  }

  @Test
  void ourTreeOfThirtyNodesIsTheSameByteForByte() {
    JsonNode vector = tree("derived-publish-30-nodes");
    JsonNode inputs = vector.get("inputs");
    List<NodeRecord> records =
        strings(inputs.get("nodes")).stream().map(NodeRecord::parse).toList();
    List<TreeUrl> links = strings(inputs.get("links")).stream().map(TreeUrl::parse).toList();
    NodeKey key = NodeKey.of(Bytes32.wrap(Vectors.hex(inputs, "signing_key")));
    DnsTree tree = DnsTree.of(records, links).sign(key, inputs.get("seq").asLong());
    assertThat(tree.txt(vector.get("domain").asText())).isEqualTo(txt(vector));
    assertThat(new TreeUrl(key.publicKey(), vector.get("domain").asText()))
        .hasToString(vector.get("url").asText());
    assertThat(cloned(vector).txt()).isEqualTo(tree.txt(vector.get("domain").asText()));
  }

  @Test
  void aSignatureThatWasKeptApartFitsTheTreeAndNoOther() {
    JsonNode vector = tree("geth-sync-tree");
    TreeUrl url = TreeUrl.parse(vector.get("url").asText());
    Bytes signature = Vectors.hex(vector.get("root"), "signature");
    ClonedTree read = cloned(vector);
    DnsTree.Content content = DnsTree.of(read.records(), read.links());
    assertThat(content.signed(url.key(), 1, signature).txt("n")).isEqualTo(txt(vector));
    assertViolation(DnsRule.DNS_ROOT_SIGNATURE, () -> content.signed(url.key(), 2, signature));
    assertViolation(
        DnsRule.DNS_ROOT_SIGNATURE, () -> content.signed(url.key(), 1, signature.slice(0, 64)));
    DnsTree.Content fewer = DnsTree.of(read.records().subList(1, 3), read.links());
    assertViolation(DnsRule.DNS_ROOT_SIGNATURE, () -> fewer.signed(url.key(), 1, signature));
  }
}
