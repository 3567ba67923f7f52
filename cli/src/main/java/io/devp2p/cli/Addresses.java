package io.devp2p.cli;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** IP addresses as a user writes them. Names are not looked up. */
final class Addresses {

  private Addresses() {}

  /** {@code IP:PORT}, an IPv6 address in brackets. */
  static InetSocketAddress socket(String flag, String text) {
    int colon = text.lastIndexOf(':');
    String port = text.substring(colon + 1);
    if (colon < 0 || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 0xffff) {
      throw new Failure(Exit.USAGE, flag + ": '" + text + "' is not of the form IP:PORT");
    }
    String host = text.substring(0, colon).replaceAll("^\\[|\\]$", "");
    return new InetSocketAddress(
        host.isEmpty() ? literal(flag, "0.0.0.0") : literal(flag, host), Integer.parseInt(port));
  }

  /** An IPv4 or IPv6 address. */
  static InetAddress literal(String flag, String text) {
    if (text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
      try {
        return InetAddress.getByName(text);
      } catch (UnknownHostException malformed) {
        // told below, as for any other text
      }
    }
    throw new Failure(Exit.USAGE, flag + ": '" + text + "' is no IP address");
  }

  /** {@code IP:PORT}, an IPv6 address in brackets. */
  static String text(InetSocketAddress address) {
    String ip = address.getAddress().getHostAddress();
    return (ip.indexOf(':') >= 0 ? "[" + ip + "]" : ip) + ":" + address.getPort();
  }
}
