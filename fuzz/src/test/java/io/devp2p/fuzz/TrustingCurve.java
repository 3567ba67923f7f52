package io.devp2p.fuzz;

import io.devp2p.core.crypto.Secp256k1;
import io.devp2p.testkit.SimCrypto;

/**
 * A curve of the simulator that takes every point and every signature for good, so that a fuzzer
 * sees what lies behind them.
 */
record TrustingCurve(SimCrypto simulated) implements Secp256k1 {

  TrustingCurve() {
    this(new SimCrypto(26));
  }

  @Override
  public String name() {
    return "trusting";
  }

  @Override
  public int priority() {
    return simulated.priority();
  }

  @Override
  public void publicKey(byte[] secret, int secretAt, byte[] point, int pointAt) {
    simulated.publicKey(secret, secretAt, point, pointAt);
  }

  @Override
  public boolean isPoint(byte[] point, int pointAt) {
    return true;
  }

  @Override
  public boolean decompress(byte[] compressed, int compressedAt, byte[] point, int pointAt) {
    simulated.decompress(compressed, compressedAt, point, pointAt);
    return true;
  }

  @Override
  public void ecdh(
      byte[] secret, int secretAt, byte[] point, int pointAt, byte[] compressed, int compressedAt) {
    simulated.ecdh(secret, secretAt, point, pointAt, compressed, compressedAt);
  }

  @Override
  public void sign(
      byte[] secret, int secretAt, byte[] hash, int hashAt, byte[] signature, int signatureAt) {
    simulated.sign(secret, secretAt, hash, hashAt, signature, signatureAt);
  }

  @Override
  public boolean verify(
      byte[] hash, int hashAt, byte[] signature, int signatureAt, byte[] point, int pointAt) {
    return true;
  }

  @Override
  public boolean recover(
      byte[] hash, int hashAt, byte[] signature, int signatureAt, byte[] point, int pointAt) {
    simulated.recover(hash, hashAt, signature, signatureAt, point, pointAt);
    return true;
  }
}
