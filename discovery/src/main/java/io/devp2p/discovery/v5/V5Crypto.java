package io.devp2p.discovery.v5;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.devp2p.core.Violation;
import io.devp2p.core.crypto.Hkdf;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.crypto.PublicKey;
import io.devp2p.core.crypto.Secp256k1;
import io.devp2p.core.crypto.Signatures;
import io.devp2p.core.node.NodeId;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * The cryptography of discv5 sessions (discv5-wire.md and discv5-theory.md, Sessions). Keeps its
 * ciphers, because looking one up costs more than using it. Not thread-safe.
 */
public final class V5Crypto {

  private static final Bytes AGREEMENT =
      Bytes.wrap("discovery v5 key agreement".getBytes(US_ASCII));
  private static final Bytes PROOF = Bytes.wrap("discovery v5 identity proof".getBytes(US_ASCII));
  private static final int KEY = 16;
  private static final int TAG_BITS = 128;

  private final Secp256k1 curve;
  // One for each direction: whoever answers a question uses both keys of a session in turn, and a
  // cipher makes a new key schedule whenever its key changes.
  private final Cipher sealing;
  private final Cipher opening;
  private final MessageDigest sha256;

  /** With a curve for what others signed; keys of our own bring theirs. */
  public V5Crypto(Secp256k1 curve) {
    this.curve = curve;
    try {
      sealing = Cipher.getInstance("AES/GCM/NoPadding");
      opening = Cipher.getInstance("AES/GCM/NoPadding");
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("this JVM has no AES-GCM or no SHA-256", missing);
    }
  }

  /**
   * The keys of a session, 16 bytes each.
   *
   * @param initiator encrypts what the sender of the handshake sends
   * @param recipient encrypts what the sender of WHOAREYOU sends
   */
  public record Keys(SecretKeySpec initiator, SecretKeySpec recipient) {

    /** Never the keys. */
    @Override
    public String toString() {
      return "Keys[..]";
    }
  }

  /** A session key of 16 bytes. */
  public static SecretKeySpec key(byte[] bytes, int offset) {
    return new SecretKeySpec(bytes, offset, KEY, "AES");
  }

  /**
   * Derives the keys of a session.
   *
   * @param ours the ephemeral key of the initiator, or the static key of the recipient
   * @param theirs the other one of the two
   * @param challengeData that of the WHOAREYOU that asked for the handshake
   */
  public Keys deriveKeys(
      NodeKey ours, PublicKey theirs, NodeId initiator, NodeId recipient, Bytes challengeData) {
    Bytes info = Bytes.concatenate(AGREEMENT, initiator.bytes(), recipient.bytes());
    byte[] keys = Hkdf.derive(ours.ecdh(theirs), challengeData, info, 2 * KEY);
    return new Keys(key(keys, 0), key(keys, KEY));
  }

  /** Signs the proof of identity of a handshake: 64 bytes. */
  public Bytes signIdentity(
      NodeKey key, Bytes challengeData, Bytes ephemeralKey, NodeId recipient) {
    return key.sign(identityHash(challengeData, ephemeralKey, recipient)).slice(0, 64);
  }

  /** Whether a proof of identity is by a key. */
  public boolean verifyIdentity(
      Bytes signature,
      PublicKey signer,
      Bytes challengeData,
      Bytes ephemeralKey,
      NodeId recipient) {
    return Signatures.verify(
        curve, identityHash(challengeData, ephemeralKey, recipient), signature, signer);
  }

  private Bytes32 identityHash(Bytes challengeData, Bytes ephemeralKey, NodeId recipient) {
    sha256.update(PROOF.toArrayUnsafe());
    sha256.update(challengeData.toArrayUnsafe());
    sha256.update(ephemeralKey.toArrayUnsafe());
    return Bytes32.wrap(sha256.digest(recipient.bytes().toArrayUnsafe()));
  }

  /** Encrypts a message; the tag of 16 bytes comes last. */
  public Bytes encrypt(SecretKeySpec key, Bytes nonce, Bytes plaintext, Bytes additionalData) {
    try {
      sealing.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce.toArrayUnsafe()));
      sealing.updateAAD(additionalData.toArrayUnsafe());
      return Bytes.wrap(sealing.doFinal(plaintext.toArrayUnsafe()));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("BUG: AES-GCM refuses to encrypt", impossible);
    }
  }

  /**
   * Decrypts a message.
   *
   * @throws Violation {@link V5Rule#V5_DECRYPTION}
   */
  public Bytes decrypt(SecretKeySpec key, Bytes nonce, Bytes message, Bytes additionalData) {
    try {
      opening.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce.toArrayUnsafe()));
      opening.updateAAD(additionalData.toArrayUnsafe());
      return Bytes.wrap(opening.doFinal(message.toArrayUnsafe()));
    } catch (AEADBadTagException wrongKeyOrBytes) {
      throw new Violation(V5Rule.V5_DECRYPTION);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("BUG: AES-GCM refuses to decrypt", impossible);
    }
  }
}
