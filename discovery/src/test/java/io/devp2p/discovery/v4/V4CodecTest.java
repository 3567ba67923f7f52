package io.devp2p.discovery.v4;

import static io.devp2p.discovery.Violations.assertViolation;
import static io.devp2p.discovery.v4.V4Samples.EXPIRATION;
import static io.devp2p.discovery.v4.V4Samples.KEY;
import static io.devp2p.discovery.v4.V4Samples.OTHER;
import static io.devp2p.discovery.v4.V4Samples.endpoint;
import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.Bounds;
import io.devp2p.core.crypto.Curves;
import io.devp2p.core.crypto.Keccak;
import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.EnrRule;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import io.devp2p.core.rlp.RlpWriter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the vectors do not show: leniency, hearsay and copies. */
final class V4CodecTest {

  private static final Bytes FOUR = Bytes.of(192, 0, 2, 1);

  static Stream<V4Packet> packets() {
    return V4Samples.packets().stream();
  }

  @ParameterizedTest
  @MethodSource("packets")
  void roundTrip(V4Packet packet) {
    V4Codec.Encoded encoded = V4Codec.encode(KEY, packet);
    assertThat(encoded.datagram().size()).isBetween(V4Codec.MIN_SIZE, Bounds.UDP_PACKET);
    V4Codec.Decoded decoded =
        V4Codec.decode(Curves.bouncyCastle(), V4Codec.check(encoded.datagram()));
    assertThat(decoded)
        .isEqualTo(
            new V4Codec.Decoded(
                KEY.publicKey(), NodeId.of(KEY.publicKey()), encoded.hash(), packet));
  }

  @ParameterizedTest
  @MethodSource("packets")
  void nothingPinsTheBufferItCameFrom(V4Packet packet) {
    byte[] buffer = V4Codec.encode(KEY, packet).datagram().toArray();
    V4Codec.Decoded decoded =
        V4Codec.decode(Curves.bouncyCastle(), V4Codec.check(Bytes.wrap(buffer)));
    java.util.Arrays.fill(buffer, (byte) 0xff);
    assertThat(decoded.packet()).isEqualTo(packet);
  }

  // EIP-8 and F4-05: a version is not looked at, whatever it is.
  @ParameterizedTest
  @ValueSource(
      strings = {"0x80", "0x03", "0x04", "0x05", "0x06", "0x83ffffff", "0xc0", "0xc3010203"})
  void versionsAreIgnored(String version) {
    assertThat(ping(w -> w.raw(Bytes.fromHexString(version)), V4CodecTest::good, V4CodecTest::good))
        .isEqualTo(
            new V4Packet.Ping(
                Optional.of(endpoint("192.0.2.1")),
                Optional.of(endpoint("192.0.2.1")),
                EXPIRATION,
                OptionalLong.of(7)));
  }

