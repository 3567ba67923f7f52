package io.devp2p.core.crypto.tier;

import static io.devp2p.core.Violations.assertViolation;
import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.Rule;
import io.devp2p.core.Violation;
import io.devp2p.core.crypto.CryptoRule;
import io.devp2p.core.crypto.Curves;
import io.devp2p.core.crypto.Keccak;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.crypto.PublicKey;
import io.devp2p.core.crypto.Secp256k1;
import io.devp2p.core.crypto.Signatures;
import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.units.bigints.UInt256;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Keys and signatures of others on the best tier here: what is refused, and that nothing else comes
 * out. The tests of this package run again where another tier is installed.
 */
final class CurveTest {

  private static final BigInteger P =
      new BigInteger("fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f", 16);
  private static final BigInteger N =
      new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);
  private static final Secp256k1 CURVE = Curves.best();
  private static final NodeKey KEY = NodeKey.of(CURVE, scalar(0x1234567));
  private static final Bytes32 HASH = Keccak.hash(Bytes.of(1, 2, 3));
  private static final NodeKey ONE = NodeKey.of(CURVE, scalar(1));
  private static final Bytes G = ONE.publicKey().bytes();

  private static Bytes32 scalar(long value) {
    return Bytes32.leftPad(Bytes.ofUnsignedLong(value));
  }

  private static Bytes32 word(BigInteger value) {
    return UInt256.valueOf(value);
  }

  @ParameterizedTest
  @EnumSource(CryptoRule.class)
  void everyRuleRefuses(CryptoRule rule) {
    assertViolation(rule, refusedBy(rule));
    assertThat(rule.kind()).isEqualTo(Rule.Kind.MALFORMED);
    assertThat(rule.anchor()).isNotBlank();
  }

  // Total over the enum: a rule without an input here does not compile.
  private static ThrowingCallable refusedBy(CryptoRule rule) {
    return switch (rule) {
      case KEY_NOT_ON_CURVE -> () -> PublicKey.of(CURVE, Bytes.repeat((byte) 1, 64));
      case SIGNATURE_INVALID -> () -> Signatures.recover(CURVE, HASH, Bytes.repeat((byte) 0, 65));
    };
  }

  static Stream<Bytes> notUncompressed() {
    Bytes x = G.slice(0, 32);
    Bytes y = G.slice(32, 32);
    return Stream.of(
        Bytes.EMPTY,
        Bytes.repeat((byte) 0, 64),
        Bytes.concatenate(scalar(1), scalar(1)),
        Bytes.concatenate(y, x),
        Bytes.concatenate(x, word(new BigInteger(1, y.toArray()).add(BigInteger.ONE))),
        G.slice(0, 63),
        Bytes.concatenate(G, Bytes.of(0)),
        Bytes.concatenate(Bytes.of(0), G),
        Bytes.concatenate(Bytes.of(2), G),
        Bytes.concatenate(Bytes.of(4), G),
        Bytes.concatenate(Bytes.of(5), G),
        Bytes.concatenate(Bytes.of(6), G),
        Bytes.concatenate(Bytes.of(7), G),
        // Points of the curve once the coordinates are reduced, so only the range can refuse them.
        Bytes.concatenate(word(P.add(BigInteger.ONE)), yOfOne()),
        Bytes.concatenate(word(P), word(P)),
        Bytes.concatenate(word(P.add(BigInteger.ONE)), word(P.add(BigInteger.ONE))),
        Bytes.concatenate(Bytes.repeat((byte) 0xff, 32), y),
        Bytes.concatenate(x, Bytes.repeat((byte) 0xff, 32)),
        // On the twist y^2 = x^3 + 7 has no solution for x = 5.
        Bytes.concatenate(scalar(5), scalar(9)));
  }

  // x = 1 is on the curve: y^2 = 8.
  private static Bytes yOfOne() {
    return PublicKey.ofCompressed(CURVE, Bytes.concatenate(Bytes.of(2), scalar(1)))
        .bytes()
        .slice(32, 32);
  }

  @ParameterizedTest
  @MethodSource("notUncompressed")
  void refusesWhatIsNoUncompressedPoint(Bytes encoded) {
    assertViolation(CryptoRule.KEY_NOT_ON_CURVE, () -> PublicKey.of(CURVE, encoded));
  }

  static Stream<Bytes> notCompressed() {
    Bytes x = G.slice(0, 32);
    return Stream.of(
        Bytes.EMPTY,
        Bytes.of(0),
        Bytes.repeat((byte) 0, 33),
        Bytes.concatenate(Bytes.of(0), x),
        Bytes.concatenate(Bytes.of(1), x),
        Bytes.concatenate(Bytes.of(4), x),
        Bytes.concatenate(Bytes.of(5), x),
        Bytes.concatenate(Bytes.of(6), x),
        Bytes.concatenate(Bytes.of(7), x),
        Bytes.concatenate(Bytes.of(0x82), x),
        Bytes.concatenate(Bytes.of(0x83), x),
        Bytes.concatenate(Bytes.of(2), x.slice(0, 31)),
        Bytes.concatenate(Bytes.of(2), x, Bytes.of(0)),
        Bytes.concatenate(Bytes.of(4), G),
        Bytes.concatenate(Bytes.of(6), G),
        Bytes.concatenate(Bytes.of(2), scalar(0)),
        Bytes.concatenate(Bytes.of(2), scalar(5)),
        Bytes.concatenate(Bytes.of(3), scalar(5)),
        Bytes.concatenate(Bytes.of(2), word(P)),
        Bytes.concatenate(Bytes.of(2), word(P.add(BigInteger.ONE))),
        Bytes.concatenate(Bytes.of(3), Bytes.repeat((byte) 0xff, 32)));
  }

  @ParameterizedTest
  @MethodSource("notCompressed")
  void refusesWhatIsNoCompressedPoint(Bytes encoded) {
    assertViolation(CryptoRule.KEY_NOT_ON_CURVE, () -> PublicKey.ofCompressed(CURVE, encoded));
  }

  @Test
  void bothFormsOfAKeyReadBack() {
    Random random = new Random(20261124);
    for (int i = 0; i < 50; i++) {
      PublicKey key = NodeKey.generate(CURVE, random).publicKey();
      assertThat(PublicKey.of(CURVE, key.bytes())).isEqualTo(key).hasSameHashCodeAs(key);
      assertThat(PublicKey.ofCompressed(CURVE, key.compressed())).isEqualTo(key);
      assertThat(key).hasToString(key.bytes().toUnprefixedHexString());
    }
  }

  @Test
  void recoversAndVerifiesWhatWasSigned() {
    Random random = new Random(20261124);
    for (int i = 0; i < 50; i++) {
      NodeKey key = NodeKey.generate(CURVE, random);
      Bytes32 hash = Bytes32.random(random);
      Bytes signature = key.sign(hash);
      assertThat(Signatures.recover(CURVE, hash, signature)).isEqualTo(key.publicKey());
      assertThat(Signatures.verify(CURVE, hash, signature.slice(0, 64), key.publicKey())).isTrue();
      assertThat(Signatures.verify(CURVE, HASH, signature.slice(0, 64), key.publicKey())).isFalse();
      assertThat(Signatures.verify(CURVE, hash, signature.slice(0, 64), KEY.publicKey())).isFalse();
      assertThat(new BigInteger(1, signature.slice(32, 32).toArray())).isLessThan(N.shiftRight(1));
    }
  }

  @Test
  void hashesAtTheEdgesOfTheRange() {
    for (BigInteger edge : List.of(BigInteger.ZERO, N, N.subtract(BigInteger.ONE), P)) {
      Bytes32 hash = word(edge);
      Bytes signature = KEY.sign(hash);
      assertThat(Signatures.recover(CURVE, hash, signature)).isEqualTo(KEY.publicKey());
      assertThat(Signatures.verify(CURVE, hash, signature.slice(0, 64), KEY.publicKey())).isTrue();
    }
  }

  @Test
  void scalarsOfSignaturesOutsideTheGroupAreRefused() {
    Bytes valid = KEY.sign(HASH);
    Bytes r = valid.slice(0, 32);
    Bytes s = valid.slice(32, 32);
    Bytes v = valid.slice(64, 1);
    for (Bytes bad :
        List.of(
            word(BigInteger.ZERO),
            word(N),
            word(N.add(BigInteger.ONE)),
            word(P),
            Bytes.repeat((byte) 0xff, 32))) {
      assertViolation(
          CryptoRule.SIGNATURE_INVALID,
          () -> Signatures.recover(CURVE, HASH, Bytes.concatenate(bad, s, v)));
      assertViolation(
          CryptoRule.SIGNATURE_INVALID,
          () -> Signatures.recover(CURVE, HASH, Bytes.concatenate(r, bad, v)));
      assertThat(Signatures.verify(CURVE, HASH, Bytes.concatenate(bad, s), KEY.publicKey()))
          .isFalse();
      assertThat(Signatures.verify(CURVE, HASH, Bytes.concatenate(r, bad), KEY.publicKey()))
          .isFalse();
    }
  }

  @Test
  void onlyRecoveryIdsZeroAndOneAreSpoken() {
    Bytes valid = KEY.sign(HASH);
    for (int v = 0; v < 256; v++) {
      Bytes signature = Bytes.concatenate(valid.slice(0, 64), Bytes.of(v));
      if (v == valid.get(64)) {
        assertThat(Signatures.recover(CURVE, HASH, signature)).isEqualTo(KEY.publicKey());
      } else if (v <= 1) {
        assertThat(Signatures.recover(CURVE, HASH, signature)).isNotEqualTo(KEY.publicKey());
      } else {
        assertViolation(
            CryptoRule.SIGNATURE_INVALID, () -> Signatures.recover(CURVE, HASH, signature));
      }
    }
  }

  @Test
  void aSignatureWithHighSRecoversButDoesNotVerify() {
    Bytes low = KEY.sign(HASH);
    BigInteger s = new BigInteger(1, low.slice(32, 32).toArray());
    Bytes high =
        Bytes.concatenate(low.slice(0, 32), word(N.subtract(s)), Bytes.of(low.get(64) ^ 1));
    assertThat(Signatures.recover(CURVE, HASH, high)).isEqualTo(KEY.publicKey());
    assertThat(Signatures.verify(CURVE, HASH, high.slice(0, 64), KEY.publicKey())).isFalse();
  }

  @Test
  void aSignatureOfNobodyIsRefused() {
    // With R = G and s = hash the recovered point is infinity; x = 5 is no abscissa of the curve.
    Bytes ofInfinity = Bytes.concatenate(G.slice(0, 32), scalar(77), Bytes.of(G.get(63) & 1));
    assertViolation(
        CryptoRule.SIGNATURE_INVALID, () -> Signatures.recover(CURVE, scalar(77), ofInfinity));
    Bytes offCurve = Bytes.concatenate(scalar(5), scalar(77), Bytes.of(0));
    assertViolation(CryptoRule.SIGNATURE_INVALID, () -> Signatures.recover(CURVE, HASH, offCurve));
  }

  @Test
  void signaturesOfOtherSizesAreRefused() {
    Bytes valid = KEY.sign(HASH);
    for (int size : new int[] {0, 1, 63, 64, 66, 130}) {
      Bytes other = Bytes.concatenate(valid, valid).slice(0, size);
      assertViolation(CryptoRule.SIGNATURE_INVALID, () -> Signatures.recover(CURVE, HASH, other));
    }
    for (int size : new int[] {0, 1, 63, 65, 128}) {
      Bytes other = Bytes.concatenate(valid, valid).slice(0, size);
      assertThat(Signatures.verify(CURVE, HASH, other, KEY.publicKey())).isFalse();
    }
  }

  @Test
  void randomSignaturesGiveAKeyOrAViolation() {
    Random random = new Random(20261124);
    for (int i = 0; i < 200; i++) {
      Bytes signature = Bytes.concatenate(Bytes.random(64, random), Bytes.of(i & 1));
      try {
        PublicKey key = Signatures.recover(CURVE, HASH, signature);
        assertThat(PublicKey.of(CURVE, key.bytes())).isEqualTo(key);
      } catch (Violation refused) {
        assertThat(refused.rule()).isEqualTo(CryptoRule.SIGNATURE_INVALID);
      }
    }
  }
}
