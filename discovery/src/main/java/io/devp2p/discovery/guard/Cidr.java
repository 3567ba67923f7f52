package io.devp2p.discovery.guard;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * A range of addresses of one family.
 *
 * @param network its first address
 * @param bits length of the prefix
 */
public record Cidr(InetAddress network, int bits) {

  public Cidr {
    if (bits < 0 || bits > 8 * network.getAddress().length) {
      throw new IllegalArgumentException("a prefix of " + bits + " bits is too long or negative");
    }
  }

  /**
   * Reads {@code 10.0.0.0/8} or {@code fc00::/7}; without a slash, the range is that one address.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static Cidr parse(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    if (!address.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
      throw new IllegalArgumentException("not a range of addresses: " + text);
    }
    try {
      InetAddress network = InetAddress.getByName(address); // a literal: no name is looked up
      int all = 8 * network.getAddress().length;
      return new Cidr(network, slash < 0 ? all : Integer.parseInt(text.substring(slash + 1)));
    } catch (UnknownHostException | NumberFormatException malformed) {
      throw new IllegalArgumentException("not a range of addresses: " + text, malformed);
    }
  }

  /** Whether an address lies in the range; never across families. Many ranges: {@link Ranges}. */
  public boolean contains(InetAddress address) {
    return Ranges.of(List.of(this)).contains(address);
  }

  @Override
  public String toString() {
    return network.getHostAddress() + "/" + bits;
  }
}