  // F4-05, F4-08: what is no endpoint costs itself, not the packet.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0xc0", // nothing
        "0xc3808080", // an empty address, as deployed clients send it
        "0xc6830102038080", // 3 bytes
        "0xc8850102030405" + "8080", // 5 bytes
        "0xc984c000020183010000", // port 65,536
        "0xc884c000020182001e", // a leading zero
        "0xc584c0000201", // no port
        "0xc4c3010203" // a list where the address should be
      })
  void endpointsOfPingAndPongMayBeNone(String encoded) {
    Bytes bad = Bytes.fromHexString(encoded);
    V4Packet.Ping from = ping(w -> w.uint(4), w -> w.raw(bad), V4CodecTest::good);
    assertThat(from.from()).isEmpty();
    assertThat(from.to()).contains(endpoint("192.0.2.1"));
    V4Packet.Ping to = ping(w -> w.uint(4), V4CodecTest::good, w -> w.raw(bad));
    assertThat(to.from()).contains(endpoint("192.0.2.1"));
    assertThat(to.to()).isEmpty();
    Bytes pong =
        RlpWriter.encodeList(w -> w.raw(bad).bytes(Keccak.hash(Bytes.EMPTY)).uint(EXPIRATION));
    assertThat(((V4Packet.Pong) V4Samples.decode(V4Samples.packet(2, pong))).to()).isEmpty();
  }

  @Test
  void endpointsWithoutTcpPortAndMappedOnes() {
    V4Packet.Ping ping =
        ping(
            w -> w.uint(4),
            w -> w.list(l -> l.bytes(FOUR).uint(30303)),
            w ->
                w.list(l ->
                    l.bytes(Bytes.fromHexString("0x00000000000000000000ffffc0000201"))
                        .uint(30303)
                        .uint(30304)
                        .uint(9)));
    assertThat(ping.from()).contains(new Endpoint(V4Samples.address("192.0.2.1"), 30303, 0));
    assertThat(ping.to()).contains(endpoint("192.0.2.1"));
  }

  private static void good(RlpWriter out) {
    out.list(l -> l.bytes(FOUR).uint(30303).uint(30304));
  }

  private static V4Packet.Ping ping(
      Consumer<RlpWriter> version, Consumer<RlpWriter> from, Consumer<RlpWriter> to) {
    Bytes data =
        RlpWriter.encodeList(w -> {
          version.accept(w);
          from.accept(w);
          to.accept(w);
          w.uint(EXPIRATION).uint(7);
        });
    return (V4Packet.Ping) V4Samples.decode(V4Samples.packet(1, data));
  }

  // EIP-868: the number is optional; whatever else stands there is not one.
  @ParameterizedTest
  @CsvSource({
    "'', -",
    "80, 0",
    "07, 7",
    "88ffffffffffffffff, 18446744073709551615",
    "c0, -",
    "89010000000000000000, -",
    "820001, -"
  })
  void sequenceNumbers(String last, String seq) {
    Bytes data =
        RlpWriter.encodeList(w -> {
          w.list(l -> l.bytes(FOUR).uint(1).uint(1));
          w.bytes(Keccak.hash(Bytes.EMPTY)).uint(EXPIRATION).raw(Bytes.fromHexString(last));
        });
    OptionalLong read = ((V4Packet.Pong) V4Samples.decode(V4Samples.packet(2, data))).enrSeq();
    assertThat(read.isPresent() ? Long.toUnsignedString(read.getAsLong()) : "-").isEqualTo(seq);
  }

  @Test
  void furtherElementsAndBytesAreIgnoredInEveryPacket() {
    for (V4Packet packet : V4Samples.packets()) {
      Bytes data = V4Codec.encode(KEY, packet).datagram().slice(98);
      Bytes more = Bytes.concatenate(data, Bytes.of(0xff, 0xb9, 0));
      if (V4Codec.MIN_SIZE + more.size() <= Bounds.UDP_PACKET) {
        assertThat(V4Samples.decode(V4Samples.packet(packet.type(), more))).isEqualTo(packet);
      }
    }
  }

  // V4-10, F4-08: a bad entry is skipped, the rest is used.
  @Test
  void badNeighborsCostThemselves() {
    Node good = Node.of(OTHER.publicKey(), endpoint("192.0.2.1"));
    Bytes key = OTHER.publicKey().bytes();
    List<Consumer<RlpWriter>> bad =
        List.of(
            l -> {}, // nothing
            l -> l.bytes(Bytes.EMPTY).uint(30303).uint(30304).bytes(key),
            l -> l.bytes(Bytes.of(1, 2, 3)).uint(30303).uint(30304).bytes(key),
            l -> l.bytes(Bytes.of(1, 2, 3, 4, 5)).uint(30303).uint(30304).bytes(key),
            l -> l.bytes(FOUR).uint(0x10000).uint(30304).bytes(key),
            l -> l.bytes(FOUR).uint(30303).uint(30304),
            l -> l.bytes(FOUR).uint(30303).uint(30304).bytes(key.slice(1)),
            l -> l.bytes(FOUR).uint(30303).uint(30304).bytes(Bytes.repeat((byte) 1, 64)),
            l -> l.bytes(FOUR).uint(30303).bytes(key));
    Bytes data =
        RlpWriter.encodeList(w ->
            w.list(
                    nodes -> {
                      bad.forEach(nodes::list);
                      nodes.bytes(FOUR).uint(1); // no lists at all
                      entry(nodes, good);
                    })
                .uint(EXPIRATION));
    assertThat(V4Samples.decode(V4Samples.packet(4, data)))
        .isEqualTo(new V4Packet.Neighbors(List.of(good), EXPIRATION));
  }

  private static void entry(RlpWriter out, Node node) {
    out.list(
        l -> l.bytes(FOUR).uint(30303).uint(30304).bytes(node.key().bytes()).uint(1)); // one more
  }

  @Test
  void aPacketOfJunkNeighborsIsReadOnce() {
    Bytes junk = Bytes.repeat((byte) 0xc0, 1_100);
    Bytes data = RlpWriter.encodeList(w -> w.list(l -> l.raw(junk)).uint(EXPIRATION));
    assertThat(V4Samples.decode(V4Samples.packet(4, data)))
        .isEqualTo(new V4Packet.Neighbors(List.of(), EXPIRATION));
  }

  @Test
  void theRecordOfAnswerMustVerify() {
    Bytes record = V4Samples.record().encoded();
    byte[] forged = record.toArray();
    forged[forged.length - 1] ^= 1;
    assertViolation(EnrRule.ENR_SIGNATURE, () -> V4Samples.decode(answer(Bytes.wrap(forged))));
    assertViolation(
        EnrRule.ENR_TOO_LARGE,
        () ->
            V4Samples.decode(
                answer(RlpWriter.encodeList(w -> w.bytes(Bytes.wrap(new byte[300]))))));
    assertViolation(V4Rule.V4_DATA, () -> V4Samples.decode(answer(Bytes.of(0x80))));
    // The packet's own signature is looked at before the record's.
    byte[] both = answer(Bytes.wrap(forged)).slice(32).toArray();
    both[64] = 4;
    assertViolation(
        V4Rule.V4_SIGNATURE, () -> V4Samples.decode(V4Samples.hashed(Bytes.wrap(both))));
  }

  private static Bytes answer(Bytes record) {
    return V4Samples.packet(
        6, RlpWriter.encodeList(w -> w.bytes(Keccak.hash(Bytes.EMPTY)).raw(record)));
  }

  // D13, F4-03.
  @ParameterizedTest
  @CsvSource({
    "100, 101, true",
    "100, 100, false",
    "101, 100, false",
    "0, 1, true",
    "9223372036854775807, 100, false",
    "-9223372036854775808, 100, true",
    "-1, 100, true"
  })
  void expirations(long expiration, long clock, boolean expired) {
    assertThat(V4Packet.isExpired(expiration, clock)).isEqualTo(expired);
  }
}
