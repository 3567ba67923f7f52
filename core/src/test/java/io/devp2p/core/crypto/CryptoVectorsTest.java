package io.devp2p.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import io.devp2p.core.Vectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case of crypto.json. */
final class CryptoVectorsTest {

  private static Stream<JsonNode> cases(String name) {
    return Vectors.each(Vectors.load("crypto").get(name));
  }

  static Stream<JsonNode> keccak() {
    return cases("keccak256");
  }

  @ParameterizedTest
  @MethodSource("keccak")
  void keccak256(JsonNode vector) {
    Bytes digest = Vectors.hex(vector, "digest");
    assertThat(Keccak.hash(Vectors.hex(vector, "input"))).isEqualTo(digest);
  }

  static Stream<JsonNode> crc() {
    return cases("crc32");
  }

  @ParameterizedTest
  @MethodSource("crc")
  void crc32(JsonNode vector) {
    CRC32 crc = new CRC32();
    crc.update(Vectors.hex(vector, "input").toArray());
    assertThat(Bytes.ofUnsignedInt(crc.getValue())).isEqualTo(Vectors.hex(vector, "crc32"));
  }

  static Stream<JsonNode> keys() {
    return cases("keys");
  }

  @ParameterizedTest
  @MethodSource("keys")
  void publicKeysAndAddresses(JsonNode vector) {
    NodeKey key = NodeKey.of(Bytes32.wrap(Vectors.hex(vector, "private_key")));
    assertThat(key.publicKey().bytes()).isEqualTo(Vectors.hex(vector, "public_key"));
    assertThat(Keccak.hash(key.publicKey().bytes()).slice(12))
        .isEqualTo(Vectors.hex(vector, "address"));
  }

  static Stream<JsonNode> invalidKeys() {
    return cases("invalid_private_keys");
  }

  @ParameterizedTest
  @MethodSource("invalidKeys")
  void refusesInvalidKeys(JsonNode vector) {
    Bytes32 scalar = Bytes32.fromHexString(vector.asText());
    assertThatIllegalArgumentException().isThrownBy(() -> NodeKey.of(scalar));
  }
}
