package io.devp2p.core.node;

import io.devp2p.core.crypto.Keccak;
import io.devp2p.core.crypto.PublicKey;
import java.util.random.RandomGenerator;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * The identity of a node: keccak256 of its public key (EIP-778, "v4" identity scheme).
 *
 * @param bytes the 32 bytes of the hash
 */
public record NodeId(Bytes32 bytes) {

  /** The id of a key. */
  public static NodeId of(PublicKey key) {
    return new NodeId(Keccak.hash(key.bytes()));
  }

  /**
   * An id from its text form.
   *
   * @param hex 64 hex digits, with or without 0x
   * @throws IllegalArgumentException if the text is anything else
   */
  public static NodeId fromHex(String hex) {
    return new NodeId(Bytes32.fromHexStringStrict(hex));
  }

  /** An id that belongs to nobody. */
  public static NodeId random(RandomGenerator random) {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return new NodeId(Bytes32.wrap(bytes));
  }

  /** The logarithmic distance: bit length of the exclusive or, 0 (equal) to 256. */
  public int logDistance(NodeId other) {
    return bytes.xor(other.bytes).bitLength();
  }

  /** Which of two ids is closer to this one: negative if {@code a} is, zero if they are equal. */
  public int compareDistance(NodeId a, NodeId b) {
    Bytes target = bytes;
    for (int i = 0; i < 32; i++) {
      int byteOfA = (a.bytes.get(i) ^ target.get(i)) & 0xff;
      int byteOfB = (b.bytes.get(i) ^ target.get(i)) & 0xff;
      if (byteOfA != byteOfB) {
        return byteOfA - byteOfB;
      }
    }
    return 0;
  }

  /** 64 lower-case hex digits without 0x. */
  @Override
  public String toString() {
    return bytes.toUnprefixedHexString();
  }
}
