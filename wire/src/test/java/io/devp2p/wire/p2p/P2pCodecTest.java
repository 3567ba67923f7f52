package io.devp2p.wire.p2p;

import static io.devp2p.core.Vectors.hex;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.devp2p.core.Rule;
import io.devp2p.core.Vectors;
import io.devp2p.core.Violation;
import io.devp2p.core.rlp.RlpRule;
import io.devp2p.core.rlp.RlpWriter;
import io.devp2p.wire.Capability;
import io.devp2p.wire.ClientId;
import io.devp2p.wire.DisconnectReason;
import io.devp2p.wire.p2p.P2pMessage.Disconnect;
import io.devp2p.wire.p2p.P2pMessage.Ping;
import io.devp2p.wire.p2p.P2pMessage.Pong;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class P2pCodecTest {

  static final Bytes NODE_KEY = Bytes.repeat((byte) 7, 64);

  private static Stream<JsonNode> vectors() {
    return Vectors.each(Vectors.load("eth-messages").get("p2p"));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void readsVector(JsonNode vector) {
    Bytes encoding = hex(vector, "encoding");
    switch (vector.get("code").asInt()) {
      case Hello.CODE ->
          assertThat(P2pCodec.encode(P2pCodec.decodeHello(encoding))).isEqualTo(encoding);
      case Disconnect.CODE ->
          assertThat(P2pCodec.decodeDisconnect(encoding).reason().code())
              .isEqualTo(reason(vector, encoding));
      case Ping.CODE -> assertThat(P2pCodec.encode(new Ping())).isEqualTo(encoding);
      default -> assertThat(P2pCodec.encode(new Pong())).isEqualTo(encoding);
    }
  }

  /** The vectors of Besu call every number that Besu does not know "unknown": we keep numbers. */
  private static int reason(JsonNode vector, Bytes encoding) {
    JsonNode reason = vector.path("reason");
    if (reason.isNull()) {
      return DisconnectReason.NO_REASON.code();
    } else if (reason.isInt()) {
      return reason.asInt();
    } else if (encoding.size() > 3) {
      return DisconnectReason.UNKNOWN.code();
    }
    int last = encoding.get(encoding.size() - 1) & 0xff;
    return last == 0x80 ? 0 : last;
  }

  @Test
  void readsHelloOfEip8() {
    JsonNode vector = Vectors.load("rlpx-handshake").get("hello_packets").get(0);
    Hello hello = P2pCodec.decodeHello(hex(vector, "payload"));
    assertThat(hello.version()).isEqualTo(0x37);
    assertThat(hello.client().toString()).isEqualTo("kneth/v0.91/plan9");
    assertThat(hello.capabilities())
        .containsExactly(new Capability("eth", 0x3d), new Capability("mork", 0x16));
    assertThat(hello.listenPort()).isEqualTo(0x270f);
    assertThat(hello.nodeKey())
        .isEqualTo(hex(Vectors.load("rlpx-handshake"), "static_public_key_a"));
  }

  @Test
  void roundTrip() {
    Hello hello =
        new Hello(5, ClientId.of("x/1"), List.of(new Capability("eth", 69)), 30303, NODE_KEY);
    assertThat(P2pCodec.decodeHello(P2pCodec.encode(hello))).isEqualTo(hello);
    assertThat(P2pCodec.encode(new Ping())).isEqualTo(Bytes.of(0xc0));
    assertThat(P2pCodec.encode(new Pong())).isEqualTo(Bytes.of(0xc0));
  }

  private static Bytes hello(
      Consumer<RlpWriter> capabilities, Consumer<RlpWriter> after, Bytes key) {
    return RlpWriter.encodeList(w -> {
      w.uint(5).text("x").list(capabilities).uint(0).bytes(key);
      after.accept(w);
    });
  }

  static Bytes withCapabilities(int count) {
    return hello(
        w -> {
          for (int i = 0; i < count; i++) {
            w.list(c -> c.text("eth").uint(1));
          }
        },
        w -> {},
        NODE_KEY);
  }

  static Bytes withExtra(int count) {
    return hello(
        w -> {},
        w -> {
          for (int i = 0; i < count; i++) {
            w.list(e -> e.uint(1));
          }
        },
        NODE_KEY);
  }

  /** P-02: long, empty, foreign and duplicate names, large versions: kept, and never shared. */
  @Test
  void keepsCapabilitiesThatCannotBeShared() {
    Bytes encoded =
        hello(
            w -> {
              w.list(c -> c.text("").uint(1));
              w.list(c -> c.text("ninechars").uint(1));
              w.list(c -> c.bytes(Bytes.of(0x1b, 0xff, 'x')).uint(1));
              w.list(c -> c.text("eth").uint(256));
              w.list(c -> c.text("eth").uint(68).uint(1));
              w.list(c -> c.text("eth").uint(68));
            },
            w -> {},
            NODE_KEY);
    List<Capability> read = P2pCodec.decodeHello(encoded).capabilities();
    assertThat(read).hasSize(6);
    assertThat(read.stream().filter(Capability::isShareable))
        .containsExactly(new Capability("eth", 68), new Capability("eth", 68));
    assertThat(read.get(2).toString()).isEqualTo("\ufffd\ufffdx/1");
  }

  @Test
  void boundsOfHello() {
    assertThat(P2pCodec.decodeHello(withCapabilities(64)).capabilities()).hasSize(64);
    assertThat(P2pCodec.decodeHello(withExtra(16)).version()).isEqualTo(5);
    assertRefused(P2pRule.P2P_HELLO_CAPABILITIES, withCapabilities(65));
    assertRefused(P2pRule.P2P_HELLO_EXTRA, withExtra(17));
    assertRefused(P2pRule.P2P_MESSAGE_SIZE, withCapabilities(1000));
    assertRefused(RlpRule.RLP_WRONG_LENGTH, hello(w -> {}, w -> {}, NODE_KEY.slice(1)));
    assertRefused(
        RlpRule.RLP_INTEGER_TOO_LARGE,
        hello(w -> w.list(c -> c.text("eth").uint(-1L)), w -> {}, NODE_KEY));
    assertRefused(RlpRule.RLP_MISSING_ELEMENT, Bytes.of(0xc1, 5));
    assertRefused(RlpRule.RLP_EXPECTED_LIST, Bytes.of(5));
  }

  private static void assertRefused(Rule rule, Bytes hello) {
    assertThatThrownBy(() -> P2pCodec.decodeHello(hello))
        .isInstanceOfSatisfying(Violation.class, v -> assertThat(v.rule()).isEqualTo(rule));
  }

  @Test
  void onlyViolationsComeOut() {
    Random random = new Random(5);
    Bytes valid = withCapabilities(3);
    for (int i = 0; i < 20_000; i++) {
      byte[] mutant = valid.toArray();
      for (int flips = random.nextInt(4); flips >= 0; flips--) {
        mutant[random.nextInt(mutant.length)] = (byte) random.nextInt();
      }
      Bytes input = Bytes.wrap(mutant, 0, random.nextInt(mutant.length + 1));
      try {
        assertThat(P2pCodec.decodeHello(input).nodeKey().size()).isEqualTo(64);
      } catch (Violation refused) {
        assertThat(refused.rule().anchor()).isNotEmpty();
      }
    }
  }

  /** P-04: what a client id may hold, and what is shown of it. */
  @Test
  void clientIdsAreHarmless() {
    String nasty = "a\u001b[31m\r\n\0\u0085\u202e\u2066\u2028<script>=cmd()';--";
    assertThat(ClientId.of(nasty).toString()).isEqualTo("a[31m<script>=cmd()';--");
    assertThat(new ClientId(Bytes.of(0xff, 'x')).toString()).isEqualTo("\ufffdx");
    assertThat(new ClientId(Bytes.wrap(new byte[2000])).bytes().size()).isEqualTo(256);
    assertThat(ClientId.of("Geth/v1").bytes()).isEqualTo(Bytes.wrap("Geth/v1".getBytes(UTF_8)));
  }
}
