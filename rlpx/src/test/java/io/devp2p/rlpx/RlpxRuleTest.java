package io.devp2p.rlpx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devp2p.core.Rule;
import io.devp2p.core.Violation;
import io.devp2p.core.crypto.CryptoRule;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.rlp.RlpRule;
import io.devp2p.core.rlp.RlpWriter;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One refusal for each rule. */
final class RlpxRuleTest {

  private static final Random RANDOM = new Random(3);
  private static final NodeKey A = NodeKey.generate(RANDOM);
  private static final NodeKey B = NodeKey.generate(RANDOM);

  @ParameterizedTest
  @EnumSource
  void refuses(RlpxRule rule) {
    assertThat(rule.anchor()).isNotBlank();
    assertThat(rule.kind()).isEqualTo(Rule.Kind.MALFORMED);
    assertBreaks(
        rule,
        switch (rule) {
          case RLPX_HANDSHAKE_SIZE -> () -> recipient(Bytes.of(0, 113));
          case RLPX_ECIES_POINT -> () -> recipient(altered(2));
          case RLPX_ECIES_MAC -> () -> recipient(altered(100));
          case RLPX_HEADER_MAC -> () -> frame(f -> f[0] ^= 1, 0xff);
          case RLPX_FRAME_MAC -> () -> frame(f -> f[32] ^= 1, 0xff);
          case RLPX_FRAME_EMPTY -> RlpxRuleTest::emptyFrame;
          case RLPX_FRAME_SIZE -> () -> frame(f -> {}, 16);
        });
  }

  private static void assertBreaks(Rule rule, Runnable wrong) {
    assertThatThrownBy(wrong::run)
        .isInstanceOfSatisfying(Violation.class, v -> assertThat(v.rule()).isEqualTo(rule));
  }

  private static void recipient(Bytes packet) {
    Handshake recipient = Handshake.recipient(B, RANDOM);
    assertThat(recipient.take(Pair.buffer(packet))).isTrue();
    recipient.finish();
  }

  private static Bytes altered(int at) {
    byte[] auth = Handshake.initiator(A, B.publicKey(), RANDOM).open().orElseThrow().toArray();
    auth[at] ^= 1;
    return Bytes.wrap(auth);
  }

  private static void frame(Consumer<byte[]> alteration, int limit) {
    Pair pair = Pair.of(1);
    byte[] frame = Pair.frame(new FrameCodec(pair.initiator()), Bytes.wrap(new byte[17])).toArray();
    alteration.accept(frame);
    FrameCodec reader = new FrameCodec(pair.recipient());
    reader.limit(limit);
    reader.take(ByteBuffer.wrap(frame));
  }

