package io.devp2p.core.crypto;

import org.apache.tuweni.bytes.Bytes;
import org.bouncycastle.math.ec.ECPoint;

/**
 * A point of secp256k1 other than infinity: the one door through which keys of peers come in.
 * Immutable; equal by value. Its coordinates are kept parsed, because decoding a compressed key
 * costs a square root.
 */
public final class PublicKey {

  private final ECPoint point;
  private final Bytes uncompressed;

  PublicKey(ECPoint point) {
    this.point = point;
    this.uncompressed = Bytes.wrap(point.getEncoded(false), 1, 64);
  }

  /**
   * Reads x and y.
   *
   * @param xy 64 bytes, without the prefix 04
   * @throws io.devp2p.core.Violation {@link CryptoRule#KEY_NOT_ON_CURVE}
   */
  public static PublicKey of(Bytes xy) {
    return Secp256k1.decodeUncompressed(xy);
  }

  /**
   * Reads a compressed key.
   *
   * @param compressed 33 bytes that start with 02 or 03
   * @throws io.devp2p.core.Violation {@link CryptoRule#KEY_NOT_ON_CURVE}
   */
  public static PublicKey ofCompressed(Bytes compressed) {
    return Secp256k1.decodeCompressed(compressed);
  }

  /** x and y, 32 bytes each. */
  public Bytes bytes() {
    return uncompressed;
  }

  /** 02 or 03 and x, 33 bytes. */
  public Bytes compressed() {
    return Bytes.wrap(point.getEncoded(true));
  }

  ECPoint point() {
    return point;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PublicKey key && uncompressed.equals(key.uncompressed);
  }

  @Override
  public int hashCode() {
    return uncompressed.hashCode();
  }

  /** 128 lower-case hex digits, as in an enode URL. */
  @Override
  public String toString() {
    return uncompressed.toUnprefixedHexString();
  }
}
