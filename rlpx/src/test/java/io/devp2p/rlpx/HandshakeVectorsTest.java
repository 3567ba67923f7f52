package io.devp2p.rlpx;

import static io.devp2p.core.Vectors.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.devp2p.core.Vectors;
import io.devp2p.core.crypto.Keccak;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.crypto.Signatures;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The packets and secrets of EIP-8. A is the initiator, B the recipient. */
final class HandshakeVectorsTest {

  private static final JsonNode VECTORS = Vectors.load("rlpx-handshake");
  private static final NodeKey A = key("static_key_a");
  private static final NodeKey B = key("static_key_b");
  private static final NodeKey EPHEMERAL_A = key("ephemeral_key_a");
  private static final NodeKey EPHEMERAL_B = key("ephemeral_key_b");
  private static final Bytes32 NONCE_A = Bytes32.wrap(hex(VECTORS, "nonce_a"));
  private static final Bytes32 NONCE_B = Bytes32.wrap(hex(VECTORS, "nonce_b"));

  private static NodeKey key(String field) {
    return NodeKey.of(Bytes32.wrap(hex(VECTORS, field)));
  }

  private static Stream<JsonNode> packets(String format, String from) {
    return Vectors.each(VECTORS.get("packets"))
        .filter(p -> p.get("format").asText().equals(format))
        .filter(p -> p.get("from").asText().equals(from));
  }

  private static Stream<JsonNode> auths() {
    return packets("eip8", "A");
  }

  private static Stream<JsonNode> acks() {
    return packets("eip8", "B");
  }

  private static Stream<JsonNode> plains() {
    return Stream.concat(packets("v4-plain", "A"), packets("v4-plain", "B"));
  }

  private static JsonNode expected() {
    return VECTORS.get("secrets_auth2_ack2");
  }

  @Test
  void keysAgree() {
    assertThat(A.publicKey().bytes()).isEqualTo(hex(VECTORS, "static_public_key_a"));
    assertThat(B.publicKey().bytes()).isEqualTo(hex(VECTORS, "static_public_key_b"));
    assertThat(A.ecdh(B.publicKey()).slice(1)).isEqualTo(hex(VECTORS, "static_shared_secret"));
    assertThat(EPHEMERAL_A.ecdh(EPHEMERAL_B.publicKey()).slice(1))
        .isEqualTo(hex(expected(), "ephemeral_shared_secret"));
  }

  @Test
  void theSignatureTellsTheEphemeralKey() {
    Bytes32 token = Bytes32.wrap(hex(VECTORS, "static_shared_secret")).xor(NONCE_A);
    assertThat(Signatures.recover(token, hex(VECTORS, "auth_signature")))
        .isEqualTo(EPHEMERAL_A.publicKey());
  }

  @ParameterizedTest
  @MethodSource("auths")
  void recipientReadsAuth(JsonNode packet) {
    Handshake recipient = Handshake.of(B, Optional.empty(), EPHEMERAL_B, NONCE_B, new Random(1));
    assertThat(recipient.take(Pair.buffer(hex(packet, "packet")))).isTrue();
    Secrets secrets = recipient.finish().secrets();
    assertThat(secrets.remote()).isEqualTo(A.publicKey());
    assertSecrets(secrets);
  }

  @ParameterizedTest
  @MethodSource("acks")
  void initiatorReadsAck(JsonNode packet) {
    Handshake initiator =
        Handshake.of(A, Optional.of(B.publicKey()), EPHEMERAL_A, NONCE_A, new Random(1));
    assertThat(initiator.open()).isPresent();
    assertThat(initiator.take(Pair.buffer(hex(packet, "packet")))).isTrue();
    assertSecrets(initiator.finish().secrets());
  }

  private static void assertSecrets(Secrets secrets) {
    assertThat(secrets.aes()).isEqualTo(hex(expected(), "aes_secret"));
    assertThat(secrets.mac()).isEqualTo(hex(expected(), "mac_secret"));
  }

  @Test
  void macStatesOfAuth2AndAck2() {
    Secrets atB =
        Secrets.derive(
            A.publicKey(),
            Bytes32.wrap(hex(expected(), "ephemeral_shared_secret")),
            false,
            new Secrets.Spoken(NONCE_B, packet("ack2")),
            new Secrets.Spoken(NONCE_A, packet("auth2")));
    assertSecrets(atB);
    assertThat(digest(atB.egress()))
        .isEqualTo(hex(expected(), "recipient_egress_mac_initial_digest"));
    assertThat(digest(atB.ingress()))
        .isEqualTo(hex(expected(), "recipient_ingress_mac_initial_digest"));
    atB.ingress().update(Bytes.of('f', 'o', 'o'));
    assertThat(digest(atB.ingress())).isEqualTo(hex(expected(), "recipient_ingress_mac_after_foo"));
  }

  static Bytes packet(String name) {
    return Vectors.each(VECTORS.get("packets"))
        .filter(p -> p.get("name").asText().equals(name))
        .map(p -> hex(p, "packet"))
        .findFirst()
        .orElseThrow();
  }

  private static Bytes digest(Keccak state) {
    byte[] out = new byte[32];
    state.digest(out, 0);
    return Bytes.wrap(out);
  }

  /** The form from before EIP-8 is the same encryption without a size field, and is not spoken. */
  @ParameterizedTest
  @MethodSource("plains")
  void olderFormDecryptsAndIsNotSpoken(JsonNode packet) {
    byte[] bytes = hex(packet, "packet").toArray();
    NodeKey reader = packet.get("from").asText().equals("A") ? B : A;
    assertThat(Bytes.wrap(Ecies.decrypt(reader, bytes, 0, new byte[0])))
        .isEqualTo(hex(packet.get("decoded"), "plaintext"));

    Handshake handshake = Handshake.recipient(reader, new Random(1));
    // Its first bytes, 04 and a part of x, are a size that it does not have.
    assertThat(handshake.take(ByteBuffer.wrap(bytes))).isFalse();
    assertThatThrownBy(handshake::finish).isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void ourPacketsAreOfTheSizesOfEip8(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 20; i++) {
      Bytes auth = Handshake.initiator(A, B.publicKey(), random).open().orElseThrow();
      int bodyAndPadding = auth.size() - 2 - Ecies.OVERHEAD;
      assertThat(auth.getInt(0) >>> 16).isEqualTo(auth.size() - 2);
      assertThat(bodyAndPadding).isBetween(169 + 100, 169 + 300);
    }
  }
}
