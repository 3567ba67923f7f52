package io.devp2p.core.node;

import static io.devp2p.core.Violations.assertViolation;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.devp2p.core.Rule;
import io.devp2p.core.Vectors;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.rlp.RlpReader;
import io.devp2p.core.rlp.RlpRule;
import java.net.InetAddress;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case of enr.json, and every record of networks.json. */
final class EnrVectorsTest {

  private static Stream<JsonNode> cases(String name) {
    return Vectors.each(Vectors.load("enr").get(name));
  }

  static Stream<JsonNode> valid() {
    return cases("valid");
  }

  @ParameterizedTest
  @MethodSource("valid")
  void reads(JsonNode vector) {
    NodeRecord record = NodeRecord.decode(Vectors.hex(vector, "rlp"));
    assertThat(record).isEqualTo(NodeRecord.parse(vector.get("text").asText()));
    assertThat(record).hasToString(vector.get("text").asText());
    assertThat(record.encoded()).isEqualTo(Vectors.hex(vector, "rlp"));
    assertThat(record.encoded().size()).isEqualTo(vector.get("size").asInt());
    assertThat(Long.toUnsignedString(record.seq())).isEqualTo(vector.get("seq").asText());
    assertThat(record.id().bytes()).isEqualTo(Vectors.hex(vector, "node_id"));
    assertThat(contents(record)).isEqualTo(pairs(vector));
  }

  /** Entries as the vectors show them: strings without their prefix, lists with it. */
  private static Map<String, Bytes> contents(NodeRecord record) {
    Map<String, Bytes> contents = new TreeMap<>();
    record
        .pairs()
        .forEach((key, item) -> {
          RlpReader in = RlpReader.of(item);
          contents.put(key, in.nextIsList() ? item : in.bytes());
        });
    return contents;
  }

  private static Map<String, Bytes> pairs(JsonNode vector) {
    Map<String, Bytes> pairs = new TreeMap<>();
    vector
        .get("pairs")
        .properties()
        .forEach(pair -> pairs.put(pair.getKey(), Bytes.fromHexString(pair.getValue().asText())));
    return pairs;
  }

  static Stream<JsonNode> signed() {
    return valid().filter(vector -> vector.hasNonNull("private_key"));
  }

  // The signatures of these vectors are deterministic (RFC 6979), so the bytes must be the same.
  @ParameterizedTest
  @MethodSource("signed")
  void signsTheSameBytes(JsonNode vector) {
    NodeKey key = NodeKey.of(Bytes32.wrap(Vectors.hex(vector, "private_key")));
    NodeRecord record = NodeRecord.decode(Vectors.hex(vector, "rlp"));
    assertThat(record.toBuilder().sign(key, record.seq())).isEqualTo(record);
  }

