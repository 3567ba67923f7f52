package io.devp2p.core.crypto;

/**
 * ECDSA and ECDH on secp256k1 (SEC 2) as a service: one implementation is a <em>tier</em>. Bouncy
 * Castle's is always there; others are found by {@link java.util.ServiceLoader}, see {@link
 * Curves}. Works on arrays and offsets, so that a tier behind a native call copies nothing twice.
 *
 * <p>Shapes, in bytes:
 *
 * <ul>
 *   <li>secret: 32, a scalar in 1..n-1, which the caller has made sure of ({@link NodeKey});
 *   <li>point: 64, x and y, without the prefix 04;
 *   <li>compressed point: 33, 02 or 03 and x;
 *   <li>hash: 32, what is signed;
 *   <li>signature: 65, r, s and the recovery id, which is 0 or 1; {@link #verify} reads 64.
 * </ul>
 *
 * <p>What comes from a peer may be any bytes: the answer is then false, never an exception. Where
 * an answer is false, the output is undefined. Operations with a secret take a time that does not
 * depend on it. Thread-safe.
 */
public interface Secp256k1 {

  /** What stats and logs call it: lower case, one word. */
  String name();

  /** The highest one is chosen. Bouncy Castle's is 0. */
  int priority();

  /** Writes the point of a secret: its product with the generator. */
  void publicKey(byte[] secret, int secretAt, byte[] point, int pointAt);

  /** Whether x and y are below p and on the curve. */
  boolean isPoint(byte[] point, int pointAt);

  /** Writes the point that a compressed one stands for; false where there is none. */
  boolean decompress(byte[] compressed, int compressedAt, byte[] point, int pointAt);

  /**
   * Writes the product of a secret and a point, compressed: its last 32 bytes are x.
   *
   * @param point one that {@link #isPoint} accepts
   */
  void ecdh(
      byte[] secret, int secretAt, byte[] point, int pointAt, byte[] compressed, int compressedAt);

  /** Signs with a deterministic nonce (RFC 6979) and low s. */
  void sign(
      byte[] secret, int secretAt, byte[] hash, int hashAt, byte[] signature, int signatureAt);

  /**
   * Whether a signature is by the owner of a point, and its s is low.
   *
   * @param point one that {@link #isPoint} accepts
   */
  boolean verify(
      byte[] hash, int hashAt, byte[] signature, int signatureAt, byte[] point, int pointAt);

  /**
   * Writes the point whose owner made a signature; false where there is none. High s is accepted,
   * as discv4 and RLPx do not forbid it.
   */
  boolean recover(
      byte[] hash, int hashAt, byte[] signature, int signatureAt, byte[] point, int pointAt);
}