  /** A header that says zero, by a peer that holds the keys. */
  private static void emptyFrame() {
    Pair pair = Pair.of(1);
    byte[] frame = Pair.frame(new FrameCodec(pair.initiator()), Bytes.of(1)).toArray();
    frame[2] ^= 1; // CTR: the plain bit flips with the encrypted one
    MacState mac =
        new MacState(
            Pair.of(1).initiator().egress(),
            FrameCodec.cipher("AES/ECB/NoPadding", pair.initiator().mac(), Optional.empty()));
    mac.header(frame, 0);
    System.arraycopy(mac.mac(), 0, frame, 16, 16);
    new FrameCodec(pair.recipient()).take(ByteBuffer.wrap(frame));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 113, 2049, 65_535})
  void sizesAreJudgedOnTwoBytes(int size) {
    Handshake recipient = Handshake.recipient(B, RANDOM);
    ByteBuffer two = ByteBuffer.wrap(new byte[] {(byte) (size >>> 8), (byte) size});
    assertBreaks(RlpxRule.RLPX_HANDSHAKE_SIZE, () -> recipient.take(two));
  }

  @ParameterizedTest
  @ValueSource(ints = {114, 2048})
  void sizesAtTheEdgeAreAwaited(int size) {
    Handshake recipient = Handshake.recipient(B, RANDOM);
    byte[] packet = new byte[2 + size];
    packet[0] = (byte) (size >>> 8);
    packet[1] = (byte) size;
    assertThat(recipient.take(ByteBuffer.wrap(packet, 0, 1 + size))).isFalse();
    assertThat(recipient.take(ByteBuffer.wrap(packet, 1 + size, 1))).isTrue();
  }

  /** fields of auth with wrong sizes, missing or not RLP, encrypted as they should be. */
  @Test
  void bodiesOfTheWrongForm() {
    Bytes signature = Bytes.random(65, RANDOM);
    Bytes key = A.publicKey().bytes();
    Bytes nonce = Bytes.random(32, RANDOM);
    assertBody(RlpRule.RLP_WRONG_LENGTH, signature.slice(1), key, nonce, Bytes.of(4));
    assertBody(RlpRule.RLP_WRONG_LENGTH, signature, key.slice(1), nonce, Bytes.of(4));
    assertBody(RlpRule.RLP_WRONG_LENGTH, signature, key, nonce.slice(1), Bytes.of(4));
    assertBody(
        RlpRule.RLP_WRONG_LENGTH, signature, key, Bytes.concatenate(nonce, Bytes.of(1)), key);
    assertBody(RlpRule.RLP_MISSING_ELEMENT, signature, key, nonce);
    assertBody(RlpRule.RLP_MISSING_ELEMENT, signature, key);
    assertBody(
        CryptoRule.KEY_NOT_ON_CURVE,
        signature,
        Bytes.repeat((byte) 1, 64),
        nonce,
        nonce.slice(0, 0));
    assertBody(
        CryptoRule.SIGNATURE_INVALID, Bytes.repeat((byte) 0xff, 65), key, nonce, Bytes.of(4));
  }

  private static void assertBody(Rule rule, Bytes... fields) {
    Bytes list = RlpWriter.encodeList(w -> List.of(fields).forEach(w::bytes));
    byte[] plain = Bytes.concatenate(list, Bytes.wrap(new byte[120])).toArray();
    int size = plain.length + Ecies.OVERHEAD;
    byte[] prefix = {(byte) (size >>> 8), (byte) size};
    byte[] sealed = Ecies.encrypt(NodeKey.generate(RANDOM), B.publicKey(), plain, prefix, RANDOM);
    assertBreaks(rule, () -> recipient(Bytes.concatenate(Bytes.wrap(prefix), Bytes.wrap(sealed))));
  }

  /** our own auth, sent back to us, is encrypted to somebody else. */
  @Test
  void reflectedAuth() {
    Handshake initiator = Handshake.initiator(A, B.publicKey(), RANDOM);
    Bytes auth = initiator.open().orElseThrow();
    assertThat(initiator.take(Pair.buffer(auth))).isTrue();
    assertBreaks(RlpxRule.RLPX_ECIES_MAC, initiator::finish);
  }

  @Test
  void handshakeSplitAtEveryByte() {
    Bytes auth = Handshake.initiator(A, B.publicKey(), RANDOM).open().orElseThrow();
    Bytes stream = Bytes.concatenate(auth, Bytes.of(1, 2, 3));
    for (int cut = 0; cut <= auth.size(); cut++) {
      Handshake recipient = Handshake.recipient(B, RANDOM);
      boolean first = recipient.take(Pair.buffer(stream.slice(0, cut)));
      ByteBuffer rest = Pair.buffer(stream.slice(cut));
      assertThat(first).isEqualTo(cut == auth.size());
      assertThat(recipient.take(rest)).isTrue();
      assertThat(rest.remaining()).as("what follows the packet is left").isEqualTo(3);
    }
  }

  @Test
  void secretsAreNotPrinted() {
    Secrets secrets = Pair.of(1).initiator();
    Bytes32 aes = secrets.aes();
    assertThat(secrets.toString()).doesNotContain(aes.toUnprefixedHexString()).hasSizeLessThan(40);
  }
}
