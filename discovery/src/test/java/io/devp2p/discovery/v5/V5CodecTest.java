package io.devp2p.discovery.v5;

import static io.devp2p.discovery.v5.V5Samples.EPHEMERAL;
import static io.devp2p.discovery.v5.V5Samples.ID_A;
import static io.devp2p.discovery.v5.V5Samples.ID_B;
import static io.devp2p.discovery.v5.V5Samples.ID_NONCE;
import static io.devp2p.discovery.v5.V5Samples.IV;
import static io.devp2p.discovery.v5.V5Samples.MESSAGE;
import static io.devp2p.discovery.v5.V5Samples.NONCE;
import static io.devp2p.discovery.v5.V5Samples.SIGNATURE;
import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.Bounds;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the vectors do not show: other ids, sizes, copies, and one codec used for many packets. */
final class V5CodecTest {

  private final V5Codec codec = new V5Codec(ID_B);

  private static Bytes covered(V5Codec.Framed framed) {
    return framed.additionalData();
  }

  @Test
  void ordinaryRoundTrip() {
    V5Codec.Framed framed = new V5Codec(ID_A).ordinary(ID_B, ID_A, IV, NONCE);
    assertThat(codec.decode(framed.with(MESSAGE)))
        .isEqualTo(new V5Packet.Ordinary(ID_A, NONCE, MESSAGE, covered(framed)));
  }

  @Test
  void whoareyouRoundTrip() {
    V5Codec.Framed framed = new V5Codec(ID_A).whoareyou(ID_B, IV, NONCE, ID_NONCE, -1L);
    assertThat(framed.masked().size()).isEqualTo(V5Codec.MIN_SIZE);
    assertThat(codec.decode(framed.masked()))
        .isEqualTo(new V5Packet.Whoareyou(NONCE, ID_NONCE, -1L, covered(framed)));
    assertThat(covered(framed).size()).isEqualTo(63);
  }

  static Stream<Optional<Bytes>> records() {
    return Stream.of(
        Optional.empty(),
        Optional.of(V5Samples.record(V5Samples.A).encoded()),
        Optional.of(Bytes.repeat((byte) 1, Bounds.NODE_RECORD)));
  }

  @ParameterizedTest
  @MethodSource("records")
  void handshakeRoundTrip(Optional<Bytes> record) {
    V5Codec.Framed framed =
        new V5Codec(ID_A).handshake(ID_B, ID_A, IV, NONCE, SIGNATURE, EPHEMERAL, record);
    assertThat(codec.decode(framed.with(MESSAGE)))
        .isEqualTo(
            new V5Packet.Handshake(
                ID_A, NONCE, SIGNATURE, EPHEMERAL, record, MESSAGE, covered(framed)));
  }

  // D1: a challenge can be repeated, because nothing but its inputs goes into it.
  @Test
  void whoareyouIsTheSameEachTime() {
    assertThat(codec.whoareyou(ID_A, IV, NONCE, ID_NONCE, 1))
        .isEqualTo(codec.whoareyou(ID_A, IV, NONCE, ID_NONCE, 1));
  }

  @Test
  void readingAndWritingMayAlternate() {
    for (Bytes packet : V5Samples.packets()) {
      V5Packet first = codec.decode(packet);
      codec.ordinary(ID_A, ID_B, NONCE_AS_IV, NONCE);
      assertThat(codec.isV5(packet)).isTrue();
      assertThat(codec.decode(packet)).isEqualTo(first);
    }
  }

  private static final Bytes NONCE_AS_IV = Bytes.concatenate(NONCE, Bytes.of(1, 2, 3, 4));

  // V-14: the receive buffer is used again while packets wait.
  @Test
  void nothingPinsTheBufferItCameFrom() {
    for (Bytes packet : V5Samples.packets()) {
      byte[] buffer = packet.toArray();
      V5Packet decoded = codec.decode(Bytes.wrap(buffer));
      Arrays.fill(buffer, (byte) 0xff);
      assertThat(decoded).isEqualTo(codec.decode(packet));
    }
  }

  @Test
  void whatIsForOthersIsNotV5() {
    V5Codec other = new V5Codec(ID_A);
    for (Bytes packet : V5Samples.packets()) {
      assertThat(codec.isV5(packet)).isTrue();
      assertThat(other.isV5(packet)).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 15, 16, 22, 62})
  void whatIsTooShortIsNotV5(int size) {
    assertThat(codec.isV5(V5Samples.whoareyou().slice(0, size))).isFalse();
  }

  // V-01, V5-2: the largest packet, and the least behind the static header.
  @Test
  void sizesAtTheEdge() {
    int header = V5Samples.ordinary().size() - MESSAGE.size();
    Bytes largest = Bytes.repeat((byte) 1, Bounds.UDP_PACKET - header);
    assertThat(((V5Packet.Ordinary) codec.decode(ordinary(largest))).message()).isEqualTo(largest);
    Bytes least = Bytes.repeat((byte) 1, 16);
    assertThat(((V5Packet.Ordinary) codec.decode(ordinary(least))).message()).isEqualTo(least);
  }

  private static Bytes ordinary(Bytes message) {
    return new V5Codec(ID_A).ordinary(ID_B, ID_A, IV, NONCE).with(message);
  }
}
