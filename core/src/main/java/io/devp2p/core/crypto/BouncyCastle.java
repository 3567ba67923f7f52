package io.devp2p.core.crypto;

import java.math.BigInteger;
import java.util.Arrays;
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
 * The tier that is always there, by Bouncy Castle's fixed-limb curve. Scalars that are secret are
 * multiplied by {@code multiplySecret} and by the comb multiplier of the base point only;
 * everything about signatures of others is public data.
 */
final class BouncyCastle implements Secp256k1 {

  private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");
  private static final BigInteger N = CURVE.getN();
  private static final BigInteger HALF_N = N.shiftRight(1);
  private static final BigInteger P = ((SecP256K1Curve) CURVE.getCurve()).getQ();

  @Override
  public String name() {
    return "bouncycastle";
  }

  @Override
  public int priority() {
    return 0;
  }

  @Override
  public void publicKey(byte[] secret, int secretAt, byte[] point, int pointAt) {
    write(
        new FixedPointCombMultiplier().multiply(CURVE.getG(), scalar(secret, secretAt)).normalize(),
        point,
        pointAt);
  }

  @Override
  public boolean isPoint(byte[] point, int pointAt) {
    BigInteger x = scalar(point, pointAt);
    BigInteger y = scalar(point, pointAt + 32);
    // The cofactor is 1: every point of the curve other than infinity is in the group.
    return x.compareTo(P) < 0 && y.compareTo(P) < 0 && CURVE.getCurve().createPoint(x, y).isValid();
  }

  @Override
  public boolean decompress(byte[] compressed, int compressedAt, byte[] point, int pointAt) {
    // Bouncy Castle also reads hybrid forms and infinity, so the shape is judged here.
    if (compressed[compressedAt] != 2 && compressed[compressedAt] != 3) {
      return false;
    }
    try {
      byte[] encoded = Arrays.copyOfRange(compressed, compressedAt, compressedAt + 33);
      write(CURVE.getCurve().decodePoint(encoded), point, pointAt);
      return true;
    } catch (IllegalArgumentException notOnCurve) {
      return false;
    }
  }

  @Override
  public void ecdh(
      byte[] secret, int secretAt, byte[] point, int pointAt, byte[] compressed, int compressedAt) {
    byte[] product =
        ECAlgorithms.multiplySecret(point(point, pointAt), scalar(secret, secretAt))
            .normalize()
            .getEncoded(true);
    System.arraycopy(product, 0, compressed, compressedAt, product.length);
  }

  @Override
  public void sign(
      byte[] secret, int secretAt, byte[] hash, int hashAt, byte[] signature, int signatureAt) {
    BigInteger d = scalar(secret, secretAt);
    BigInteger e = scalar(hash, hashAt);
    HMacDSAKCalculator nonces = new HMacDSAKCalculator(new SHA256Digest());
    nonces.init(N, d, Arrays.copyOfRange(hash, hashAt, hashAt + 32));
    while (true) {
      BigInteger k = nonces.nextK();
      ECPoint point = new FixedPointCombMultiplier().multiply(CURVE.getG(), k).normalize();
      BigInteger x = point.getAffineXCoord().toBigInteger();
      BigInteger r = x.mod(N);
      BigInteger s = BigIntegers.modOddInverse(N, k).multiply(e.add(d.multiply(r))).mod(N);
      if (r.signum() == 0 || s.signum() == 0 || x.compareTo(N) >= 0) {
        continue; // recovery ids 2 and 3 are not spoken by any of these protocols
      }
      boolean odd = point.getAffineYCoord().testBitZero();
      boolean high = s.compareTo(HALF_N) > 0;
      BigIntegers.asUnsignedByteArray(r, signature, signatureAt, 32);
      BigIntegers.asUnsignedByteArray(high ? N.subtract(s) : s, signature, signatureAt + 32, 32);
      signature[signatureAt + 64] = (byte) (odd ^ high ? 1 : 0);
      return;
    }
  }

  @Override
  public boolean verify(
      byte[] hash, int hashAt, byte[] signature, int signatureAt, byte[] point, int pointAt) {
    BigInteger r = scalar(signature, signatureAt);
    BigInteger s = scalar(signature, signatureAt + 32);
    if (!inGroup(r) || !inGroup(s) || s.compareTo(HALF_N) > 0) {
      return false;
    }
    BigInteger w = BigIntegers.modOddInverseVar(N, s);
    BigInteger u1 = scalar(hash, hashAt).multiply(w).mod(N);
    BigInteger u2 = r.multiply(w).mod(N);
    ECPoint sum =
        ECAlgorithms.sumOfTwoMultiplies(CURVE.getG(), u1, point(point, pointAt), u2).normalize();
    return !sum.isInfinity() && sum.getAffineXCoord().toBigInteger().mod(N).equals(r);
  }

  @Override
  public boolean recover(
      byte[] hash, int hashAt, byte[] signature, int signatureAt, byte[] point, int pointAt) {
    BigInteger r = scalar(signature, signatureAt);
    BigInteger s = scalar(signature, signatureAt + 32);
    int recoveryId = signature[signatureAt + 64] & 0xff;
    if (!inGroup(r) || !inGroup(s) || recoveryId > 1) {
      return false;
    }
    byte[] encoded = new byte[33];
    encoded[0] = (byte) (2 + recoveryId);
    System.arraycopy(signature, signatureAt, encoded, 1, 32);
    ECPoint nonce;
    try {
      nonce = CURVE.getCurve().decodePoint(encoded);
    } catch (IllegalArgumentException notOnCurve) {
      return false;
    }
    BigInteger inverse = BigIntegers.modOddInverseVar(N, r);
    BigInteger u1 = scalar(hash, hashAt).negate().multiply(inverse).mod(N);
    BigInteger u2 = s.multiply(inverse).mod(N);
    ECPoint key = ECAlgorithms.sumOfTwoMultiplies(CURVE.getG(), u1, nonce, u2).normalize();
    if (key.isInfinity()) {
      return false;
    }
    write(key, point, pointAt);
    return true;
  }

  private static boolean inGroup(BigInteger scalar) {
    return scalar.signum() > 0 && scalar.compareTo(N) < 0;
  }

  private static BigInteger scalar(byte[] bytes, int at) {
    return new BigInteger(1, bytes, at, 32);
  }

  private static ECPoint point(byte[] point, int at) {
    return CURVE.getCurve().createPoint(scalar(point, at), scalar(point, at + 32));
  }

  private static void write(ECPoint normalized, byte[] point, int at) {
    normalized.getAffineXCoord().encodeTo(point, at);
    normalized.getAffineYCoord().encodeTo(point, at + 32);
  }
}
