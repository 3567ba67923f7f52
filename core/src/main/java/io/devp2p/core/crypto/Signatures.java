package io.devp2p.core.crypto;

import io.devp2p.core.Violation;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * Signatures of others. Those of our own come from {@link NodeKey#sign}. Where no curve is named,
 * Bouncy Castle does the work; what is read at a high rate names that of the {@link NodeKey} it is
 * read for. Pure; any thread.
 */
public final class Signatures {

  private Signatures() {}

  /** {@link #verify(Secp256k1, Bytes32, Bytes, PublicKey)} by Bouncy Castle. */
  public static boolean verify(Bytes32 hash, Bytes signature, PublicKey key) {
    return verify(Curves.bouncyCastle(), hash, signature, key);
  }

  /**
   * Whether a signature is valid, with low s.
   *
   * @param hash what was signed
   * @param signature r and s, 64 bytes
   */
  public static boolean verify(Secp256k1 curve, Bytes32 hash, Bytes signature, PublicKey key) {
    return signature.size() == 64
        && curve.verify(hash.toArrayUnsafe(), 0, signature.toArrayUnsafe(), 0, key.point(), 0);
  }

  /** {@link #recover(Secp256k1, Bytes32, Bytes)} by Bouncy Castle. */
  public static PublicKey recover(Bytes32 hash, Bytes signature) {
    return recover(Curves.bouncyCastle(), hash, signature);
  }

  /**
   * The key that made a signature, which may have a high s. Costs 40 to 150 microseconds: check
   * everything cheaper first.
   *
   * @param hash what was signed
   * @param signature r, s and the recovery id (0 or 1), 65 bytes
   * @throws Violation {@link CryptoRule#SIGNATURE_INVALID}
   */
  public static PublicKey recover(Secp256k1 curve, Bytes32 hash, Bytes signature) {
    Violation.unless(signature.size() == 65, CryptoRule.SIGNATURE_INVALID);
    byte[] point = new byte[64];
    boolean known = curve.recover(hash.toArrayUnsafe(), 0, signature.toArrayUnsafe(), 0, point, 0);
    Violation.unless(known, CryptoRule.SIGNATURE_INVALID);
    return new PublicKey(point);
  }
}
