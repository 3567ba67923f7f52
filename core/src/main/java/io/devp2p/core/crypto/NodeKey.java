package io.devp2p.core.crypto;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * The secret key of a node, or an ephemeral one of a handshake, and the curve that computes with
 * it. Machines and codecs take their curve from the key they work for. Immutable. Never prints its
 * secret.
 *
 * <p>Where no curve is named, it is the best one that is found here ({@link Curves#best}): the
 * first such call in a JVM looks for it and tests it, which takes some tenths of a second where
 * there is more than Bouncy Castle's.
 */
public final class NodeKey {

  private static final byte[] N =
      Bytes.fromHexString("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141")
          .toArrayUnsafe();

  private final Secp256k1 curve;
  private final byte[] secret;
  private final PublicKey publicKey;

  private NodeKey(Secp256k1 curve, byte[] secret) {
    this.curve = curve;
    this.secret = secret;
    byte[] point = new byte[64];
    curve.publicKey(secret, 0, point, 0);
    this.publicKey = new PublicKey(point);
  }

  /** {@link #of(Secp256k1, Bytes32)} on the best curve. */
  public static NodeKey of(Bytes32 secret) {
    return of(Curves.best(), secret);
  }

  /**
   * A key from its secret scalar.
   *
   * @throws IllegalArgumentException if the scalar is not in 1..n-1
   */
  public static NodeKey of(Secp256k1 curve, Bytes32 secret) {
    byte[] scalar = secret.toArray();
    if (!isScalar(scalar)) {
      throw new IllegalArgumentException(
          "not a secret key of secp256k1: the scalar is not in 1..n-1");
    }
    return new NodeKey(curve, scalar);
  }

  /** {@link #generate(Secp256k1, RandomGenerator)} on the best curve. */
  public static NodeKey generate(RandomGenerator random) {
    return generate(Curves.best(), random);
  }

  /**
   * A new key.
   *
   * @param random a cryptographic source, except in simulations
   */
  public static NodeKey generate(Secp256k1 curve, RandomGenerator random) {
    byte[] scalar = new byte[32];
    do {
      random.nextBytes(scalar);
    } while (!isScalar(scalar));
    return new NodeKey(curve, scalar);
  }

  private static boolean isScalar(byte[] scalar) {
    return Arrays.compareUnsigned(scalar, N) < 0 && !Arrays.equals(scalar, new byte[32]);
  }

  /** The same secret, computed with by another curve. */
  public NodeKey on(Secp256k1 other) {
    return new NodeKey(other, secret);
  }

  /** What computes with this key, and should with what is read for it. */
  public Secp256k1 curve() {
    return curve;
  }

  /** The key that others know. */
  public PublicKey publicKey() {
    return publicKey;
  }

  /** Signs a hash: r, s (low) and the recovery id, 65 bytes. Deterministic (RFC 6979). */
  public Bytes sign(Bytes32 hash) {
    byte[] signature = new byte[65];
    curve.sign(secret, 0, hash.toArrayUnsafe(), 0, signature, 0);
    return Bytes.wrap(signature);
  }

  /**
   * The shared point with another key, compressed: 33 bytes, of which the last 32 are the x
   * coordinate.
   */
  public Bytes ecdh(PublicKey other) {
    byte[] compressed = new byte[33];
    curve.ecdh(secret, 0, other.point(), 0, compressed, 0);
    return Bytes.wrap(compressed);
  }

  /** The scalar, for a key file and nothing else. */
  Bytes32 secret() {
    return Bytes32.wrap(secret.clone());
  }

  /** A fingerprint: the first bytes of the public key. */
  @Override
  public String toString() {
    return "NodeKey[public " + publicKey.bytes().slice(0, 4).toUnprefixedHexString() + "..]";
  }
}
