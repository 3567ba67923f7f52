package io.devp2p.core.rlp;

import static io.devp2p.core.Violations.assertViolation;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.devp2p.core.Vectors;
import java.math.BigInteger;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.units.bigints.UInt256;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case of rlp.json. */
final class RlpVectorsTest {

  static Stream<JsonNode> valid() {
    return Vectors.each(Vectors.load("rlp").get("valid"));
  }

  @ParameterizedTest
  @MethodSource("valid")
  void readsAndWrites(JsonNode vector) {
    Bytes encoding = Vectors.hex(vector, "encoding");
    RlpTree value = tree(vector.get("value"));
    assertThat(RlpWriter.encode(value::write)).isEqualTo(encoding);
    assertThat(RlpTree.decode(encoding)).isEqualTo(value);
  }

  private static RlpTree tree(JsonNode value) {
    if (value.isTextual()) {
      return new RlpTree.Text(Bytes.fromHexString(value.asText()));
    }
    if (value.isObject()) {
      BigInteger integer = new BigInteger(value.get("int").asText());
      return new RlpTree.Text(Bytes.wrap(integer.toByteArray()).trimLeadingZeros());
    }
    return new RlpTree.Branch(Vectors.each(value).map(RlpVectorsTest::tree).toList());
  }

  static Stream<JsonNode> integers() {
    return Vectors.each(Vectors.load("rlp").get("integers"));
  }

  @ParameterizedTest
  @MethodSource("integers")
  void readsAndWritesIntegers(JsonNode vector) {
    Bytes encoding = Vectors.hex(vector, "encoding");
    BigInteger value = new BigInteger(vector.get("value").asText());
    assertThat(RlpWriter.encode(w -> w.uint(value.longValue()))).isEqualTo(encoding);
    assertThat(RlpWriter.encode(w -> w.uint(UInt256.valueOf(value)))).isEqualTo(encoding);
    assertThat(Long.toUnsignedString(RlpReader.of(encoding).uint64())).isEqualTo(value.toString());
    assertThat(RlpReader.of(encoding).uint256().toUnsignedBigInteger()).isEqualTo(value);
  }

  static Stream<JsonNode> invalid() {
    return Vectors.each(Vectors.load("rlp").get("invalid"));
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void refuses(JsonNode vector) {
    Bytes encoding = Vectors.hex(vector, "encoding");
    if (vector.has("reason")) {
      assertViolation(ruleOfReason(vector.get("reason").asText()), () -> RlpTree.decode(encoding));
    } else {
      assertViolation(
          ruleOfError(vector.get("error").asText()),
          () -> {
            readAs(vector.get("decode_as").asText(), RlpReader.of(encoding));
            readForever(RlpReader.of(encoding));
          });
    }
  }

  private static void readAs(String kind, RlpReader in) {
    switch (kind) {
      case "Bytes" -> in.bytes();
      case "Uint" -> in.uint64();
      case "List" -> in.list();
      case "Raw" -> in.raw();
      case "Kind" -> in.nextLength();
      default -> throw new AssertionError("the vectors have a new kind: " + kind);
    }
  }

  /** Goes down into the first list and reads past its end, as the tests of go-ethereum do. */
  private static void readForever(RlpReader in) {
    while (true) {
      if (in.nextIsList()) {
        readForever(in.list());
      }
      in.bytes();
    }
  }

  private static RlpRule ruleOfReason(String reason) {
    return switch (reason) {
      case "short" -> RlpRule.RLP_TRUNCATED;
      case "eof" -> RlpRule.RLP_MISSING_ELEMENT;
      case "nonopt", "lead0", "canon1" -> RlpRule.RLP_NOT_CANONICAL;
      default -> throw new AssertionError("the vectors have a new reason: " + reason);
    };
  }

  private static RlpRule ruleOfError(String error) {
    return switch (error) {
      case "ErrExpectedString" -> RlpRule.RLP_EXPECTED_BYTES;
      case "ErrExpectedList" -> RlpRule.RLP_EXPECTED_LIST;
      case "EOL", "io.EOF" -> RlpRule.RLP_MISSING_ELEMENT;
      case "ErrElemTooLarge", "ErrValueTooLarge", "io.ErrUnexpectedEOF" -> RlpRule.RLP_TRUNCATED;
      case "ErrCanonInt" -> RlpRule.RLP_INTEGER_LEADING_ZERO;
      case "ErrCanonSize" -> RlpRule.RLP_NOT_CANONICAL;
      default -> throw new AssertionError("the vectors have a new error: " + error);
    };
  }
}
