package io.devp2p.rlpx;

import io.devp2p.core.Violation;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.crypto.PublicKey;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.apache.tuweni.bytes.Bytes;

/**
 * Encryption to a public key (devp2p rlpx.md, ECIES encryption): {@code 04 || R || iv || c || d},
 * with AES-128-CTR and HMAC-SHA256. Pure; any thread.
 */
final class Ecies {

  /** Bytes that encryption adds: point 65, iv 16, MAC 32. */
  static final int OVERHEAD = 65 + 16 + 32;

  private static final int POINT = 65;
  private static final int IV = 16;
  private static final int MAC = 32;
  private static final int KEY = 16;

  private Ecies() {}

  /**
   * Encrypts.
   *
   * @param ephemeral a key for this message alone
   * @param authData what the MAC covers besides the ciphertext
   */
  static byte[] encrypt(
      NodeKey ephemeral, PublicKey to, byte[] plain, byte[] authData, RandomGenerator random) {
    byte[] keys = keys(ephemeral, to);
    byte[] out = new byte[OVERHEAD + plain.length];
    byte[] iv = new byte[IV];
    random.nextBytes(iv);
    out[0] = 4;
    System.arraycopy(ephemeral.publicKey().bytes().toArrayUnsafe(), 0, out, 1, 64);
    System.arraycopy(iv, 0, out, POINT, IV);
    byte[] cipherText = ctr(keys, iv, plain, 0, plain.length);
    System.arraycopy(cipherText, 0, out, POINT + IV, cipherText.length);
    byte[] mac = mac(keys, out, POINT, IV + cipherText.length, authData);
    System.arraycopy(mac, 0, out, out.length - MAC, MAC);
    return out;
  }

  /**
   * Decrypts. The MAC is checked before anything is decrypted.
   *
   * @param data holds the encrypted message from {@code offset} to its end
   * @throws Violation {@link RlpxRule#RLPX_ECIES_POINT}, {@link RlpxRule#RLPX_ECIES_MAC}, or of a
   *     point that is none
   */
  static byte[] decrypt(NodeKey key, byte[] data, int offset, byte[] authData) {
    int cipherLength = data.length - offset - OVERHEAD;
    Violation.unless(cipherLength >= 0, RlpxRule.RLPX_HANDSHAKE_SIZE);
    Violation.unless(data[offset] == 4, RlpxRule.RLPX_ECIES_POINT);
    PublicKey point = PublicKey.of(key.curve(), Bytes.wrap(data, offset + 1, 64));
    byte[] keys = keys(key, point);
    byte[] expected = mac(keys, data, offset + POINT, IV + cipherLength, authData);
    byte[] actual = Arrays.copyOfRange(data, data.length - MAC, data.length);
    Violation.unless(MessageDigest.isEqual(expected, actual), RlpxRule.RLPX_ECIES_MAC);
    byte[] iv = Arrays.copyOfRange(data, offset + POINT, offset + POINT + IV);
    return ctr(keys, iv, data, offset + POINT + IV, cipherLength);
  }

  /** kE and kM, 16 bytes each: one round of the NIST 800-56A concatenation KDF. */
  private static byte[] keys(NodeKey secret, PublicKey other) {
    MessageDigest sha = sha256();
    sha.update(new byte[] {0, 0, 0, 1});
    sha.update(secret.ecdh(other).toArrayUnsafe(), 1, 32); // x, left zeros kept
    return sha.digest();
  }

  private static byte[] mac(byte[] keys, byte[] data, int offset, int length, byte[] authData) {
    MessageDigest sha = sha256();
    sha.update(keys, KEY, KEY);
    try {
      Mac hmac = Mac.getInstance("HmacSHA256");
      hmac.init(new SecretKeySpec(sha.digest(), "HmacSHA256"));
      hmac.update(data, offset, length);
      hmac.update(authData);
      return hmac.doFinal();
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("BUG: every Java platform has HmacSHA256", missing);
    }
  }

  private static byte[] ctr(byte[] keys, byte[] iv, byte[] data, int offset, int length) {
    try {
      Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE, new SecretKeySpec(keys, 0, KEY, "AES"), new IvParameterSpec(iv));
      return cipher.doFinal(data, offset, length);
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("BUG: every Java platform has AES/CTR", missing);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("BUG: every Java platform has SHA-256", missing);
    }
  }
}
