package io.devp2p.core.crypto;

import io.devp2p.core.Violation;
import java.math.BigInteger;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.math.ec.custom.sec.SecP256K1Curve;
import org.bouncycastle.util.BigIntegers;

/**
 * ECDSA and ECDH on secp256k1 (SEC 2), by Bouncy Castle's fixed-limb curve. Scalars that are secret
 * are multiplied by {@code multiplySecret} and by the comb multiplier of the base point only;
 * everything about signatures of others is public data.
 */
final class Secp256k1 {

  private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");
  private static final BigInteger N = CURVE.getN();
  private static final BigInteger HALF_N = N.shiftRight(1);
  private static final BigInteger P = ((SecP256K1Curve) CURVE.getCurve()).getQ();

  private Secp256k1() {}

  /** Whether a secret scalar lies in 1..n-1. */
  static boolean isScalar(Bytes32 scalar) {
    BigInteger k = scalar.toUnsignedBigInteger();
    return k.signum() > 0 && k.compareTo(N) < 0;
  }

  static PublicKey publicKey(Bytes32 secret) {
    ECPoint point =
        new FixedPointCombMultiplier().multiply(CURVE.getG(), secret.toUnsignedBigInteger());
    return new PublicKey(point.normalize());
  }

  static PublicKey decodeUncompressed(Bytes xy) {
    Violation.unless(xy.size() == 64, CryptoRule.KEY_NOT_ON_CURVE);
    BigInteger x = xy.slice(0, 32).toUnsignedBigInteger();
    BigInteger y = xy.slice(32, 32).toUnsignedBigInteger();
    Violation.unless(x.compareTo(P) < 0 && y.compareTo(P) < 0, CryptoRule.KEY_NOT_ON_CURVE);
    return validated(CURVE.getCurve().createPoint(x, y));
  }

  static PublicKey decodeCompressed(Bytes compressed) {
    // Bouncy Castle also reads hybrid forms and infinity, so the shape is judged here.
    boolean shaped = compressed.size() == 33 && (compressed.get(0) == 2 || compressed.get(0) == 3);
    Violation.unless(shaped, CryptoRule.KEY_NOT_ON_CURVE);
    try {
      return validated(CURVE.getCurve().decodePoint(compressed.toArray()));
    } catch (IllegalArgumentException notOnCurve) {
      throw new Violation(CryptoRule.KEY_NOT_ON_CURVE);
    }
  }

  private static PublicKey validated(ECPoint point) {
    // The cofactor is 1: every point of the curve other than infinity is in the group.
    Violation.unless(!point.isInfinity() && point.isValid(), CryptoRule.KEY_NOT_ON_CURVE);
    return new PublicKey(point.normalize());
  }

  /** The product of a secret scalar and a point, as a compressed point of 33 bytes. */
  static byte[] ecdh(Bytes32 secret, PublicKey other) {
    return ECAlgorithms.multiplySecret(other.point(), secret.toUnsignedBigInteger())
        .normalize()
        .getEncoded(true);
  }

  /**
   * Signs a hash with a deterministic nonce (RFC 6979) and low s: r, s and the recovery id, 65
   * bytes.
   */
  static Bytes sign(Bytes32 secret, Bytes32 hash) {
    BigInteger d = secret.toUnsignedBigInteger();
    BigInteger e = hash.toUnsignedBigInteger();
    HMacDSAKCalculator nonces = new HMacDSAKCalculator(new SHA256Digest());
    nonces.init(N, d, hash.toArray());
    while (true) {
      BigInteger k = nonces.nextK();
      ECPoint point = new FixedPointCombMultiplier().multiply(CURVE.getG(), k).normalize();
      BigInteger x = point.getAffineXCoord().toBigInteger();
      BigInteger r = x.mod(N);
      BigInteger s = BigIntegers.modOddInverse(N, k).multiply(e.add(d.multiply(r))).mod(N);
      if (r.signum() == 0 || s.signum() == 0 || x.compareTo(N) >= 0) {
        continue; // recovery ids 2 and 3 are not spoken by any of these protocols
      }
      int recoveryId = point.getAffineYCoord().testBitZero() ? 1 : 0;
      if (s.compareTo(HALF_N) > 0) {
        s = N.subtract(s);
        recoveryId ^= 1;
      }
      return Bytes.concatenate(unsigned(r), unsigned(s), Bytes.of(recoveryId));
    }
  }

  /** Whether {@code signature}, of which r and s are read, is by {@code key}, and its s is low. */
  static boolean verify(Bytes32 hash, Bytes signature, PublicKey key) {
    BigInteger r = signature.slice(0, 32).toUnsignedBigInteger();
    BigInteger s = signature.slice(32, 32).toUnsignedBigInteger();
    if (!inGroup(r) || !inGroup(s) || s.compareTo(HALF_N) > 0) {
      return false;
    }
    BigInteger w = BigIntegers.modOddInverseVar(N, s);
    BigInteger u1 = hash.toUnsignedBigInteger().multiply(w).mod(N);
    BigInteger u2 = r.multiply(w).mod(N);
    ECPoint sum = ECAlgorithms.sumOfTwoMultiplies(CURVE.getG(), u1, key.point(), u2).normalize();
    return !sum.isInfinity() && sum.getAffineXCoord().toBigInteger().mod(N).equals(r);
  }

  /**
   * The key that made a recoverable signature of 65 bytes. High s is accepted, as discv4 and RLPx
   * do not forbid it.
   *
   * @throws Violation {@link CryptoRule#SIGNATURE_INVALID}
   */
  static PublicKey recover(Bytes32 hash, Bytes signature) {
    Violation.unless(signature.size() == 65, CryptoRule.SIGNATURE_INVALID);
    BigInteger r = signature.slice(0, 32).toUnsignedBigInteger();
    BigInteger s = signature.slice(32, 32).toUnsignedBigInteger();
    int recoveryId = signature.get(64) & 0xff;
    Violation.unless(inGroup(r) && inGroup(s) && recoveryId <= 1, CryptoRule.SIGNATURE_INVALID);
    ECPoint nonce;
    try {
      nonce =
          CURVE
              .getCurve()
              .decodePoint(Bytes.concatenate(Bytes.of(2 + recoveryId), unsigned(r)).toArray());
    } catch (IllegalArgumentException notOnCurve) {
      throw new Violation(CryptoRule.SIGNATURE_INVALID);
    }
    BigInteger inverse = BigIntegers.modOddInverseVar(N, r);
    BigInteger u1 = hash.toUnsignedBigInteger().negate().multiply(inverse).mod(N);
    BigInteger u2 = s.multiply(inverse).mod(N);
    ECPoint key = ECAlgorithms.sumOfTwoMultiplies(CURVE.getG(), u1, nonce, u2).normalize();
    Violation.unless(!key.isInfinity(), CryptoRule.SIGNATURE_INVALID);
    return new PublicKey(key);
  }

  private static boolean inGroup(BigInteger scalar) {
    return scalar.signum() > 0 && scalar.compareTo(N) < 0;
  }

  private static Bytes unsigned(BigInteger value) {
    return Bytes.wrap(BigIntegers.asUnsignedByteArray(32, value));
  }
}