  static Stream<JsonNode> invalid() {
    return cases("invalid");
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void refuses(JsonNode vector) {
    Rule rule = ruleOf(vector.get("name").asText());
    if (vector.hasNonNull("rlp")) {
      assertViolation(rule, () -> NodeRecord.decode(Vectors.hex(vector, "rlp")));
    }
    assertViolation(rule, () -> NodeRecord.parse(vector.get("text").asText()));
  }

  private static Rule ruleOf(String name) {
    return switch (name) {
      case "geth-bad-base64" -> EnrRule.ENR_TEXT;
      case "geth-incomplete-c0", "geth-incomplete-c101" -> RlpRule.RLP_MISSING_ELEMENT;
      case "geth-incomplete-c3010203", "geth-incomplete-c50102030405" -> EnrRule.ENR_PAIRS;
      case "derived-unsorted", "derived-duplicate-key" -> EnrRule.ENR_KEYS_NOT_SORTED;
      case "derived-301-bytes" -> EnrRule.ENR_TOO_LARGE;
      case "geth-bad-signature", "derived-tampered-port", "derived-65-byte-signature" ->
          EnrRule.ENR_SIGNATURE;
      case "derived-unknown-scheme", "derived-missing-id" -> EnrRule.ENR_SCHEME;
      case "derived-missing-pubkey" -> EnrRule.ENR_KEY;
      case "derived-trailing-bytes" -> RlpRule.RLP_EXTRA_ELEMENT;
      case "derived-seq-leading-zero" -> RlpRule.RLP_INTEGER_LEADING_ZERO;
      case "derived-seq-9-bytes" -> RlpRule.RLP_INTEGER_TOO_LARGE;
      default -> throw new AssertionError("the vectors have a new case: " + name);
    };
  }

  static Stream<JsonNode> policies() {
    return cases("policy_cases");
  }

  // Choices D42, D43 and rule ENR-7 of the protocol checklist.
  @ParameterizedTest
  @MethodSource("policies")
  void decidesWhereTheSpecIsSilent(JsonNode vector) {
    switch (vector.get("name").asText()) {
      case "derived-high-s" ->
          assertViolation(
              EnrRule.ENR_SIGNATURE, () -> NodeRecord.decode(Vectors.hex(vector, "rlp")));
      case "derived-padded-base64" ->
          assertViolation(EnrRule.ENR_TEXT, () -> NodeRecord.parse(vector.get("text").asText()));
      case "derived-port-too-large" -> {
        NodeRecord record = NodeRecord.parse(vector.get("text").asText());
        assertThat(record.entry("udp")).isPresent();
        assertThat(record.ip4().map(Endpoint::udp).orElse(0)).isZero();
      }
      case "derived-ip-5-bytes" -> {
        NodeRecord record = NodeRecord.parse(vector.get("text").asText());
        assertThat(record.entry("ip")).isPresent();
        assertThat(record.endpoints()).isEmpty();
      }
      default -> throw new AssertionError("the vectors have a new case: " + vector.get("name"));
    }
  }

  static Stream<JsonNode> urls() {
    return cases("enode_urls");
  }

  @ParameterizedTest
  @MethodSource("urls")
  void enodeUrls(JsonNode vector) throws Exception {
    String url = vector.get("url").asText();
    if (!vector.get("valid").asBoolean()) {
      assertViolation(EnrRule.ENODE_URL, () -> Enode.parse(url));
      return;
    }
    Enode enode = Enode.parse(url);
    assertThat(enode.key().bytes()).isEqualTo(Vectors.hex(vector, "public_key"));
    assertThat(NodeId.of(enode.key()).bytes()).isEqualTo(Vectors.hex(vector, "node_id"));
    assertThat(enode.tcp()).isEqualTo(vector.get("tcp").asInt());
    assertThat(enode.udp()).isEqualTo(vector.get("udp").asInt());
    assertThat(enode).hasToString(url);
    if (vector.hasNonNull("ip")) {
      InetAddress address = InetAddress.getByName(vector.get("ip").asText());
      assertThat(enode.endpoint())
          .contains(new Endpoint(address, vector.get("udp").asInt(), vector.get("tcp").asInt()));
    } else {
      assertThat(enode.endpoint()).isEmpty();
      assertThat(enode.host().orElse(null)).isEqualTo(vector.get("host").textValue());
    }
  }

  @Test
  void recordsAndUrlsOfTheNetworks() {
    JsonNode networks = Vectors.load("networks");
    Vectors.each(networks.get("networks"))
        .forEach(network -> {
          Vectors.each(network.path("bootnodes_enr")).forEach(EnrVectorsTest::assertReads);
          Vectors.each(network.get("bootnodes_enode"))
              .forEach(url -> assertThat(Enode.parse(url.asText()).endpoint()).isPresent());
        });
    Vectors.each(networks.get("discv5_bootnodes_enr").get("records"))
        .forEach(EnrVectorsTest::assertReads);
  }

  private static void assertReads(JsonNode text) {
    NodeRecord record = NodeRecord.parse(text.asText());
    assertThat(record).hasToString(text.asText());
    assertThat(Node.of(record).orElseThrow().endpoint().udp()).isPositive();
  }
}
