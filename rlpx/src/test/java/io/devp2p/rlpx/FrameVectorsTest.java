package io.devp2p.rlpx;

import static io.devp2p.core.Vectors.hex;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.devp2p.core.Vectors;
import io.devp2p.core.crypto.Keccak;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.crypto.PublicKey;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Frames of go-ethereum, captured by Besu, and derived from EIP-8. */
final class FrameVectorsTest {

  private static final JsonNode VECTORS = Vectors.load("rlpx-frames");
  private static final PublicKey SOMEBODY = NodeKey.generate(new Random(1)).publicKey();

  private static Stream<JsonNode> sessions() {
    return Vectors.each(VECTORS.get("captured_sessions"));
  }

  private static Stream<JsonNode> macSteps() {
    return Vectors.each(VECTORS.get("mac_steps").get("cases"));
  }

  private static Keccak state(JsonNode parts) {
    Keccak state = new Keccak();
    Vectors.each(parts).forEach(p -> state.update(Bytes.fromHexString(p.asText())));
    return state;
  }

  private static Secrets secrets(JsonNode session, Keccak egress, Keccak ingress) {
    Bytes32 aes = Bytes32.wrap(hex(session, "aes_secret"));
    return new Secrets(SOMEBODY, aes, Bytes32.wrap(hex(session, "mac_secret")), egress, ingress);
  }

  @ParameterizedTest
  @MethodSource("sessions")
  void readsCapturedSession(JsonNode session) {
    FrameCodec codec =
        new FrameCodec(
            secrets(
                session,
                state(session.get("egress_mac_init")),
                state(session.get("ingress_mac_init"))));
    Vectors.each(session.get("frames"))
        .forEach(
            f -> assertThat(codec.take(Pair.buffer(hex(f, "frame")))).contains(hex(f, "content")));
  }

  @Test
  void writesAndReadsDerivedSession() {
    JsonNode session = VECTORS.get("derived_session");
    FrameCodec writer =
        new FrameCodec(secrets(session, state(session.get("egress_mac_init")), new Keccak()));
    FrameCodec reader =
        new FrameCodec(secrets(session, new Keccak(), state(session.get("egress_mac_init"))));
    Vectors.each(session.get("messages"))
        .forEach(m -> {
          int code = m.get("code").asInt();
          Bytes id = code == 0 ? Bytes.of(0x80) : Bytes.of(code);
          Bytes body = Bytes.concatenate(id, hex(m, "frame_payload"));
          assertThat(Pair.frame(writer, body)).isEqualTo(hex(m, "frame"));
          assertThat(reader.take(Pair.buffer(hex(m, "frame")))).contains(body);
        });
  }

  /** The golden frame has a fake MAC, so its encrypted parts are compared. */
  @Test
  void encryptsGoldenFrame() {
    JsonNode golden = VECTORS.get("golden");
    FrameCodec codec = new FrameCodec(secrets(golden, new Keccak(), new Keccak()));
    Bytes frame = Pair.frame(codec, hex(golden, "frame_content"));
    Bytes expected = hex(golden, "frame");
    assertThat(frame.size()).isEqualTo(expected.size());
    assertThat(frame.slice(0, 16)).isEqualTo(expected.slice(0, 16));
    assertThat(frame.slice(32, 16)).isEqualTo(expected.slice(32, 16));
  }

  @ParameterizedTest
  @MethodSource("macSteps")
  void macSteps(JsonNode step) {
    Bytes32 secret = Bytes32.wrap(hex(VECTORS.get("mac_steps"), "mac_secret"));
    Keccak keccak = new Keccak();
    Vectors.each(step.get("operations"))
        .filter(o -> o.get(0).asText().equals("update"))
        .forEach(o -> keccak.update(Bytes.wrap(o.get(1).asText().getBytes(UTF_8))));
    MacState state =
        new MacState(keccak, FrameCodec.cipher("AES/ECB/NoPadding", secret, Optional.empty()));
    Vectors.each(step.get("operations"))
        .filter(o -> o.get(0).asText().equals("body"))
        .map(o -> o.get(1).asText().getBytes(UTF_8))
        .forEach(body -> state.body(body, 0, body.length));
    assertThat(Bytes.wrap(state.mac()).slice(0, 16)).isEqualTo(hex(step, "digest16"));
  }
}
