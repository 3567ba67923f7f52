package io.devp2p.wire.eth;

import io.devp2p.core.crypto.Keccak;
import io.devp2p.core.crypto.PublicKey;
import org.apache.tuweni.bytes.Bytes;

/**
 * The address of an account.
 *
 * @param bytes 20 bytes
 */
public record Address(Bytes bytes) implements Comparable<Address> {

  /** Bytes of an address. */
  public static final int SIZE = 20;

  public Address {
    if (bytes.size() != SIZE) {
      throw new IllegalArgumentException("an address has 20 bytes");
    }
  }

  /** The address that belongs to a key: the last 20 bytes of its hash (Yellow Paper, section 4). */
  public static Address of(PublicKey key) {
    return new Address(Keccak.hash(key.bytes()).slice(12).copy());
  }

  @Override
  public int compareTo(Address other) {
    return bytes.compareTo(other.bytes);
  }

  /** 40 hex digits with 0x. */
  @Override
  public String toString() {
    return bytes.toHexString();
  }
}
