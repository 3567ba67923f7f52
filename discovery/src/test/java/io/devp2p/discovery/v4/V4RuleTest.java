package io.devp2p.discovery.v4;

import static io.devp2p.discovery.Violations.assertViolation;
import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.Bounds;
import io.devp2p.core.Rule;
import io.devp2p.core.rlp.RlpWriter;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the codec refuses by each rule, and which rules are not the codec's. */
final class V4RuleTest {

  private static final Bytes VALID =
      V4Codec.encode(V4Samples.KEY, new V4Packet.EnrRequest(V4Samples.EXPIRATION)).datagram();

  @ParameterizedTest
  @EnumSource
  void refuses(V4Rule rule) {
    assertThat(rule.anchor()).startsWith("discv4.md, ");
    List<Bytes> wrong =
        switch (rule) {
          case V4_SIZE -> sizes();
          case V4_HASH -> List.of(flipped(0), flipped(31), flipped(50), flipped(VALID.size() - 1));
          case V4_TYPE -> types();
          case V4_SIGNATURE -> signatures();
          case V4_DATA -> data();
          // These ask for a clock, a memory or a proof: the machine refuses (RefusalTest).
          case V4_EXPIRED,
              V4_TOO_FAR_AHEAD,
              V4_REPLAYED,
              V4_NO_ENDPOINT_PROOF,
              V4_UNSOLICITED,
              V4_FOREIGN_RECORD ->
              List.of();
        };
    assertThat(wrong.isEmpty()).isEqualTo(rule.kind() == Rule.Kind.MISBEHAVED);
    wrong.forEach(datagram -> assertViolation(rule, () -> V4Samples.decode(datagram)));
  }

  /** F4-07; the hash is right wherever there is room for one. */
  private static List<Bytes> sizes() {
    return IntStream.concat(
            IntStream.range(0, V4Codec.MIN_SIZE), IntStream.of(Bounds.UDP_PACKET + 1, 65_507))
        .mapToObj(size -> Bytes.repeat((byte) 1, size))
        .map(junk -> junk.size() < 32 ? junk : V4Samples.hashed(junk.slice(32)))
        .toList();
  }

  private static List<Bytes> types() {
    return IntStream.concat(IntStream.of(0), IntStream.range(7, 256))
        .mapToObj(type -> V4Samples.packet(type, VALID.slice(V4Codec.MIN_SIZE)))
        .toList();
  }

  private static Bytes flipped(int at) {
    byte[] packet = VALID.toArray();
    packet[at] ^= 1;
    return Bytes.wrap(packet);
  }

  /** F4-06: r and s zero, of the group order and above it; v above 1. */
  private static List<Bytes> signatures() {
    Bytes order =
        Bytes.fromHexString("0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");
    Bytes zero = Bytes.repeat((byte) 0, 32);
    Bytes most = Bytes.repeat((byte) 0xff, 32);
    return List.of(
        signed(zero, 0),
        signed(order, 0),
        signed(most, 0),
        signed(zero, 32),
        signed(order, 32),
        signed(most, 32),
        signed(Bytes.of(2), 64),
        signed(Bytes.of(4), 64),
        signed(Bytes.of(27), 64),
        signed(Bytes.of(255), 64));
  }

  private static Bytes signed(Bytes part, int at) {
    Bytes signed = VALID.slice(32);
    return V4Samples.hashed(
        Bytes.concatenate(signed.slice(0, at), part, signed.slice(at + part.size())));
  }

  private static List<Bytes> data() {
    Bytes key = V4Samples.KEY.publicKey().bytes();
    return List.of(
        V4Samples.packet(1, Bytes.EMPTY),
        V4Samples.packet(1, Bytes.of(0xc0)),
        V4Samples.packet(1, Bytes.of(0xc1, 0xc0)),
        V4Samples.packet(1, RlpWriter.encodeList(w -> w.uint(4).uint(1).uint(2).uint(3))),
        V4Samples.packet(2, RlpWriter.encodeList(w -> w.list(l -> {}).bytes(key).uint(1))),
        V4Samples.packet(3, RlpWriter.encodeList(w -> w.bytes(key.slice(1)).uint(1))),
        V4Samples.packet(3, RlpWriter.encodeList(w -> w.bytes(key))),
        V4Samples.packet(4, RlpWriter.encodeList(w -> w.bytes(key).uint(1))),
        V4Samples.packet(4, RlpWriter.encodeList(w -> w.list(l -> l.raw(Bytes.of(0xc5))).uint(1))),
        V4Samples.packet(5, Bytes.of(0x84, 1, 2, 3, 4)),
        V4Samples.packet(5, RlpWriter.encodeList(w -> w.list(l -> {}))),
        V4Samples.packet(5, RlpWriter.encodeList(w -> w.bytes(Bytes.repeat((byte) 1, 9)))),
        V4Samples.packet(6, RlpWriter.encodeList(w -> w.bytes(key.slice(32)))));
  }
}
