package io.devp2p.core.node;

import io.devp2p.core.crypto.Keccak;
import io.devp2p.core.crypto.PublicKey;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.random.RandomGenerator;
import org.apache.tuweni.bytes.Bytes32;
import org.jspecify.annotations.Nullable;

/**
 * The identity of a node: keccak256 of its public key (EIP-778, "v4" identity scheme). Four words
 * and nothing else, because ids are compared more often than anything: to follow references to an
 * array costs more than the comparison. Immutable.
 */
public final class NodeId implements Comparable<NodeId> {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final int SIZE = 32;

  // The highest first.
  private final long word0;
  private final long word1;
  private final long word2;
  private final long word3;

  /** The id of these bytes. */
  public NodeId(Bytes32 bytes) {
    byte[] array = bytes.toArrayUnsafe();
    word0 = (long) LONG.get(array, 0);
    word1 = (long) LONG.get(array, 8);
    word2 = (long) LONG.get(array, 16);
    word3 = (long) LONG.get(array, 24);
  }

  /** The 32 bytes of the hash, which are the caller's own. */
  public Bytes32 bytes() {
    byte[] array = new byte[SIZE];
    LONG.set(array, 0, word0);
    LONG.set(array, 8, word1);
    LONG.set(array, 16, word2);
    LONG.set(array, 24, word3);
    return Bytes32.wrap(array);
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
    if (word0 != other.word0) {
      return 256 - Long.numberOfLeadingZeros(word0 ^ other.word0);
    } else if (word1 != other.word1) {
      return 192 - Long.numberOfLeadingZeros(word1 ^ other.word1);
    } else if (word2 != other.word2) {
      return 128 - Long.numberOfLeadingZeros(word2 ^ other.word2);
    }
    return 64 - Long.numberOfLeadingZeros(word3 ^ other.word3);
  }

  /** Which of two ids is closer to this one: negative if {@code a} is, zero if they are equal. */
  public int compareDistance(NodeId a, NodeId b) {
    if (a.word0 != b.word0) {
      return Long.compareUnsigned(a.word0 ^ word0, b.word0 ^ word0);
    } else if (a.word1 != b.word1) {
      return Long.compareUnsigned(a.word1 ^ word1, b.word1 ^ word1);
    } else if (a.word2 != b.word2) {
      return Long.compareUnsigned(a.word2 ^ word2, b.word2 ^ word2);
    }
    return Long.compareUnsigned(a.word3 ^ word3, b.word3 ^ word3);
  }

  /** The first 64 bits, by which nearly every comparison is decided. */
  public long head() {
    return word0;
  }

  /**
   * The order of the numbers. That there is one keeps maps quick whose keys a peer can choose so
   * that all of them hash alike.
   */
  @Override
  public int compareTo(NodeId other) {
    if (word0 != other.word0) {
      return Long.compareUnsigned(word0, other.word0);
    } else if (word1 != other.word1) {
      return Long.compareUnsigned(word1, other.word1);
    } else if (word2 != other.word2) {
      return Long.compareUnsigned(word2, other.word2);
    }
    return Long.compareUnsigned(word3, other.word3);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof NodeId id
        && word0 == id.word0
        && word1 == id.word1
        && word2 == id.word2
        && word3 == id.word3;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(word0 ^ word3);
  }

  /** 64 lower-case hex digits without 0x. */
  @Override
  public String toString() {
    return bytes().toUnprefixedHexString();
  }
}
