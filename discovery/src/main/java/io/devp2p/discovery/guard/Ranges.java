package io.devp2p.discovery.guard;

import java.net.InetAddress;
import java.util.Collection;
import java.util.List;

/** Ranges of addresses of both families, laid out so that each packet can be held against them. */
final class Ranges {

  private final int[] networks4;
  private final int[] masks4;
  private final long[] networks6;
  private final long[] masks6;

  private Ranges(Collection<Cidr> ranges) {
    List<Cidr> four = ranges.stream().filter(r -> r.network().getAddress().length == 4).toList();
    List<Cidr> six = ranges.stream().filter(r -> r.network().getAddress().length != 4).toList();
    networks4 = new int[four.size()];
    masks4 = new int[four.size()];
    for (int i = 0; i < networks4.length; i++) {
      masks4[i] = (int) (mask(four.get(i).bits()) >>> 32);
      networks4[i] = (int) word(four.get(i).network().getAddress(), 0, 4) & masks4[i];
    }
    networks6 = new long[2 * six.size()];
    masks6 = new long[2 * six.size()];
    for (int i = 0; i < networks6.length; i++) {
      Cidr range = six.get(i / 2);
      int half = i % 2;
      masks6[i] = mask(range.bits() - 64 * half);
      networks6[i] = word(range.network().getAddress(), 8 * half, 8) & masks6[i];
    }
  }

  static Ranges of(Collection<Cidr> ranges) {
    return new Ranges(ranges);
  }

  /** Whether an address lies in any of them. */
  boolean contains(InetAddress address) {
    byte[] bytes = address.getAddress();
    return bytes.length == 4
        ? contains((int) word(bytes, 0, 4))
        : contains(word(bytes, 0, 8), bytes);
  }

  private boolean contains(int address) {
    for (int i = 0; i < networks4.length; i++) {
      if ((address & masks4[i]) == networks4[i]) {
        return true;
      }
    }
    return false;
  }

  private boolean contains(long high, byte[] bytes) {
    long low = word(bytes, 8, 8);
    for (int i = 0; i < networks6.length; i += 2) {
      if ((high & masks6[i]) == networks6[i] && (low & masks6[i + 1]) == networks6[i + 1]) {
        return true;
      }
    }
    return false;
  }

  /** The first {@code bits} of 64 set: all of them for 64 and more, none for 0 and less. */
  private static long mask(int bits) {
    return bits <= 0 ? 0 : bits >= 64 ? -1L : -1L << (64 - bits);
  }

  private static long word(byte[] bytes, int from, int count) {
    long word = 0;
    for (int i = from; i < from + count; i++) {
      word = word << 8 | bytes[i] & 0xff;
    }
    return word;
  }
}
