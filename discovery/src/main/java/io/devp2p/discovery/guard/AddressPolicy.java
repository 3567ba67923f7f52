package io.devp2p.discovery.guard;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses may be contacted. Immutable. Beside it stand two rules that hold for everybody:
 * {@link #relays} and {@link #isLocal}.
 */
public final class AddressPolicy {

  /** Special-purpose ranges that are neither local nor public (IANA registries, RFC 6890). */
  private static final Ranges SPECIAL =
      ranges(
          "0.0.0.0/8",
          "192.0.0.0/29",
          "192.0.0.9/32",
          "192.0.0.170/31",
          "192.0.2.0/24",
          "192.31.196.0/24",
          "192.52.193.0/24",
          "192.88.99.0/24",
          "192.175.48.0/24",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "240.0.0.0/4",
          "64:ff9b::/96",
          "64:ff9b:1::/48",
          "100::/64",
          "2001::/23",
          "2001:db8::/32",
          "2002::/16");

  private static final Ranges LAN =
      ranges(
          "10.0.0.0/8",
          "172.16.0.0/12",
          "192.168.0.0/16",
          "169.254.0.0/16",
          "100.64.0.0/10",
          "fe80::/10",
          "fc00::/7");

  private final boolean everybody;
  private final boolean everyPublic;
  private final List<Cidr> named;
  private final Ranges allowed;

  private AddressPolicy(boolean everybody, boolean everyPublic, List<Cidr> named) {
    this.everybody = everybody;
    this.everyPublic = everyPublic;
    this.named = named;
    this.allowed = Ranges.of(named);
  }

  /** Every unicast address. */
  public static AddressPolicy any() {
    return new AddressPolicy(true, true, List.of());
  }

  /** Addresses that are neither local nor special. */
  public static AddressPolicy publicOnly() {
    return new AddressPolicy(false, true, List.of());
  }

  /**
   * These ranges and nothing else.
   *
   * @throws IllegalArgumentException if one does not parse
   */
  public static AddressPolicy only(String... ranges) {
    return new AddressPolicy(false, false, cidrs(ranges));
  }

  /**
   * This policy, and these ranges too.
   *
   * @throws IllegalArgumentException if one does not parse
   */
  public AddressPolicy alsoAllow(String... ranges) {
    List<Cidr> all = Stream.concat(named.stream(), cidrs(ranges).stream()).toList();
    return new AddressPolicy(everybody, everyPublic, all);
  }

  /** Whether an address may be contacted. */
  public boolean allows(InetAddress address) {
    if (address.isAnyLocalAddress() || address.isMulticastAddress()) {
      return false;
    }
    return everybody
        || (everyPublic && !isLocal(address) && !isSpecial(address))
        || allowed.contains(address);
  }

  /** How far an address reaches, which decides to whom it may be told. */
  public enum Reach {
    /** No host has it. */
    NOWHERE,
    LOOPBACK,
    LAN,
    EVERYWHERE
  }

  /** How far an address reaches. */
  public static Reach reach(InetAddress address) {
    if (address.isLoopbackAddress()) {
      return Reach.LOOPBACK;
    }
    if (address.isAnyLocalAddress() || address.isMulticastAddress() || isSpecial(address)) {
      return Reach.NOWHERE;
    }
    return LAN.contains(address) ? Reach.LAN : Reach.EVERYWHERE;
  }

  /**
   * Whether an address may pass between us and a peer, in either direction: nothing special,
   * loopback only with a peer on loopback, a local network only with a peer on one (go-ethereum
   * netutil, relay rule).
   *
   * @param peer of the address of the peer
   * @param address of the address of a third node
   */
  public static boolean relays(Reach peer, Reach address) {
    return switch (address) {
      case NOWHERE -> false;
      case LOOPBACK -> peer == Reach.LOOPBACK;
      case LAN -> peer == Reach.LOOPBACK || peer == Reach.LAN;
      case EVERYWHERE -> true;
    };
  }

  /** Whether an address may pass between us and a peer. */
  public static boolean relays(InetAddress peer, InetAddress address) {
    return relays(reach(peer), reach(address));
  }

  /** Whether an address is on loopback or a local network, where limits per address do not hold. */
  public static boolean isLocal(InetAddress address) {
    return address.isLoopbackAddress() || LAN.contains(address);
  }

  /** Whether an address is reserved for a purpose other than being that of a host. */
  public static boolean isSpecial(InetAddress address) {
    // ::a.b.c.d is the old way to write an IPv4 address that a policy must not miss.
    boolean hidden = address instanceof Inet6Address six && six.isIPv4CompatibleAddress();
    boolean plain = address.isLoopbackAddress() || address.isAnyLocalAddress();
    return (hidden && !plain) || SPECIAL.contains(address);
  }

  private static Ranges ranges(String... ranges) {
    return Ranges.of(cidrs(ranges));
  }

  private static List<Cidr> cidrs(String... ranges) {
    return Arrays.stream(ranges).map(Cidr::parse).toList();
  }
}
