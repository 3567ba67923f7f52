package io.devp2p.wire.dial;

import io.devp2p.wire.Cause;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which addresses of a node to dial, in which order: those of the preferred family first.
 *
 * @param addresses none where there is a reason against all
 * @param against why there are none
 */
record Choice(List<InetSocketAddress> addresses, Optional<Cause> against) {

  /** Addresses of one node that are tried in one dial: it takes up to 10 s for each. */
  private static final int MOST = 4;

  /**
   * Chooses.
   *
   * @param none the reason where there is nothing to choose from
   */
  static Choice of(
      List<InetSocketAddress> all,
      Cause none,
      boolean ip6First,
      Predicate<InetAddress> allowed,
      Predicate<InetAddress> banned) {
    if (all.isEmpty()) {
      return new Choice(List.of(), Optional.of(none));
    }
    List<InetSocketAddress> dialable =
        all.stream()
            .filter(a -> isUnicast(a.getAddress()) && allowed.test(a.getAddress()))
            .toList();
    List<InetSocketAddress> left =
        dialable.stream().filter(a -> !banned.test(a.getAddress())).toList();
    if (left.isEmpty()) {
      return new Choice(
          List.of(), Optional.of(dialable.isEmpty() ? Cause.NET_RESTRICTED : Cause.BANNED));
    }
    return new Choice(ordered(left, ip6First), Optional.empty());
  }

  private static boolean isUnicast(InetAddress address) {
    return !address.isAnyLocalAddress() && !address.isMulticastAddress();
  }

  /** One of each family first, so that the other family comes second, not fifth. */
  private static List<InetSocketAddress> ordered(List<InetSocketAddress> all, boolean ip6First) {
    List<InetSocketAddress> preferred = new ArrayList<>();
    List<InetSocketAddress> other = new ArrayList<>();
    for (InetSocketAddress address : all) {
      (address.getAddress() instanceof Inet6Address == ip6First ? preferred : other).add(address);
    }
    List<InetSocketAddress> mixed = new ArrayList<>();
    for (int i = 0; i < Math.max(preferred.size(), other.size()); i++) {
      if (i < preferred.size()) {
        mixed.add(preferred.get(i));
      }
      if (i < other.size()) {
        mixed.add(other.get(i));
      }
    }
    return List.copyOf(mixed.subList(0, Math.min(MOST, mixed.size())));
  }
}
