package io.devp2p.core.rlp;

import static io.devp2p.core.Violations.assertViolation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.devp2p.core.Bounds;
import io.devp2p.core.Rule;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.MutableBytes;
import org.apache.tuweni.units.bigints.UInt256;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RlpReaderTest {

  private static RlpReader reader(String hex) {
    return RlpReader.of(Bytes.fromHexString(hex));
  }

  @ParameterizedTest
  @EnumSource(RlpRule.class)
  void everyRuleRefuses(RlpRule rule) {
    assertViolation(rule, refusedBy(rule));
    assertThat(rule.kind()).isEqualTo(Rule.Kind.MALFORMED);
    assertThat(rule.anchor()).isNotBlank();
  }

  // Total over the enum: a rule without an input here does not compile.
  private static ThrowingCallable refusedBy(RlpRule rule) {
    return switch (rule) {
      case RLP_TRUNCATED -> () -> reader("0x83aabb").bytes();
      case RLP_NOT_CANONICAL -> () -> reader("0x8101").bytes();
      case RLP_INTEGER_LEADING_ZERO -> () -> reader("0x820001").uint64();
      case RLP_INTEGER_TOO_LARGE -> () -> reader("0x83010000").uint16();
      case RLP_NOT_A_BOOLEAN -> () -> reader("0x02").bool();
      case RLP_EXPECTED_BYTES -> () -> reader("0xc0").bytes();
      case RLP_EXPECTED_LIST -> () -> reader("0x80").list();
      case RLP_WRONG_LENGTH -> () -> reader("0x82aabb").bytes(3);
      case RLP_MISSING_ELEMENT -> () -> reader("0xc0").list().bytes();
      case RLP_EXTRA_ELEMENT -> () -> RlpReader.list(Bytes.fromHexString("0xc001"));
      case RLP_TOO_DEEP -> () -> descend(RlpReader.of(nested(Bounds.RLP_DEPTH + 1)));
    };
  }

  private static Bytes nested(int depth) {
    Bytes encoded = Bytes.EMPTY;
    for (int i = 0; i < depth; i++) {
      Bytes inner = encoded;
      encoded = RlpWriter.encodeList(w -> w.raw(inner));
    }
    return encoded;
  }

  private static void descend(RlpReader in) {
    RlpReader at = in;
    while (!at.isAtEnd()) {
      at = at.list();
    }
  }

  @Test
  void nestsAsDeepAsTheBound() {
    assertThatCode(() -> descend(RlpReader.of(nested(Bounds.RLP_DEPTH))))
        .doesNotThrowAnyException();
  }

  @Test
  void integersAreUnsigned() {
    assertThat(reader("0x88ffffffffffffffff").uint64()).isEqualTo(-1L);
    assertThat(reader("0x888000000000000000").uint64()).isEqualTo(Long.MIN_VALUE);
    assertThat(reader("0x84ffffffff").uint64()).isEqualTo(0xffff_ffffL);
    assertThat(reader("0x82ffff").uint16()).isEqualTo(0xffff);
    assertThat(reader("0x80").uint64()).isZero();
    assertThat(reader("0xa0" + "ff".repeat(32)).uint256()).isEqualTo(UInt256.MAX_VALUE);
    assertThat(reader("0x80").uint256()).isEqualTo(UInt256.ZERO);
    assertThat(reader("0x05").uint(5)).isEqualTo(5);
  }

  @Test
  void integersThatDoNotFitAreRefusedAndNeverWrap() {
    assertViolation(RlpRule.RLP_INTEGER_TOO_LARGE, () -> reader("0x89010000000000000000").uint64());
    assertViolation(RlpRule.RLP_INTEGER_TOO_LARGE, () -> reader("0x84ffffffff").uint16());
    assertViolation(
        RlpRule.RLP_INTEGER_TOO_LARGE,
        () -> reader("0x88ffffffffffffffff").uint(Integer.MAX_VALUE));
    assertViolation(
        RlpRule.RLP_INTEGER_TOO_LARGE, () -> reader("0xa101" + "00".repeat(32)).uint256());
    assertViolation(RlpRule.RLP_INTEGER_TOO_LARGE, () -> reader("0x06").uint(5));
    assertViolation(RlpRule.RLP_INTEGER_LEADING_ZERO, () -> reader("0x00").uint64());
    assertViolation(RlpRule.RLP_INTEGER_LEADING_ZERO, () -> reader("0x00").bool());
  }

  @ParameterizedTest
  @CsvSource({
    "0xb8ff, longer than what follows",
    "0xbb7fffffff, the largest int",
    "0xbbffffffff, above the largest int",
    "0xbcffffffffff, five bytes of length",
    "0xbf7fffffffffffffff, the largest long",
    "0xbfffffffffffffffff, all of 64 bits",
    "0xbf8000000000000000, the sign of a long",
    "0xfbffffffff, a list above the largest int",
    "0xffffffffffffffffff, a list of all of 64 bits",
    "0xb9, no length at all",
    "0xb9ff, half a length",
    "0xc2c2, an element longer than its list"
  })
  void lengthsBeyondTheInputAreRefusedBeforeAnythingIsAllocated(String hex, String what) {
    assertViolation(RlpRule.RLP_TRUNCATED, () -> RlpTree.decode(Bytes.fromHexString(hex)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0x8100", "0x817f", "0xb837", "0xf837", "0xb800", "0xb90038", "0xf90038"})
  void otherFormsOfTheSameValueAreRefused(String hex) {
    Bytes encoded = Bytes.concatenate(Bytes.fromHexString(hex), Bytes.repeat((byte) 1, 0x38));
    assertViolation(RlpRule.RLP_NOT_CANONICAL, () -> RlpReader.of(encoded).skip());
  }

  @Test
  void anInvalidElementIsRefusedAgainAndAgain() {
    RlpReader in = reader("0x83aabb");
    for (int i = 0; i < 3; i++) {
      assertViolation(RlpRule.RLP_TRUNCATED, in::skip);
      assertViolation(RlpRule.RLP_TRUNCATED, in::nextIsList);
      assertThat(in.isAtEnd()).isFalse();
    }
  }

  @Test
  void aRefusedTypeLeavesTheCursorWhereItWas() {
    RlpReader in = reader("0xc2010203");
    assertViolation(RlpRule.RLP_EXPECTED_BYTES, in::bytes);
    assertThat(in.nextIsList()).isTrue();
    assertThat(in.nextLength()).isEqualTo(2);
    assertThat(in.raw()).isEqualTo(Bytes.fromHexString("0xc20102"));
    assertViolation(RlpRule.RLP_WRONG_LENGTH, () -> in.bytes(2));
    assertThat(in.remaining()).isEqualTo(1);
    assertThat(in.bytesUpTo(2)).isEqualTo(Bytes.of(3));
    in.end();
  }

  @Test
  void skippingGoesPastListsWithoutReadingThem() {
    RlpReader in = reader("0xc283aa05"); // the list holds a string that is too long for it
    in.skip();
    assertThat(in.uint64()).isEqualTo(5);
  }

  @Test
  void stringsAreBoundedByTheirReader() {
    assertThat(reader("0x82aabb").bytesUpTo(2).size()).isEqualTo(2);
    assertViolation(RlpRule.RLP_WRONG_LENGTH, () -> reader("0x82aabb").bytesUpTo(1));
    assertThat(reader("0xa0" + "07".repeat(32)).bytes32().size()).isEqualTo(32);
    assertViolation(RlpRule.RLP_WRONG_LENGTH, () -> reader("0x9f" + "07".repeat(31)).bytes32());
  }

  @Test
  void readsSlicesOfLargerBuffers() {
    Bytes packet = Bytes.fromHexString("0xffffc3820102ffff");
    assertThat(RlpReader.list(packet.slice(2, 4)).bytes()).isEqualTo(Bytes.of(1, 2));
  }

  @Test
  void whatWasReadOwnsItsBytes() {
    MutableBytes packet = MutableBytes.wrap(Bytes.fromHexString("0xc882aabb82ccddc1ee").toArray());
    RlpReader in = RlpReader.list(packet);
    Bytes string = in.bytes();
    Bytes raw = in.raw();
    packet.fill((byte) 0);
    assertThat(string).isEqualTo(Bytes.of(0xaa, 0xbb));
    assertThat(raw).isEqualTo(Bytes.of(0x82, 0xcc, 0xdd));
  }

  @Test
  void countsWithoutMoving() {
    RlpReader in = reader("0xc90102c3010203820304").list();
    assertThat(in.count(10)).isEqualTo(4);
    assertThat(in.count(3)).isEqualTo(3);
    assertThat(in.position()).isEqualTo(1);
    in.skip();
    assertThat(in.position()).isEqualTo(2);
    assertThat(in.count(10)).isEqualTo(3);
    byte[] same = Bytes.fromHexString("0xc90102c3010203820304").toArray();
    assertThat(RlpReader.of(same, in.position()).uint64()).isEqualTo(2);
    assertViolation(RlpRule.RLP_TRUNCATED, () -> reader("0x0183aabb").count(10));
    assertThat(reader("0x0183aabb").count(1)).isEqualTo(1);
  }

  @Test
  void goesPastWhatIsOfTheRightKind() {
    RlpReader in = reader("0x82aabb8203e880c0");
    in.skipBytes(2);
    in.skipInteger(2);
    in.skipInteger(8);
    assertViolation(RlpRule.RLP_EXPECTED_BYTES, () -> in.skipBytes(0));
    assertViolation(RlpRule.RLP_EXPECTED_BYTES, () -> in.skipInteger(8));
    assertViolation(RlpRule.RLP_WRONG_LENGTH, () -> reader("0x82aabb").skipBytes(1));
    assertViolation(RlpRule.RLP_INTEGER_TOO_LARGE, () -> reader("0x82aabb").skipInteger(1));
    assertViolation(RlpRule.RLP_INTEGER_LEADING_ZERO, () -> reader("0x00").skipInteger(1));
  }
}
