package io.devp2p.rlpx;

import io.devp2p.core.crypto.Keccak;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;

/**
 * The running MAC of one direction (devp2p rlpx.md, MAC). Three digests for each frame: the one
 * that the header starts from is the MAC of the frame before. Not thread-safe.
 */
final class MacState {

  /** Bytes of a MAC. */
  static final int SIZE = 16;

  private final Keccak state;
  private final Cipher aes;
  private final byte[] digest = new byte[32];
  private final byte[] seed = new byte[SIZE];

  /**
   * A direction.
   *
   * @param aes AES-256-ECB without padding, keyed with the MAC secret; may be shared by both
   *     directions of a connection
   */
  MacState(Keccak state, Cipher aes) {
    this.state = state;
    this.aes = aes;
    state.digest(digest, 0);
  }

  /** Absorbs an encrypted header of 16 bytes; afterwards {@link #mac} is its MAC. */
  void header(byte[] data, int offset) {
    mix(data, offset);
  }

  /** Absorbs an encrypted and padded body; afterwards {@link #mac} is its MAC. */
  void body(byte[] data, int offset, int length) {
    state.update(data, offset, length);
    state.digest(digest, 0);
    mix(digest, 0);
  }

  private void mix(byte[] data, int offset) {
    try {
      aes.update(digest, 0, SIZE, seed, 0);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("BUG: one block of AES fits its buffer", impossible);
    }
    for (int i = 0; i < SIZE; i++) {
      seed[i] ^= data[offset + i];
    }
    state.update(seed, 0, SIZE);
    state.digest(digest, 0);
  }

  /** The present MAC: the first 16 bytes count. Changes with the next call. */
  byte[] mac() {
    return digest;
  }

  /** Whether the present MAC stands at an offset; takes the same time wherever they differ. */
  boolean matches(byte[] data, int offset) {
    int difference = 0;
    for (int i = 0; i < SIZE; i++) {
      difference |= digest[i] ^ data[offset + i];
    }
    return difference == 0;
  }
}
