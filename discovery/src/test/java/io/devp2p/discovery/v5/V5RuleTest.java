package io.devp2p.discovery.v5;

import static io.devp2p.discovery.Violations.assertViolation;
import static io.devp2p.discovery.v5.V5Samples.EPHEMERAL;
import static io.devp2p.discovery.v5.V5Samples.ID_A;
import static io.devp2p.discovery.v5.V5Samples.ID_B;
import static io.devp2p.discovery.v5.V5Samples.MESSAGE;
import static io.devp2p.discovery.v5.V5Samples.NONCE;
import static io.devp2p.discovery.v5.V5Samples.SIGNATURE;
import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.Bounds;
import io.devp2p.core.crypto.Curves;
import io.devp2p.core.rlp.RlpWriter;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the codecs refuse by each rule, and which rules are not theirs. */
final class V5RuleTest {

  private static final Set<V5Rule> OF_THE_MACHINE =
      EnumSet.range(V5Rule.V5_UNSOLICITED_WHOAREYOU, V5Rule.V5_DISTANCE);

  private static final int STATIC_HEADER = 16;

  /** Of an ordinary packet, with the masking IV. */
  private static final int HEADER = 71;

  @ParameterizedTest
  @EnumSource
  void refuses(V5Rule rule) {
    assertThat(rule.anchor()).startsWith("discv5-wire.md, ");
    List<ThrowingCallable> wrong =
        switch (rule) {
          case V5_SIZE -> packets(sizes());
          case V5_PROTOCOL_ID -> packets(IntStream.range(0, 6).mapToObj(at -> changed(at, 1)));
          case V5_VERSION -> packets(Stream.of(changed(6, 1), changed(7, 1), changed(7, 3)));
          case V5_FLAG -> packets(IntStream.range(3, 256).mapToObj(flag -> changed(8, flag)));
          case V5_AUTHDATA -> packets(authdata());
          case V5_DECRYPTION -> List.of(V5RuleTest::decrypt);
          case V5_MESSAGE -> messages(malformed());
          case V5_MESSAGE_TYPE ->
              messages(
                  IntStream.concat(IntStream.of(0), IntStream.range(11, 256))
                      .mapToObj(type -> list(type, w -> w.uint(1).uint(1))));
          case V5_REQUEST_ID -> messages(requestIds());
          // These ask for a session, a challenge or an open call: the machine refuses
          // (RefusalTest).
          case V5_UNSOLICITED_WHOAREYOU,
              V5_UNSOLICITED_HANDSHAKE,
              V5_ID_SIGNATURE,
              V5_EPHEMERAL_KEY,
              V5_HANDSHAKE_RECORD,
              V5_UNSOLICITED_RESPONSE,
              V5_DISTANCE ->
              List.of();
        };
    assertThat(wrong.isEmpty()).isEqualTo(OF_THE_MACHINE.contains(rule));
    wrong.forEach(input -> assertViolation(rule, input));
  }

  private static List<ThrowingCallable> packets(Stream<Bytes> datagrams) {
    return datagrams
        .map(datagram -> (ThrowingCallable) () -> new V5Codec(ID_B).decode(datagram))
        .toList();
  }

  private static List<ThrowingCallable> messages(Stream<Bytes> plaintexts) {
    return plaintexts
        .map(plaintext -> (ThrowingCallable) () -> V5Samples.decode(plaintext))
        .toList();
  }

  /** V-01, and too little behind the static header. */
  private static Stream<Bytes> sizes() {
    Bytes header = V5Samples.ordinary().slice(0, HEADER);
    return Stream.of(
            IntStream.range(0, V5Codec.MIN_SIZE).mapToObj(size -> header.slice(0, size)),
            IntStream.range(HEADER, HEADER + 16).mapToObj(size -> padded(header, size)),
            IntStream.of(Bounds.UDP_PACKET + 1, 65_507).mapToObj(size -> padded(header, size)))
        .flatMap(sizes -> sizes);
  }

  private static Bytes padded(Bytes header, int size) {
    return Bytes.concatenate(header, Bytes.wrap(new byte[size - header.size()]));
  }

  /** An ordinary packet, whose static header is changed: the mask is a stream cipher's. */
  private static Bytes changed(int at, int difference) {
    byte[] packet = V5Samples.ordinary().toArray();
    packet[STATIC_HEADER + at] ^= (byte) difference;
    return Bytes.wrap(packet);
  }

