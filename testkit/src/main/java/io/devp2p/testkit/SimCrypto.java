package io.devp2p.testkit;

import io.devp2p.core.crypto.Secp256k1;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A curve for simulations of many nodes: nothing of it is secret to the simulator, and every
 * operation costs less than a microsecond. Like the real one it is deterministic, both sides of an
 * ECDH get the same secret, a signature tells its signer, and without the secret nobody inside the
 * simulation can make one, because that takes a number which only this object knows. It protects
 * nothing outside: its keys are no points of secp256k1. Two objects of the same seed understand
 * each other. Thread-safe.
 *
 * <p>A key is an x that follows from the secret, and a y that follows from x. A signature is the x
 * of the signer and a keyed digest of x and the hash, so that it verifies, and recovers, for the
 * hash that was signed and for no other.
 */
public final class SimCrypto implements Secp256k1 {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  // What a digest is for: any different numbers.
  private static final long X = 1;
  private static final long Y = 2;
  private static final long SHARED = 3;
  private static final long SIGNATURE = 4;

  private final long key;

  /** A curve of its own. */
  public SimCrypto(long seed) {
    this.key = mix(seed);
  }

  @Override
  public String name() {
    return "simulated";
  }

  /** Below every real one: this one is only ever named. */
  @Override
  public int priority() {
    return -1;
  }

  @Override
  public void publicKey(byte[] secret, int secretAt, byte[] point, int pointAt) {
    write(digest(key ^ X, secret, secretAt), point, pointAt);
    writeY(point, pointAt, point, pointAt + 32);
  }

  private void writeY(byte[] x, int xAt, byte[] y, int yAt) {
    write(digest(key ^ Y, x, xAt), y, yAt);
  }

  @Override
  public boolean isPoint(byte[] point, int pointAt) {
    byte[] y = new byte[32];
    writeY(point, pointAt, y, 0);
    return Arrays.equals(y, 0, 32, point, pointAt + 32, pointAt + 64);
  }

  @Override
  public boolean decompress(byte[] compressed, int compressedAt, byte[] point, int pointAt) {
    System.arraycopy(compressed, compressedAt + 1, point, pointAt, 32);
    writeY(point, pointAt, point, pointAt + 32);
    return compressed[compressedAt] == 2 + parity(point, pointAt);
  }

  @Override
  public void ecdh(
      byte[] secret, int secretAt, byte[] point, int pointAt, byte[] compressed, int compressedAt) {
    byte[] own = new byte[64];
    publicKey(secret, secretAt, own, 0);
    // The sum is the same on both sides.
    long both = digest(key ^ SHARED, own, 0) + digest(key ^ SHARED, point, pointAt);
    compressed[compressedAt] = 2;
    write(mix(both ^ key), compressed, compressedAt + 1);
  }

  @Override
  public void sign(
      byte[] secret, int secretAt, byte[] hash, int hashAt, byte[] signature, int signatureAt) {
    byte[] own = new byte[64];
    publicKey(secret, secretAt, own, 0);
    System.arraycopy(own, 0, signature, signatureAt, 32);
    write(proof(own, 0, hash, hashAt), signature, signatureAt + 32);
    signature[signatureAt + 64] = (byte) parity(own, 0);
  }

  private long proof(byte[] x, int xAt, byte[] hash, int hashAt) {
    return digest(digest(key ^ SIGNATURE, x, xAt), hash, hashAt);
  }

  @Override
  public boolean verify(
      byte[] hash, int hashAt, byte[] signature, int signatureAt, byte[] point, int pointAt) {
    byte[] proof = new byte[32];
    write(proof(point, pointAt, hash, hashAt), proof, 0);
    return Arrays.equals(signature, signatureAt, signatureAt + 32, point, pointAt, pointAt + 32)
        && Arrays.equals(proof, 0, 32, signature, signatureAt + 32, signatureAt + 64);
  }

  @Override
  public boolean recover(
      byte[] hash, int hashAt, byte[] signature, int signatureAt, byte[] point, int pointAt) {
    System.arraycopy(signature, signatureAt, point, pointAt, 32);
    writeY(point, pointAt, point, pointAt + 32);
    return signature[signatureAt + 64] == parity(point, pointAt)
        && verify(hash, hashAt, signature, signatureAt, point, pointAt);
  }

  private static int parity(byte[] point, int at) {
    return point[at + 63] & 1;
  }

  private static long digest(long state, byte[] bytes, int at) {
    for (int i = 0; i < 32; i += Long.BYTES) {
      state = mix(state ^ (long) LONG.get(bytes, at + i));
    }
    return state;
  }

  private static void write(long state, byte[] out, int at) {
    for (int i = 0; i < 32; i += Long.BYTES) {
      LONG.set(out, at + i, mix(state + i + 1));
    }
  }

  /** A permutation in which every bit of the result depends on every bit of {@code z}. */
  private static long mix(long z) {
    z = (z ^ (z >>> 32)) * 0xd6e8feb86659fd93L;
    z = (z ^ (z >>> 32)) * 0xd6e8feb86659fd93L;
    return z ^ (z >>> 32);
  }
}
