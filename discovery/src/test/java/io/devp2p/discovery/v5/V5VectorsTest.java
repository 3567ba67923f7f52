package io.devp2p.discovery.v5;

import static io.devp2p.discovery.Violations.assertViolation;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.devp2p.core.Vectors;
import io.devp2p.core.crypto.Curves;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.crypto.PublicKey;
import io.devp2p.core.node.NodeId;
import io.devp2p.core.node.NodeRecord;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case of discv5-wire.json. */
final class V5VectorsTest {

  private static final JsonNode FILE = Vectors.load("discv5-wire");
  private static final NodeKey KEY_A = key(FILE, "node_a_key");
  private static final NodeKey KEY_B = key(FILE, "node_b_key");
  private static final NodeId A = id(FILE, "node_a_id");
  private static final NodeId B = id(FILE, "node_b_id");

  private final V5Crypto crypto = new V5Crypto(Curves.bouncyCastle());

  private static NodeKey key(JsonNode object, String field) {
    return NodeKey.of(Bytes32.wrap(Vectors.hex(object, field)));
  }

  private static NodeId id(JsonNode object, String field) {
    return new NodeId(Bytes32.wrap(Vectors.hex(object, field)));
  }

  private static SecretKeySpec aes(JsonNode object, String field) {
    return V5Crypto.key(Vectors.hex(object, field).toArray(), 0);
  }

  @Test
  void nodes() {
    assertThat(NodeId.of(KEY_A.publicKey())).isEqualTo(A);
    assertThat(NodeId.of(KEY_B.publicKey())).isEqualTo(B);
  }

  static Stream<JsonNode> packets() {
    return Vectors.each(FILE.get("packets"));
  }

  @ParameterizedTest
  @MethodSource("packets")
  void readsPackets(JsonNode vector) {
    Bytes datagram = Vectors.hex(vector, "packet");
    JsonNode decoded = vector.get("decoded");
    V5Codec codec = new V5Codec(B);
    assertThat(codec.isV5(datagram)).isTrue();
    assertThat(new V5Codec(A).isV5(datagram)).isFalse();
    Bytes nonce = Vectors.hex(decoded, "nonce");
    Bytes message = Vectors.hex(decoded, "message_ciphertext");
    Bytes covered = Vectors.hex(decoded, "message_ad");
    V5Packet expected =
        switch (vector.get("flag").asInt()) {
          case 0 -> new V5Packet.Ordinary(A, nonce, message, covered);
          case 1 ->
              new V5Packet.Whoareyou(
                  nonce,
                  Vectors.hex(vector.get("fields"), "whoareyou.id-nonce"),
                  vector.get("fields").get("whoareyou.enr-seq").asLong(),
                  Vectors.hex(vector.get("fields"), "whoareyou.challenge-data"));
          default ->
              new V5Packet.Handshake(
                  id(decoded, "src_id"),
                  nonce,
                  Vectors.hex(decoded, "id_signature"),
                  Vectors.hex(decoded, "eph_pubkey"),
                  Optional.of(Vectors.hex(decoded, "record")).filter(r -> !r.isEmpty()),
                  message,
                  covered);
        };
    assertThat(codec.decode(datagram)).isEqualTo(expected);
  }

  static Stream<JsonNode> withMessage() {
    return packets().filter(vector -> vector.get("flag").asInt() != 1);
  }

  @ParameterizedTest
  @MethodSource("withMessage")
  void decryptsAndEncryptsMessages(JsonNode vector) {
    JsonNode decoded = vector.get("decoded");
    SecretKeySpec key = aes(vector.get("fields"), "read-key");
    Bytes nonce = Vectors.hex(decoded, "nonce");
    Bytes covered = Vectors.hex(decoded, "message_ad");
    Bytes encrypted = Vectors.hex(decoded, "message_ciphertext");
    Bytes plaintext = Vectors.hex(decoded, "message_plaintext");
    assertThat(crypto.decrypt(key, nonce, encrypted, covered)).isEqualTo(plaintext);
    assertThat(crypto.encrypt(key, nonce, plaintext, covered)).isEqualTo(encrypted);
    assertThat(V5Samples.decode(plaintext))
        .isEqualTo(
            new V5Message.Ping(
                Vectors.hex(vector.get("fields"), "ping.req-id"),
                vector.get("fields").get("ping.enr-seq").asLong()));
  }

