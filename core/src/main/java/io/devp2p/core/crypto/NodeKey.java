package io.devp2p.core.crypto;

import java.util.random.RandomGenerator;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * The secret key of a node, or an ephemeral one of a handshake. Immutable. Never prints its secret.
 */
public final class NodeKey {

  private final Bytes32 secret;
  private final PublicKey publicKey;

  private NodeKey(Bytes32 secret) {
    this.secret = secret;
    this.publicKey = Secp256k1.publicKey(secret);
  }

  /**
   * A key from its secret scalar.
   *
   * @throws IllegalArgumentException if the scalar is not in 1..n-1
   */
  public static NodeKey of(Bytes32 secret) {
    if (!Secp256k1.isScalar(secret)) {
      throw new IllegalArgumentException(
          "not a secret key of secp256k1: the scalar is not in 1..n-1");
    }
    return new NodeKey(Bytes32.wrap(secret.toArray()));
  }

  /**
   * A new key.
   *
   * @param random a cryptographic source, except in simulations
   */
  public static NodeKey generate(RandomGenerator random) {
    byte[] scalar = new byte[32];
    do {
      random.nextBytes(scalar);
    } while (!Secp256k1.isScalar(Bytes32.wrap(scalar)));
    return of(Bytes32.wrap(scalar));
  }

  /** The key that others know. */
  public PublicKey publicKey() {
    return publicKey;
  }

  /** Signs a hash: r, s (low) and the recovery id, 65 bytes. Deterministic (RFC 6979). */
  public Bytes sign(Bytes32 hash) {
    return Secp256k1.sign(secret, hash);
  }

  /**
   * The shared point with another key, compressed: 33 bytes, of which the last 32 are the x
   * coordinate.
   */
  public Bytes ecdh(PublicKey other) {
    return Bytes.wrap(Secp256k1.ecdh(secret, other));
  }

  /** The scalar, for a key file and nothing else. */
  Bytes32 secret() {
    return secret;
  }

  /** A fingerprint: the first bytes of the public key. */
  @Override
  public String toString() {
    return "NodeKey[public " + publicKey.bytes().slice(0, 4).toUnprefixedHexString() + "..]";
  }
}
