package io.devp2p.discovery.v4;

import static io.devp2p.discovery.Violations.assertViolation;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.devp2p.core.Vectors;
import io.devp2p.core.crypto.Curves;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.crypto.PublicKey;
import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.core.rlp.RlpWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case of discv4.json. */
final class V4VectorsTest {

  private static final JsonNode FILE = Vectors.load("discv4");
  private static final NodeKey KEY = NodeKey.of(Bytes32.wrap(Vectors.hex(FILE, "node_key")));

  static Stream<JsonNode> packets() {
    return Vectors.each(FILE.get("packets"));
  }

  @ParameterizedTest
  @MethodSource("packets")
  void reads(JsonNode vector) {
    V4Codec.Decoded decoded =
        V4Codec.decode(Curves.bouncyCastle(), V4Codec.check(Vectors.hex(vector, "packet")));
    assertThat(decoded.sender().bytes()).isEqualTo(Vectors.hex(FILE, "node_public_key"));
    assertThat(decoded.id()).isEqualTo(NodeId.of(KEY.publicKey()));
    assertThat(decoded.hash()).isEqualTo(Vectors.hex(vector, "hash"));
    assertThat(decoded.packet().type()).isEqualTo(vector.get("type").asInt());
    assertThat(decoded.packet()).isEqualTo(expected(vector));
  }

  static Stream<JsonNode> canonical() {
    return packets().filter(vector -> !vector.get("name").asText().contains("extra"));
  }

  @ParameterizedTest
  @MethodSource("canonical")
  void writesTheSameBytes(JsonNode vector) {
    Bytes packet = Vectors.hex(vector, "packet");
    V4Codec.Encoded encoded = V4Codec.encode(KEY, expected(vector));
    assertThat(encoded.datagram().slice(97)).isEqualTo(packet.slice(97));
    // The old one was signed with a random nonce, the others as we do (RFC 6979).
    if (!vector.get("name").asText().equals("ping-plain")) {
      assertThat(encoded.datagram()).isEqualTo(packet);
      assertThat(encoded.hash()).isEqualTo(Vectors.hex(vector, "hash"));
    }
  }

  private static V4Packet expected(JsonNode vector) {
    JsonNode data = vector.get("packet_data");
    return switch (vector.get("type").asInt()) {
      case 1 ->
          new V4Packet.Ping(
              endpoint(data.get(1)), endpoint(data.get(2)), number(data.get(3)), seq(data, 4));
      case 2 ->
          new V4Packet.Pong(
              endpoint(data.get(0)),
              Bytes32.wrap(bytes(data.get(1))),
              number(data.get(2)),
              seq(data, 3));
      case 3 -> new V4Packet.FindNode(bytes(data.get(0)), number(data.get(1)));
      case 4 ->
          new V4Packet.Neighbors(
              Vectors.each(data.get(0)).map(V4VectorsTest::node).toList(), number(data.get(1)));
      case 5 -> new V4Packet.EnrRequest(number(data.get(0)));
      case 6 ->
          new V4Packet.EnrResponse(
              Bytes32.wrap(bytes(data.get(0))),
              NodeRecord.decode(
                  RlpWriter.encodeList(
                      w -> Vectors.each(data.get(1)).forEach(item -> w.bytes(bytes(item))))));
      default -> throw new AssertionError("the vectors have a new type");
    };
  }

  private static Node node(JsonNode entry) {
    return Node.of(PublicKey.of(bytes(entry.get(3))), endpoint(entry).orElseThrow());
  }

  private static Optional<Endpoint> endpoint(JsonNode fields) {
    try {
      return Optional.of(
          new Endpoint(
              InetAddress.getByAddress(bytes(fields.get(0)).toArray()),
              (int) number(fields.get(1)),
              (int) number(fields.get(2))));
    } catch (UnknownHostException notInTheVectors) {
      throw new AssertionError(notInTheVectors);
    }
  }

  private static OptionalLong seq(JsonNode data, int at) {
    return data.has(at) && data.get(at).isTextual()
        ? OptionalLong.of(number(data.get(at)))
        : OptionalLong.empty();
  }

  private static long number(JsonNode text) {
    return bytes(text).toLong();
  }

  private static Bytes bytes(JsonNode text) {
    return Bytes.fromHexString(text.asText());
  }

  static Stream<JsonNode> invalid() {
    return Vectors.each(FILE.get("invalid"));
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void refuses(JsonNode vector) {
    Bytes packet = Vectors.hex(vector, "packet");
    switch (vector.get("name").asText()) {
      case "bad-hash" -> assertViolation(V4Rule.V4_HASH, () -> V4Codec.check(packet));
      case "unknown-type" -> assertViolation(V4Rule.V4_TYPE, () -> V4Codec.check(packet));
      case "too-short", "neighbors-13-ipv6" ->
          assertViolation(V4Rule.V4_SIZE, () -> V4Codec.check(packet));
      case "expired" -> { // well formed: only a clock can tell
        V4Packet decoded = V4Codec.decode(Curves.bouncyCastle(), V4Codec.check(packet)).packet();
        long expiration = ((V4Packet.Ping) decoded).expiration();
        assertThat(List.of(expiration, V4Packet.isExpired(expiration, 1_780_000_000L)))
            .containsExactly(1L, true);
      }
      default -> throw new AssertionError("the vectors have a new case: " + vector.get("name"));
    }
  }
}