  @ParameterizedTest
  @MethodSource("packets")
  void writesTheSamePackets(JsonNode vector) {
    JsonNode decoded = vector.get("decoded");
    Bytes iv = Vectors.hex(decoded, "masking_iv");
    Bytes message = Vectors.hex(decoded, "message_ciphertext");
    V5Codec codec = new V5Codec(A);
    V5Codec.Framed framed =
        switch (new V5Codec(B).decode(Vectors.hex(vector, "packet"))) {
          case V5Packet.Ordinary p -> codec.ordinary(B, A, iv, p.nonce());
          case V5Packet.Whoareyou p -> codec.whoareyou(B, iv, p.nonce(), p.idNonce(), p.enrSeq());
          case V5Packet.Handshake p ->
              codec.handshake(B, A, iv, p.nonce(), p.idSignature(), p.ephemeralKey(), p.record());
        };
    assertThat(framed.with(message)).isEqualTo(Vectors.hex(vector, "packet"));
    assertThat(framed.additionalData()).isEqualTo(Vectors.hex(decoded, "message_ad"));
  }

  static Stream<JsonNode> handshakes() {
    return packets().filter(vector -> vector.get("flag").asInt() == 2);
  }

  @ParameterizedTest
  @MethodSource("handshakes")
  void bothSidesOfHandshakes(JsonNode vector) {
    JsonNode fields = vector.get("fields");
    JsonNode decoded = vector.get("decoded");
    Bytes challenge = Vectors.hex(fields, "whoareyou.challenge-data");
    NodeKey ephemeral = key(fields, "ephemeral-key");
    Bytes publicEphemeral = Vectors.hex(fields, "ephemeral-pubkey");
    assertThat(ephemeral.publicKey().compressed()).isEqualTo(publicEphemeral);
    V5Crypto.Keys expected =
        new V5Crypto.Keys(aes(decoded, "initiator_key"), aes(decoded, "recipient_key"));
    assertThat(crypto.deriveKeys(ephemeral, KEY_B.publicKey(), A, B, challenge))
        .isEqualTo(expected);
    assertThat(crypto.deriveKeys(KEY_B, PublicKey.ofCompressed(publicEphemeral), A, B, challenge))
        .isEqualTo(expected);
    Bytes signature = Vectors.hex(decoded, "id_signature");
    assertThat(crypto.signIdentity(KEY_A, challenge, publicEphemeral, B)).isEqualTo(signature);
    assertThat(crypto.verifyIdentity(signature, KEY_A.publicKey(), challenge, publicEphemeral, B))
        .isTrue();
    if (decoded.has("record_text")) {
      assertThat(NodeRecord.decode(Vectors.hex(decoded, "record")))
          .hasToString(decoded.get("record_text").asText());
    }
  }

  @Test
  void sharedSecret() {
    JsonNode vector = FILE.get("primitives").get("ecdh");
    PublicKey other = PublicKey.ofCompressed(Vectors.hex(vector, "public-key"));
    assertThat(key(vector, "secret-key").ecdh(other))
        .isEqualTo(Vectors.hex(vector, "shared-secret"));
  }

  // With the order of the HKDF arguments as it was put right in devp2p#271.
  @Test
  void keyDerivation() {
    JsonNode vector = FILE.get("primitives").get("key-derivation");
    V5Crypto.Keys keys =
        crypto.deriveKeys(
            key(vector, "ephemeral-key"),
            PublicKey.ofCompressed(Vectors.hex(vector, "dest-pubkey")),
            id(vector, "node-id-a"),
            id(vector, "node-id-b"),
            Vectors.hex(vector, "challenge-data"));
    assertThat(keys)
        .isEqualTo(new V5Crypto.Keys(aes(vector, "initiator-key"), aes(vector, "recipient-key")));
  }

  @Test
  void identityProof() {
    JsonNode vector = FILE.get("primitives").get("id-nonce-signing");
    assertThat(
            crypto.signIdentity(
                key(vector, "static-key"),
                Vectors.hex(vector, "challenge-data"),
                Vectors.hex(vector, "ephemeral-pubkey"),
                id(vector, "node-id-B")))
        .isEqualTo(Vectors.hex(vector, "id-signature"));
  }

