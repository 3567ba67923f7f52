package io.devp2p.core.node;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a node can be reached: one address with its ports.
 *
 * @param address IPv4 or IPv6, never a name
 * @param udp port of discovery, 0 if there is none
 * @param tcp port of RLPx, 0 if there is none
 */
public record Endpoint(InetAddress address, int udp, int tcp) {

  /** Two or more groups of zero of an IPv6 address, with the colons around them. */
  private static final Pattern ZEROS = Pattern.compile("(?:^|:)(0(?::0)+)(?:$|:)");

  /**
   * An endpoint.
   *
   * @throws IllegalArgumentException if a port is not in 0..65535
   */
  public Endpoint {
    if ((udp | tcp) >>> 16 != 0) {
      throw new IllegalArgumentException("a port is not in 0..65535");
    }
  }

  /** Address and UDP port, as a socket takes them. */
  public InetSocketAddress udpAddress() {
    return new InetSocketAddress(address, udp);
  }

  /** Address and TCP port, as a socket takes them. */
  public InetSocketAddress tcpAddress() {
    return new InetSocketAddress(address, tcp);
  }

  /** The address as text: IPv6 as in RFC 5952, without brackets and scope. */
  public String host() {
    String text = address.getHostAddress().replaceFirst("%.*", "");
    Matcher zeros = ZEROS.matcher(text);
    int longest = 0;
    String shortened = text;
    while (zeros.find()) {
      int length = zeros.end(1) - zeros.start(1);
      if (length > longest) { // of equal ones the first
        longest = length;
        shortened = text.substring(0, zeros.start()) + "::" + text.substring(zeros.end());
      }
    }
    return shortened;
  }

  /**
   * How far an address reaches, for choosing between several: 4 global, 3 private, 2 link-local, 1
   * loopback, 0 unspecified, -1 multicast, which is never one of a node (go-ethereum p2p/enode).
   */
  static int rank(InetAddress address) {
    if (address.isMulticastAddress()) {
      return -1;
    } else if (address.isAnyLocalAddress()) {
      return 0;
    } else if (address.isLoopbackAddress()) {
      return 1;
    } else if (address.isLinkLocalAddress()) {
      return 2;
    }
    byte[] bytes = address.getAddress();
    boolean uniqueLocal = bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
    return address.isSiteLocalAddress() || uniqueLocal ? 3 : 4;
  }
}
