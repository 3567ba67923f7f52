package io.devp2p.core.node;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Where a node can be reached: one address with its ports.
 *
 * @param address IPv4 or IPv6, never a name
 * @param udp port of discovery, 0 if there is none
 * @param tcp port of RLPx, 0 if there is none
 */
public record Endpoint(InetAddress address, int udp, int tcp) {

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