  @Test
  void authenticatedEncryption() {
    JsonNode vector = FILE.get("primitives").get("aes-gcm");
    assertThat(
            crypto.encrypt(
                aes(vector, "encryption-key"),
                Vectors.hex(vector, "nonce"),
                Vectors.hex(vector, "pt"),
                Vectors.hex(vector, "ad")))
        .isEqualTo(Vectors.hex(vector, "message-ciphertext"));
  }

  static Stream<JsonNode> messages() {
    return Vectors.each(FILE.get("messages"));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void messages(JsonNode vector) {
    V5Message message = expected(vector);
    assertThat(message.type()).isEqualTo(Vectors.hex(vector, "type").toInt());
    assertThat(V5Samples.decode(Vectors.hex(vector, "encoding"))).isEqualTo(message);
    assertThat(V5MessageCodec.encode(message)).isEqualTo(Vectors.hex(vector, "encoding"));
  }

  private static V5Message expected(JsonNode vector) {
    JsonNode f = vector.get("fields");
    Bytes id = Vectors.hex(f, "request_id");
    return switch (Vectors.hex(vector, "type").toInt()) {
      case 1 -> new V5Message.Ping(id, f.get("enr_seq").asLong());
      case 2 ->
          new V5Message.Pong(
              id,
              f.get("enr_seq").asLong(),
              V5Samples.address(f.get("ip").asText()),
              f.get("port").asInt());
      case 3 -> new V5Message.FindNode(id, distances(f));
      case 4 -> new V5Message.Nodes(id, f.get("total").asLong(), records(f));
      case 5 ->
          new V5Message.TalkRequest(id, Vectors.hex(f, "protocol"), Vectors.hex(f, "request"));
      case 6 -> new V5Message.TalkResponse(id, Vectors.hex(f, "response"));
      case 7 ->
          new V5Message.RegTopic(
              id,
              Bytes32.wrap(Vectors.hex(f, "topic")),
              NodeRecord.parse(f.get("record").asText()),
              Vectors.hex(f, "ticket"),
              distances(f));
      case 8 ->
          new V5Message.RegConfirmation(
              id,
              f.get("total").asLong(),
              Vectors.hex(f, "ticket"),
              f.get("wait_time_ms").asLong());
      case 9 -> new V5Message.TopicQuery(id, Bytes32.wrap(Vectors.hex(f, "topic")), distances(f));
      case 10 -> new V5Message.TopicNodes(id, f.get("total").asLong(), records(f));
      default -> throw new AssertionError("the vectors have a new type");
    };
  }

  private static List<Integer> distances(JsonNode fields) {
    return Vectors.each(fields.get("distances")).map(JsonNode::asInt).toList();
  }

  private static List<NodeRecord> records(JsonNode fields) {
    return Vectors.each(fields.get("records"))
        .map(text -> NodeRecord.parse(text.asText()))
        .toList();
  }

  static Stream<JsonNode> invalidMessages() {
    return Vectors.each(FILE.get("invalid_messages"));
  }

  @ParameterizedTest
  @MethodSource("invalidMessages")
  void refusesMessages(JsonNode vector) {
    V5Rule rule =
        switch (vector.get("name").asText()) {
          case "request-id-9-bytes" -> V5Rule.V5_REQUEST_ID;
          case "ping-missing-enr-seq" -> V5Rule.V5_MESSAGE;
          case "unknown-type" -> V5Rule.V5_MESSAGE_TYPE;
          default -> throw new AssertionError("the vectors have a new case: " + vector.get("name"));
        };
    assertViolation(rule, () -> V5Samples.decode(Vectors.hex(vector, "encoding")));
  }

  static Stream<JsonNode> distances() {
    return Vectors.each(FILE.get("log_distance"));
  }

  @ParameterizedTest
  @MethodSource("distances")
  void logDistances(JsonNode vector) {
    assertThat(id(vector, "a").logDistance(id(vector, "b")))
        .isEqualTo(vector.get("log_distance").asInt());
  }
}
