package io.devp2p.core.crypto;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Whether a tier computes what the reference computes: fixed vectors, and random ones against the
 * reference. It guards against a library that was built or loaded wrongly, not against an enemy.
 */
final class SelfTest {

  /** Enough to meet each sign of y, each recovery id and both halves of s with near certainty. */
  private static final int ROUNDS = 32;

  // The scalar 1 has the generator as its point (SEC 2, 2.4.1). The signature is a published one of
  // RFC 6979 on this curve: secret 1, SHA-256 of "Satoshi Nakamoto".
  private static final byte[] ONE =
      hex("0000000000000000000000000000000000000000000000000000000000000001");
  private static final byte[] GENERATOR =
      hex(
          "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"
              + "483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8");
  private static final byte[] HASH =
      hex("a0dc65ffca799873cbea0ac274015b9526505daaaed385155425f7337704883e");
  private static final byte[] SIGNATURE =
      hex(
          "934b1ea10a4b3c1757e2b0c017d0b6143ce3c9a7e6a4a49860d7a6ab210ee3d8"
              + "2442ce9d2b916064108014783e923ec36b49743e2ffa1c4496f01a512aafd9e5");

  private final Secp256k1 tested;
  private final Secp256k1 reference;
  private final RandomGenerator random;

  private SelfTest(Secp256k1 tested, Secp256k1 reference, RandomGenerator random) {
    this.tested = tested;
    this.reference = reference;
    this.random = random;
  }

  /** What is wrong with a tier, in words for a log. */
  static Optional<String> fault(Secp256k1 tested, Secp256k1 reference, RandomGenerator random) {
    try {
      return new SelfTest(tested, reference, random).fault();
    } catch (RuntimeException thrown) {
      return Optional.of(thrown.toString());
    }
  }

  private Optional<String> fault() {
    if (!Arrays.equals(publicKey(tested, ONE), GENERATOR)) {
      return Optional.of("the public key of 1");
    }
    if (!Arrays.equals(Arrays.copyOf(sign(tested, ONE, HASH), 64), SIGNATURE)) {
      return Optional.of("a signature of RFC 6979");
    }
    for (int i = 0; i < ROUNDS; i++) {
      Optional<String> fault = compare(secret(), secret(), bytes(32));
      if (fault.isPresent()) {
        return fault;
      }
    }
    return Optional.empty();
  }

  private Optional<String> compare(byte[] secret, byte[] otherSecret, byte[] hash) {
    byte[] point = publicKey(reference, secret);
    byte[] other = publicKey(reference, otherSecret);
    byte[] signature = sign(reference, secret, hash);
    if (!Arrays.equals(publicKey(tested, secret), point)) {
      return Optional.of("a public key");
    }
    if (!Arrays.equals(ecdh(tested, secret, other), ecdh(reference, secret, other))) {
      return Optional.of("a shared secret");
    }
    if (!Arrays.equals(sign(tested, secret, hash), signature)) {
      return Optional.of("a signature");
    }
    byte[] written = new byte[64];
    if (!tested.recover(hash, 0, signature, 0, written, 0) || !Arrays.equals(written, point)) {
      return Optional.of("a recovered key");
    }
    byte[] compressed = ecdh(reference, ONE, point); // once a point, compressed
    if (!tested.decompress(compressed, 0, written, 0) || !Arrays.equals(written, point)) {
      return Optional.of("a decompressed key");
    }
    boolean own = tested.isPoint(point, 0) && tested.verify(hash, 0, signature, 0, point, 0);
    if (!own || tested.verify(hash, 0, signature, 0, other, 0)) {
      return Optional.of("a verdict on a signature");
    }
    point[random.nextInt(64)] ^= 1;
    return tested.isPoint(point, 0) ? Optional.of("a verdict on a point") : Optional.empty();
  }

  private byte[] secret() {
    byte[] secret = bytes(32);
    secret[0] = 1; // in 1..n-1 whatever the rest is
    return secret;
  }

  private byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] publicKey(Secp256k1 curve, byte[] secret) {
    byte[] point = new byte[64];
    curve.publicKey(secret, 0, point, 0);
    return point;
  }

  private static byte[] ecdh(Secp256k1 curve, byte[] secret, byte[] point) {
    byte[] compressed = new byte[33];
    curve.ecdh(secret, 0, point, 0, compressed, 0);
    return compressed;
  }

  private static byte[] sign(Secp256k1 curve, byte[] secret, byte[] hash) {
    byte[] signature = new byte[65];
    curve.sign(secret, 0, hash, 0, signature, 0);
    return signature;
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }
}
