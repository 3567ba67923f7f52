package io.devp2p.discovery.guard;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * An address, with its port or without, as the key of a map. It has an order beside its hash, so
 * that whoever owns a network of IPv6 cannot slow a map down by addresses that all hash alike.
 *
 * @param high the first half of an address of IPv6, or the one of IPv4
 * @param low the other half, or 0
 * @param tag the port, if there is one, and the family
 */
public record Origin(long high, long low, int tag) implements Comparable<Origin> {

  private static final int FOUR = 1 << 16;
  private static final int NO_PORT = 0xffff << 17;

  // Odd numbers without a pattern, which spread what differs in few bits.
  private static final long SPREAD_HIGH = 0x9e3779b97f4a7c15L;
  private static final long SPREAD_LOW = 0xc2b2ae3d27d4eb4fL;

  /** The origin of a packet. */
  public static Origin of(InetSocketAddress address) {
    return of(address.getAddress(), address.getPort());
  }

  /** All origins at an address. */
  public static Origin of(InetAddress address) {
    return of(address, NO_PORT);
  }

  private static Origin of(InetAddress address, int port) {
    byte[] bytes = address.getAddress();
    return bytes.length == 4
        ? new Origin(word(bytes, 0, 4), 0, port | FOUR)
        : new Origin(word(bytes, 0, 8), word(bytes, 8, 8), port);
  }

  private static long word(byte[] bytes, int from, int count) {
    long word = 0;
    for (int i = from; i < from + count; i++) {
      word = word << 8 | bytes[i] & 0xff;
    }
    return word;
  }

  @Override
  public int compareTo(Origin other) {
    int byHigh = Long.compare(high, other.high);
    int byLow = byHigh != 0 ? byHigh : Long.compare(low, other.low);
    return byLow != 0 ? byLow : Integer.compare(tag, other.tag);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Origin o && high == o.high && low == o.low && tag == o.tag;
  }

  @Override
  public int hashCode() {
    long mixed = (high * SPREAD_HIGH ^ low * SPREAD_LOW) + tag * SPREAD_LOW;
    return (int) (mixed >>> 32);
  }
}