  /** V-02, V5-2. */
  private static Stream<Bytes> authdata() {
    Bytes id = ID_A.bytes();
    Bytes rest = Bytes.concatenate(SIGNATURE, EPHEMERAL);
    Bytes whole = Bytes.concatenate(id, Bytes.of(64, 33), rest);
    return Stream.of(
        ofSize(1, 0),
        ofSize(1, 23),
        ofSize(1, 25),
        ofSize(1, 32),
        V5Samples.packet(1, 24, Bytes.wrap(new byte[24]), Bytes.of(1)),
        V5Samples.packet(1, 65_535, Bytes.wrap(new byte[24]), Bytes.EMPTY),
        ofSize(0, 0),
        ofSize(0, 31),
        ofSize(0, 33),
        V5Samples.packet(0, 65_535, id, MESSAGE),
        V5Samples.packet(0, id.size() + MESSAGE.size() + 1, id, MESSAGE),
        ofSize(2, 0),
        ofSize(2, 34),
        ofSize(2, 130),
        V5Samples.packet(2, 65_535, whole, MESSAGE),
        V5Samples.packet(2, 131, Bytes.concatenate(id, Bytes.of(65, 33), rest), MESSAGE),
        V5Samples.packet(2, 131, Bytes.concatenate(id, Bytes.of(64, 32), rest), MESSAGE),
        V5Samples.packet(2, 131, Bytes.concatenate(id, Bytes.of(0, 0), rest), MESSAGE),
        V5Samples.packet(2, 131, Bytes.concatenate(id, Bytes.of(255, 255), rest), MESSAGE));
  }

  private static Bytes ofSize(int flag, int size) {
    Bytes message = flag == 1 ? Bytes.wrap(new byte[24]) : Bytes.wrap(new byte[64]);
    Bytes behind = flag == 1 && size >= 24 ? Bytes.EMPTY : message;
    return V5Samples.packet(flag, size, Bytes.wrap(new byte[size]), behind);
  }

  private static void decrypt() {
    new V5Crypto(Curves.bouncyCastle())
        .decrypt(V5Crypto.key(new byte[16], 0), NONCE, MESSAGE, Bytes.EMPTY);
  }

  /** V-10, and what each type asks for. */
  private static Stream<Bytes> malformed() {
    Bytes ping = list(1, w -> w.uint(1).uint(1));
    Bytes topic = Bytes.repeat((byte) 1, 32);
    return Stream.of(
        Bytes.EMPTY,
        Bytes.of(1),
        Bytes.of(1, 0x80),
        Bytes.of(1, 0xc0),
        Bytes.of(1, 0xc1, 0xc0),
        Bytes.concatenate(ping, Bytes.of(0)),
        list(1, w -> w.uint(1)),
        list(1, w -> w.uint(1).uint(1).uint(1)),
        list(1, w -> w.list(l -> {}).uint(1)),
        list(1, w -> w.uint(1).bytes(Bytes.of(0, 1))),
        list(1, w -> w.uint(1).bytes(Bytes.repeat((byte) 1, 9))),
        list(2, w -> w.uint(1).uint(1).bytes(Bytes.EMPTY).uint(1)),
        list(2, w -> w.uint(1).uint(1).bytes(Bytes.of(1, 2, 3, 4, 5)).uint(1)),
        list(2, w -> w.uint(1).uint(1).bytes(Bytes.of(1, 2, 3, 4)).uint(0x10000)),
        list(3, w -> w.uint(1).uint(1)),
        list(3, w -> w.uint(1).list(l -> l.list(in -> {}))),
        list(4, w -> w.uint(1).uint(1).uint(1)),
        list(4, w -> w.uint(1).uint(1).list(l -> l.raw(Bytes.of(0xc5)))),
        list(5, w -> w.uint(1).uint(1).list(l -> {})),
        list(6, w -> w.uint(1)),
        list(7, w -> w.uint(1).bytes(topic).list(l -> {}).uint(0).list(l -> {})),
        list(8, w -> w.uint(1).uint(1).uint(1)),
        list(9, w -> w.uint(1).bytes(topic.slice(1)).list(l -> {})),
        list(10, w -> w.uint(1).uint(1)));
  }

  private static Stream<Bytes> requestIds() {
    return IntStream.of(9, 10, 55, 56, 300)
        .mapToObj(size -> Bytes.repeat((byte) 1, size))
        .flatMap(
            id -> IntStream.range(1, 11).mapToObj(type -> list(type, w -> w.bytes(id).uint(1))));
  }

  private static Bytes list(int type, Consumer<RlpWriter> elements) {
    return Bytes.concatenate(Bytes.of(type), RlpWriter.encodeList(elements));
  }
}
