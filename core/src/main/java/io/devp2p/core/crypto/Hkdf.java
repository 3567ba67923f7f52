package io.devp2p.core.crypto;

import org.apache.tuweni.bytes.Bytes;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

/** HKDF with SHA-256 (RFC 5869). */
public final class Hkdf {

  private Hkdf() {}

  /**
   * Extract, then expand.
   *
   * @param inputKey the secret to derive from
   * @param salt salt of the extract step
   * @param info context of the expand step
   * @param length bytes to derive, at most 8160
   */
  public static byte[] derive(Bytes inputKey, Bytes salt, Bytes info, int length) {
    HKDFBytesGenerator generator = new HKDFBytesGenerator(new SHA256Digest());
    generator.init(new HKDFParameters(inputKey.toArray(), salt.toArray(), info.toArray()));
    byte[] out = new byte[length];
    generator.generateBytes(out, 0, length);
    return out;
  }
}
