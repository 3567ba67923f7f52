package io.devp2p.core.crypto;

import io.devp2p.core.Violation;
import org.apache.tuweni.bytes.Bytes;

/**
 * A point of secp256k1 other than infinity: the one door through which keys of peers come in.
 * Immutable; equal by value. Its coordinates are kept parsed, because decoding a compressed key
 * costs a square root.
 *
 * <p>Where no curve is named, Bouncy Castle checks the point; what is read at a high rate names
 * that of the {@link NodeKey} it is read for.
 */
public final class PublicKey {

  private static final int SIZE = 64;
  private static final int COMPRESSED = 33;

  private final byte[] point;
  private final Bytes bytes;

  /**
   * A point that is known to be one.
   *
   * @param point 64 bytes, which nobody changes
   */
  PublicKey(byte[] point) {
    this.point = point;
    this.bytes = Bytes.wrap(point);
  }

  /** {@link #of(Secp256k1, Bytes)} by Bouncy Castle. */
  public static PublicKey of(Bytes xy) {
    return of(Curves.bouncyCastle(), xy);
  }

  /**
   * Reads x and y.
   *
   * @param xy 64 bytes, without the prefix 04
   * @throws Violation {@link CryptoRule#KEY_NOT_ON_CURVE}
   */
  public static PublicKey of(Secp256k1 curve, Bytes xy) {
    Violation.unless(xy.size() == SIZE, CryptoRule.KEY_NOT_ON_CURVE);
    byte[] point = xy.toArray();
    Violation.unless(curve.isPoint(point, 0), CryptoRule.KEY_NOT_ON_CURVE);
    return new PublicKey(point);
  }

  /** {@link #ofCompressed(Secp256k1, Bytes)} by Bouncy Castle. */
  public static PublicKey ofCompressed(Bytes compressed) {
    return ofCompressed(Curves.bouncyCastle(), compressed);
  }

  /**
   * Reads a compressed key.
   *
   * @param compressed 33 bytes that start with 02 or 03
   * @throws Violation {@link CryptoRule#KEY_NOT_ON_CURVE}
   */
  public static PublicKey ofCompressed(Secp256k1 curve, Bytes compressed) {
    Violation.unless(compressed.size() == COMPRESSED, CryptoRule.KEY_NOT_ON_CURVE);
    byte[] point = new byte[SIZE];
    boolean known = curve.decompress(compressed.toArrayUnsafe(), 0, point, 0);
    Violation.unless(known, CryptoRule.KEY_NOT_ON_CURVE);
    return new PublicKey(point);
  }

  /** x and y, 32 bytes each. */
  public Bytes bytes() {
    return bytes;
  }

  /** 02 or 03 and x, 33 bytes. */
  public Bytes compressed() {
    byte[] compressed = new byte[COMPRESSED];
    compressed[0] = (byte) (2 + (point[SIZE - 1] & 1));
    System.arraycopy(point, 0, compressed, 1, COMPRESSED - 1);
    return Bytes.wrap(compressed);
  }

  /** x and y, not to be changed. */
  byte[] point() {
    return point;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PublicKey key && bytes.equals(key.bytes);
  }

  @Override
  public int hashCode() {
    return bytes.hashCode();
  }

  /** 128 lower-case hex digits, as in an enode URL. */
  @Override
  public String toString() {
    return bytes.toUnprefixedHexString();
  }
}
