package io.devp2p.interop.peers;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** A family of IP addresses that nodes meet over, on the loopback interface. */
public enum IpFamily {
  /** 127.0.0.1. */
  IPV4("127.0.0.1"),
  /** ::1. */
  IPV6("::1");

  private final String host;

  IpFamily(String host) {
    this.host = host;
  }

  /** The loopback address as text, without brackets. */
  public String host() {
    return host;
  }

  /** The loopback address as it stands before a colon and a port. */
  public String authority() {
    return this == IPV4 ? host : "[" + host + "]";
  }

  /** The loopback address. */
  public InetAddress loopback() {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException("BUG: " + host + " is no literal address", impossible);
    }
  }

  /** The loopback address with any port, to be bound. */
  public InetSocketAddress anyPort() {
    return new InetSocketAddress(loopback(), 0);
  }

  /** IPv4 or IPv6. */
  @Override
  public String toString() {
    return this == IPV4 ? "IPv4" : "IPv6";
  }
}
