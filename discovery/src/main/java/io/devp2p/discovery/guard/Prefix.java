package io.devp2p.discovery.guard;

import java.net.InetAddress;

/**
 * The network that one operator is taken to have: a /24 of IPv4, a /48 of IPv6. Equal limits for
 * /48 and /64 make the /48 the one that binds.
 *
 * @param bits the prefix, tagged by its family
 */
public record Prefix(long bits) implements Comparable<Prefix> {

  private static final int BYTES_OF_IP4 = 3;
  private static final int BYTES_OF_IP6 = 6;

  /** The prefix of an address. */
  public static Prefix of(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean four = bytes.length == 4;
    long bits = four ? 4 : 6;
    for (int i = 0; i < (four ? BYTES_OF_IP4 : BYTES_OF_IP6); i++) {
      bits = bits << 8 | bytes[i] & 0xff;
    }
    return new Prefix(bits);
  }

  @Override
  public int compareTo(Prefix other) {
    return Long.compare(bits, other.bits);
  }
}
