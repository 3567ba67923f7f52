package io.devp2p.discovery.dns;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.devp2p.core.Violation;
import io.devp2p.core.crypto.Keccak;
import org.apache.tuweni.bytes.Bytes;

/**
 * The first bytes of the Keccak-256 hash of an entry, which is its name below the domain of its
 * tree.
 *
 * @param text base32, upper case, of 12 to 32 bytes
 */
public record EntryHash(String text) {

  private static final int SHORTEST = 12;
  private static final int LONGEST = 32;

  /** Bytes of the hashes that we make, as all deployed publishers do. */
  private static final int OURS = 16;

  /**
   * A hash.
   *
   * @throws Violation {@link DnsRule#DNS_HASH}
   */
  public EntryHash {
    int size = Base32.decode(text).map(Bytes::size).orElse(0);
    Violation.unless(size >= SHORTEST && size <= LONGEST, DnsRule.DNS_HASH);
  }

  /** The hash of an entry. */
  static EntryHash of(String entry) {
    return new EntryHash(Base32.encode(hash(entry).slice(0, OURS)));
  }

  /** Whether this is the hash of an entry. */
  boolean isOf(String entry) {
    Bytes own = Base32.decode(text).orElseThrow();
    return hash(entry).slice(0, own.size()).equals(own);
  }

  /** The name of the entry in DNS. */
  String below(String domain) {
    return text + "." + domain;
  }

  private static Bytes hash(String entry) {
    return Keccak.hash(Bytes.wrap(entry.getBytes(US_ASCII)));
  }

  @Override
  public String toString() {
    return text;
  }
}
