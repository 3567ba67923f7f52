package io.devp2p.core.crypto;

import io.devp2p.core.Rule;

/** How a key or a signature can fail to be one (SEC 1; all are {@link Rule.Kind#MALFORMED}). */
public enum CryptoRule implements Rule {
  /**
   * Not a point of secp256k1 in one of the two accepted forms: 64 bytes, or 33 bytes that start
   * with 02 or 03.
   */
  KEY_NOT_ON_CURVE,
  /**
   * r or s is zero or not below the group order, the recovery id is above 1, or no key can be
   * recovered.
   */
  SIGNATURE_INVALID;

  @Override
  public Kind kind() {
    return Kind.MALFORMED;
  }

  @Override
  public String anchor() {
    return "SEC 1, sections 2.3.4 and 4.1.6";
  }
}
