package io.devp2p.core.crypto;

import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.bouncycastle.crypto.digests.KeccakDigest;

/**
 * Keccak-256 with the padding from before SHA-3, as Ethereum uses it. An instance is a running
 * state that can be asked for its digest at any time and goes on absorbing. Not thread-safe.
 */
public final class Keccak {

  /** Lets one digest take over the state of another without a new object. */
  private static final class State extends KeccakDigest {

    State() {
      super(256);
    }

    void become(State other) {
      copyIn(other);
    }
  }

  private final State state = new State();
  private final State finished = new State();

  /** A state that has absorbed nothing. */
  public Keccak() {}

  /** The digest of the concatenation of {@code parts}. */
  public static Bytes32 hash(Bytes... parts) {
    KeccakDigest digest = new KeccakDigest(256);
    for (Bytes part : parts) {
      digest.update(part.toArrayUnsafe(), 0, part.size());
    }
    return finish(digest);
  }

  /** The digest of a part of an array. */
  public static Bytes32 hash(byte[] data, int offset, int length) {
    KeccakDigest digest = new KeccakDigest(256);
    digest.update(data, offset, length);
    return finish(digest);
  }

  private static Bytes32 finish(KeccakDigest digest) {
    byte[] out = new byte[32];
    digest.doFinal(out, 0);
    return Bytes32.wrap(out);
  }

  /** Absorbs a part of an array. */
  public void update(byte[] data, int offset, int length) {
    state.update(data, offset, length);
  }

  /** Absorbs bytes. */
  public void update(Bytes data) {
    state.update(data.toArrayUnsafe(), 0, data.size());
  }

  /**
   * Writes the digest of all that was absorbed, 32 bytes, and leaves the state as it was.
   *
   * @param out at least {@code offset + 32} bytes long
   */
  public void digest(byte[] out, int offset) {
    finished.become(state);
    finished.doFinal(out, offset);
  }

  /**
   * Writes the digest of all that was absorbed, 32 bytes, and begins anew: hashes one thing after
   * the other without allocating.
   *
   * @param out at least {@code offset + 32} bytes long
   */
  public void digestAndReset(byte[] out, int offset) {
    state.doFinal(out, offset);
  }
}
