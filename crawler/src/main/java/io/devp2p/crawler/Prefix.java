package io.devp2p.crawler;

import java.net.InetAddress;

/**
 * The network that one owner usually has whole: /24 of IPv4, /48 of IPv6.
 *
 * @param bits the first bits of the address
 * @param length their number
 */
record Prefix(long bits, int length) {

  private static final int LENGTH_4 = 24;
  private static final int LENGTH_6 = 48;

  static Prefix of(InetAddress address) {
    byte[] bytes = address.getAddress();
    int length = bytes.length == 4 ? LENGTH_4 : LENGTH_6;
    long bits = 0;
    for (int i = 0; i < length / 8; i++) {
      bits = bits << 8 | bytes[i] & 0xff;
    }
    return new Prefix(bits, length);
  }
}
