package io.devp2p.core.node;

import static io.devp2p.core.Violations.assertViolation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.fail;

import io.devp2p.core.Bounds;
import io.devp2p.core.Rule;
import io.devp2p.core.Violation;
import io.devp2p.core.crypto.Keccak;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.rlp.RlpRule;
import io.devp2p.core.rlp.RlpWriter;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.function.Consumer;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.bytes.MutableBytes;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NodeRecordTest {

  private static final NodeKey KEY = NodeKey.of(Bytes32.leftPad(Bytes.of(0x77)));
  private static final Bytes COMPRESSED = KEY.publicKey().compressed();

  private static Bytes item(Bytes string) {
    return RlpWriter.encode(w -> w.bytes(string));
  }

  private static Bytes ascii(String text) {
    return Bytes.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** A record with any content, signed rightly: what an attacker with a key can make. */
  private static Bytes signed(Consumer<RlpWriter> content) {
    Bytes hash = Keccak.hash(RlpWriter.encodeList(content));
    Bytes signature = KEY.sign(Bytes32.wrap(hash)).slice(0, 64);
    return RlpWriter.encodeList(w -> content.accept(w.bytes(signature)));
  }

  private static RlpWriter pair(RlpWriter out, String key, Bytes value) {
    return out.text(key).bytes(value);
  }

  private static void identity(RlpWriter out) {
    pair(pair(out, "id", ascii("v4")), "secp256k1", COMPRESSED);
  }

  private static ThrowingCallable decoding(Consumer<RlpWriter> content) {
    Bytes record = signed(content);
    return () -> NodeRecord.decode(record);
  }

  @ParameterizedTest
  @EnumSource(EnrRule.class)
  void everyRuleRefuses(EnrRule rule) {
    assertViolation(rule, refusedBy(rule));
    assertThat(rule.kind()).isEqualTo(Rule.Kind.MALFORMED);
    assertThat(rule.anchor()).isNotBlank();
  }

  // Total over the enum: a rule without an input here does not compile.
  private static ThrowingCallable refusedBy(EnrRule rule) {
    return switch (rule) {
      case ENR_TOO_LARGE -> () -> NodeRecord.decode(Bytes.wrap(new byte[301]));
      case ENR_KEYS_NOT_SORTED ->
          decoding(w -> pair(pair(w.uint(1), "secp256k1", COMPRESSED), "id", ascii("v4")));
      case ENR_PAIRS -> decoding(w -> w.uint(1).text("id"));
      case ENR_SCHEME ->
          decoding(w -> pair(pair(w.uint(1), "id", ascii("v5")), "secp256k1", COMPRESSED));
      case ENR_KEY -> decoding(w -> pair(w.uint(1), "id", ascii("v4")));
      case ENR_SIGNATURE -> () -> NodeRecord.decode(tampered());
      case ENR_TEXT -> () -> NodeRecord.parse("enr:%%%");
      case ENODE_URL -> () -> Enode.parse("enode://nobody@127.0.0.1:1");
    };
  }

  private static Bytes tampered() {
    byte[] record = signed(w -> identity(w.uint(1))).toArray();
    record[68] = 2; // the sequence number, behind two prefixes of two bytes and the signature
    return Bytes.wrap(record);
  }

  @Test
  void keysAreComparedAsBytesAndMayNotRepeat() {
    assertViolation(
        EnrRule.ENR_KEYS_NOT_SORTED,
        decoding(w -> {
          identity(w.uint(1));
          pair(w, "tcp", Bytes.of(1)).text("tcp").uint(1);
        }));
    // 0xff comes after every ASCII letter, although a signed byte would come before.
    NodeRecord record =
        NodeRecord.decode(
            signed(w -> {
              identity(w.uint(1));
              w.bytes(Bytes.of(0xff)).uint(1);
            }));
    assertThat(record.pairs().lastKey()).isEqualTo("\u00ff");
  }

  @Test
  void moreThan32PairsAreRefusedAndNotSigned() {
    NodeRecord.Builder builder = NodeRecord.builder();
    Consumer<RlpWriter> many =
        w -> {
          w.uint(1);
          for (int key = 0; key < Bounds.NODE_RECORD_PAIRS + 1; key++) {
            w.bytes(Bytes.of(key)).uint(1);
          }
        };
    assertViolation(EnrRule.ENR_PAIRS, decoding(many));
    for (int key = 0; key < Bounds.NODE_RECORD_PAIRS - 2; key++) {
      builder.entry(Character.toString(key), Bytes.of(1));
    }
    NodeRecord full = builder.sign(KEY, 1);
    assertThat(NodeRecord.decode(full.encoded())).isEqualTo(full);
    builder.entry("x", Bytes.of(1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.sign(KEY, 1))
        .withMessageContaining("33 entries");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 32, 34, 64, 65})
  void keysOfOtherSizesAreRefused(int size) {
    Bytes key = Bytes.concatenate(COMPRESSED, COMPRESSED).slice(0, size);
    assertViolation(
        EnrRule.ENR_KEY, decoding(w -> pair(pair(w.uint(1), "id", ascii("v4")), "secp256k1", key)));
  }

  @Test
  void aKeyOffTheCurveIsRefused() {
    Bytes off = Bytes.concatenate(Bytes.of(2), Bytes32.leftPad(Bytes.of(5)));
    assertViolation(
        EnrRule.ENR_KEY, decoding(w -> pair(pair(w.uint(1), "id", ascii("v4")), "secp256k1", off)));
    assertViolation(
        EnrRule.ENR_KEY,
        decoding(w -> pair(w.uint(1), "id", ascii("v4")).text("secp256k1").list(l -> {})));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63, 65, 96})
  void signaturesOfOtherSizesAreRefused(int size) {
    Bytes signature = Bytes.wrap(new byte[size]);
    Bytes record = RlpWriter.encodeList(w -> identity(w.bytes(signature).uint(1)));
    assertViolation(EnrRule.ENR_SIGNATURE, () -> NodeRecord.decode(record));
  }

  @Test
  void cutAtEveryByteAndChangedAtEveryByte() {
    Bytes valid = NodeRecord.builder().port("tcp", 30303).port("udp", 30303).sign(KEY, 5).encoded();
    for (int i = 0; i < valid.size(); i++) {
      Bytes cut = valid.slice(0, i);
      assertViolation(
          i == 0 ? RlpRule.RLP_MISSING_ELEMENT : RlpRule.RLP_TRUNCATED,
          () -> NodeRecord.decode(cut));
      byte[] changed = valid.toArray();
      changed[i] ^= 1;
      try {
        NodeRecord.decode(Bytes.wrap(changed));
        fail("a record with a changed byte at " + i + " was accepted");
      } catch (Violation expected) {
        assertThat(expected.rule()).isNotNull();
      }
    }
  }

  @Test
  void randomTextGivesViolationsOnly() {
    Random random = new Random(20261124);
    for (int i = 0; i < 5_000; i++) {
      byte[] bytes = new byte[random.nextInt(120)];
      random.nextBytes(bytes);
      String text = "enr:" + new String(bytes, StandardCharsets.ISO_8859_1);
      try {
        NodeRecord.parse(text);
        fail("accepted " + text);
      } catch (Violation expected) {
        assertThat(expected.rule()).isNotNull();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "enr", "enr:", "ENR:wA", "enrtree:wA", " enr:wA", "enr: wA", "enr:w A"})
  void otherTextIsRefused(String text) {
    try {
      NodeRecord.parse(text);
      fail("accepted " + text);
    } catch (Violation expected) {
      assertThat(expected.rule()).isIn(EnrRule.ENR_TEXT, RlpRule.RLP_MISSING_ELEMENT);
    }
    assertViolation(EnrRule.ENR_TOO_LARGE, () -> NodeRecord.parse("enr:" + "A".repeat(10_240)));
  }

  @Test
  void unknownEntriesSurviveByteByByte() throws Exception {
    Bytes list = Bytes.fromHexString("0xc7c68407c9462e80");
    NodeRecord record =
        NodeRecord.builder().entry("zz", list).entry("aa", Bytes.of(7)).sign(KEY, 1);
    NodeRecord again =
        NodeRecord.decode(record.encoded()).toBuilder()
            .address(InetAddress.getByName("192.0.2.1"))
            .sign(KEY, 2);
    assertThat(again.entry("zz")).contains(list);
    assertThat(again.entry("aa")).contains(Bytes.of(7));
    assertThat(again.toBuilder().without("zz").sign(KEY, 3).entry("zz")).isEmpty();
  }

  @Test
  void sequenceNumbersAreUnsigned() {
    NodeRecord one = NodeRecord.builder().sign(KEY, 1);
    NodeRecord half = NodeRecord.builder().sign(KEY, Long.MIN_VALUE);
    NodeRecord last = NodeRecord.builder().sign(KEY, -1L);
    assertThat(NodeRecord.decode(last.encoded()).seq()).isEqualTo(-1L);
    assertThat(half.isNewerThan(one)).isTrue();
    assertThat(last.isNewerThan(half)).isTrue();
    assertThat(one.isNewerThan(last)).isFalse();
    assertThat(one.isNewerThan(one)).isFalse();
    NodeKey other = NodeKey.of(Bytes32.leftPad(Bytes.of(0x78)));
    assertThat(NodeRecord.builder().sign(other, 9).isNewerThan(one)).isFalse();
    NodeRecord sameSeq = NodeRecord.builder().port("tcp", 1).sign(KEY, 1);
    assertThat(sameSeq.isNewerThan(one)).as("the first of two records with one number").isFalse();
  }

  @Test
  void signsUpTo300Bytes() {
    int free = Bounds.NODE_RECORD - NodeRecord.builder().sign(KEY, 1).encoded().size();
    // A list of more than 255 bytes has a prefix of one byte more, "x" has one, the string two.
    NodeRecord.Builder builder =
        NodeRecord.builder().entry("x", item(Bytes.wrap(new byte[free - 4])));
    assertThat(builder.sign(KEY, 1).encoded().size()).isEqualTo(Bounds.NODE_RECORD);
    builder.entry("x", item(Bytes.wrap(new byte[free - 3])));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.sign(KEY, 1))
        .withMessageContaining("301 bytes");
  }

  @Test
  void theBuilderTakesOnlyWhatItCanSign() {
    NodeRecord.Builder builder = NodeRecord.builder();
    for (String notOneItem : new String[] {"0x", "0x83aa", "0x0102", "0x8101"}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> builder.entry("x", Bytes.fromHexString(notOneItem)));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> builder.entry("\u20ac", Bytes.of(1)));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.port("tcp", 65_536));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.port("tcp", -1));
  }

  @Test
  void aBuilderOwnsWhatItWasGiven() {
    MutableBytes value = MutableBytes.of(5);
    NodeRecord.Builder builder = NodeRecord.builder().entry("x", value);
    value.set(0, (byte) 6);
    assertThat(builder.sign(KEY, 1).entry("x")).contains(Bytes.of(5));
  }

  @Test
  void aRecordOwnsItsBytes() {
    MutableBytes packet = MutableBytes.wrap(NodeRecord.builder().sign(KEY, 1).encoded().toArray());
    NodeRecord record = NodeRecord.decode(packet);
    Bytes before = record.encoded().copy();
    packet.fill((byte) 0);
    assertThat(record.encoded()).isEqualTo(before);
    assertThat(NodeRecord.decode(record.encoded())).isEqualTo(record).hasSameHashCodeAs(record);
  }
}
