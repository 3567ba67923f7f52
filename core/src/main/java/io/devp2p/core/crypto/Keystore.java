package io.devp2p.core.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.CharBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * A secret key under a passphrase, as Ethereum wallets keep it (Web3 Secret Storage, version 3):
 * AES-128-CTR with a key that is derived from the passphrase. Immutable.
 *
 * @param derivation how the passphrase becomes a key
 * @param iv 16 bytes
 * @param ciphertext at most 32 bytes; fewer where the secret has leading zeros
 * @param mac keccak256 of the second half of the derived key and the ciphertext
 */
public record Keystore(Derivation derivation, Bytes iv, Bytes ciphertext, Bytes32 mac) {

  /** Bytes of the derived key that are used: an AES key and a key of the MAC. */
  private static final int KEY = 32;

  private static final int HALF = 16;

  /** Most memory of a derivation; wallets use 256 MiB at most. */
  private static final long MEMORY = 512L << 20;

  /** Most rounds of a derivation, so that opening ends: 16 times what wallets use. */
  private static final int ROUNDS = 1 << 22;

  /** How a passphrase becomes a key. */
  public sealed interface Derivation {

    /**
     * scrypt (RFC 7914).
     *
     * @param n cost, a power of two
     * @param r size of a block in 128 bytes
     * @param p parallelization
     */
    record Scrypt(int n, int r, int p, Bytes salt) implements Derivation {

      /**
       * Parameters.
       *
       * @throws IllegalArgumentException if they are none, or would take more than 512 MiB
       */
      public Scrypt {
        boolean sound = n > 1 && Integer.bitCount(n) == 1 && r > 0 && p > 0 && p <= HALF;
        if (!sound || (r == 1 && n >= 1 << HALF) || 128L * n * r > MEMORY) {
          throw new IllegalArgumentException("scrypt with such parameters is not supported");
        }
      }
    }

    /**
     * PBKDF2 with HMAC-SHA256 (RFC 8018).
     *
     * @param rounds iterations
     */
    record Pbkdf2(int rounds, Bytes salt) implements Derivation {

      /**
       * Parameters.
       *
       * @throws IllegalArgumentException if there are none or too many rounds
       */
      public Pbkdf2 {
        if (rounds < 1 || rounds > ROUNDS) {
          throw new IllegalArgumentException("PBKDF2 with such parameters is not supported");
        }
      }
    }
  }

  /**
   * A key under a passphrase.
   *
   * @throws IllegalArgumentException if a size is wrong
   */
  public Keystore {
    if (iv.size() != HALF || ciphertext.isEmpty() || ciphertext.size() > KEY) {
      throw new IllegalArgumentException("not an encrypted key");
    }
  }

  /**
   * Opens it: takes a second with the usual parameters.
   *
   * @return empty if it is the wrong passphrase
   * @throws IllegalArgumentException if what is under it is no key
   */
  public Optional<NodeKey> open(char[] passphrase) {
    byte[] derived = derive(passphrase);
    Bytes32 expected = Keccak.hash(Bytes.wrap(derived, HALF, HALF), ciphertext);
    if (!MessageDigest.isEqual(expected.toArrayUnsafe(), mac.toArrayUnsafe())) {
      return Optional.empty();
    }
    try {
      Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
      cipher.init(
          Cipher.DECRYPT_MODE,
          new SecretKeySpec(derived, 0, HALF, "AES"),
          new IvParameterSpec(iv.toArrayUnsafe()));
      byte[] secret = cipher.doFinal(ciphertext.toArrayUnsafe());
      return Optional.of(NodeKey.of(Bytes32.leftPad(Bytes.wrap(secret))));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("BUG: AES-CTR is not there", impossible);
    } finally {
      Arrays.fill(derived, (byte) 0);
    }
  }

  private byte[] derive(char[] passphrase) {
    byte[] bytes = Bytes.wrapByteBuffer(UTF_8.encode(CharBuffer.wrap(passphrase))).toArray();
    try {
      return switch (derivation) {
        case Derivation.Scrypt(int n, int r, int p, Bytes salt) ->
            SCrypt.generate(bytes, salt.toArray(), n, r, p, KEY);
        case Derivation.Pbkdf2(int rounds, Bytes salt) -> {
          PKCS5S2ParametersGenerator pbkdf2 = new PKCS5S2ParametersGenerator(new SHA256Digest());
          pbkdf2.init(bytes, salt.toArray(), rounds);
          yield ((KeyParameter) pbkdf2.generateDerivedMacParameters(8 * KEY)).getKey();
        }
      };
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }
}
