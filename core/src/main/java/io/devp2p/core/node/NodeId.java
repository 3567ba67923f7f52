package io.devp2p.core.node;

import io.devp2p.core.crypto.Keccak;
import io.devp2p.core.crypto.PublicKey;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.apache.tuweni.bytes.Bytes32;

/**
 * The identity of a node: keccak256 of its public key (EIP-778, "v4" identity scheme).
 *
 * @param bytes the 32 bytes of the hash
 */
public record NodeId(Bytes32 bytes) implements Comparable<NodeId> {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final int WORDS = 4;

  public NodeId {
    bytes = Bytes32.wrap(bytes.toArray());
  }

  /** Eight of the bytes, the highest first. */
  private long word(int index) {
    return (long) LONG.get(bytes.toArrayUnsafe(), 8 * index);
  }

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
    for (int i = 0; i < WORDS; i++) {
      long difference = word(i) ^ other.word(i);
      if (difference != 0) {
        return 64 * (WORDS - i) - Long.numberOfLeadingZeros(difference);
      }
    }
    return 0;
  }

  /** Which of two ids is closer to this one: negative if {@code a} is, zero if they are equal. */
  public int compareDistance(NodeId a, NodeId b) {
    for (int i = 0; i < WORDS; i++) {
      long target = word(i);
      int order = Long.compareUnsigned(a.word(i) ^ target, b.word(i) ^ target);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  /** The first 64 bits, by which nearly every comparison is decided. */
  public long head() {
    return word(0);
  }

  /**
   * The order of the numbers. That there is one keeps maps quick whose keys a peer can choose so
   * that all of them hash alike.
   */
  @Override
  public int compareTo(NodeId other) {
    for (int i = 0; i < WORDS; i++) {
      int order = Long.compareUnsigned(word(i), other.word(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NodeId id
        && Arrays.equals(bytes.toArrayUnsafe(), id.bytes.toArrayUnsafe());
  }

  @Override
  public int hashCode() {
    return Long.hashCode(word(0) ^ word(WORDS - 1));
  }

  /** 64 lower-case hex digits without 0x. */
  @Override
  public String toString() {
    return bytes.toUnprefixedHexString();
  }
}
