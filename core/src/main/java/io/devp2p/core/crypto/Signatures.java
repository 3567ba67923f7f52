package io.devp2p.core.crypto;

import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/** Signatures of others. Those of our own come from {@link NodeKey#sign}. Pure; any thread. */
public final class Signatures {

  private Signatures() {}

  /**
   * Whether a signature is valid, with low s.
   *
   * @param hash what was signed
   * @param signature r and s, 64 bytes
   */
  public static boolean verify(Bytes32 hash, Bytes signature, PublicKey key) {
    return signature.size() == 64 && Secp256k1.verify(hash, signature, key);
  }

  /**
   * The key that made a signature. Costs about a quarter of a millisecond: check everything cheaper
   * first.
   *
   * @param hash what was signed
   * @param signature r, s and the recovery id (0 or 1), 65 bytes
   * @throws io.devp2p.core.Violation {@link CryptoRule#SIGNATURE_INVALID}
   */
  public static PublicKey recover(Bytes32 hash, Bytes signature) {
    return Secp256k1.recover(hash, signature);
  }
}
