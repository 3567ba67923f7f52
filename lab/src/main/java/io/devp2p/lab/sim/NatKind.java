package io.devp2p.lab.sim;

import io.devp2p.testkit.Nat;
import io.devp2p.testkit.Nat.Filtering;
import io.devp2p.testkit.Nat.Mapping;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** The situations in which nodes find themselves, and what strangers get through to. */
public enum NatKind {
  /** No router. */
  OPEN(true),
  /** A port that is lent lets everybody in. */
  FULL_CONE(true),
  /** It lets in the addresses that were sent to. */
  ADDRESS_RESTRICTED(false),
  /** It lets in the addresses and ports that were sent to. */
  PORT_RESTRICTED(false),
  /** It lends another port for each address and port. */
  SYMMETRIC(false),
  /** A router at home, behind one of the carrier. */
  CARRIER_GRADE(false),
  /** A container with a published port. */
  DOCKER(true),
  /** IPv6 without translation, but nobody may come in unasked. */
  IPV6_FIREWALL(false);

  private static final int PORT = 30_303;

  private final boolean reachable;

  NatKind(boolean reachable) {
    this.reachable = reachable;
  }

  /** Whether a stranger can reach the node at the address that others see. */
  public boolean isReachable() {
    return reachable;
  }

  /** The address that the node's socket has. */
  public InetSocketAddress inside() {
    return new InetSocketAddress(
        switch (this) {
          case OPEN -> "53.1.1.1";
          case DOCKER -> "172.17.0.2";
          case IPV6_FIREWALL -> "2a01:4f8::1";
          default -> "192.168.1.2";
        },
        PORT);
  }

  /** The routers before it, the nearest first. */
  public List<Nat> routers() {
    return switch (this) {
      case OPEN -> List.of();
      case FULL_CONE -> List.of(home(Mapping.ENDPOINT_INDEPENDENT, Filtering.ENDPOINT_INDEPENDENT));
      case ADDRESS_RESTRICTED ->
          List.of(home(Mapping.ENDPOINT_INDEPENDENT, Filtering.ADDRESS_DEPENDENT));
      case PORT_RESTRICTED ->
          List.of(home(Mapping.ENDPOINT_INDEPENDENT, Filtering.ADDRESS_AND_PORT_DEPENDENT));
      case SYMMETRIC ->
          List.of(home(Mapping.ADDRESS_AND_PORT_DEPENDENT, Filtering.ADDRESS_AND_PORT_DEPENDENT));
      case CARRIER_GRADE ->
          List.of(
              new Nat(
                  address("100.64.7.7"),
                  Mapping.ENDPOINT_INDEPENDENT,
                  Filtering.ADDRESS_AND_PORT_DEPENDENT),
              home(Mapping.ENDPOINT_INDEPENDENT, Filtering.ADDRESS_AND_PORT_DEPENDENT));
      case DOCKER -> {
        Nat bridge = home(Mapping.ENDPOINT_INDEPENDENT, Filtering.ADDRESS_AND_PORT_DEPENDENT);
        bridge.forward(PORT, inside());
        yield List.of(bridge);
      }
      case IPV6_FIREWALL ->
          List.of(
              new Nat(inside().getAddress(), Mapping.NONE, Filtering.ADDRESS_AND_PORT_DEPENDENT));
    };
  }

  private static Nat home(Mapping mapping, Filtering filtering) {
    return new Nat(address("53.1.1.1"), mapping, filtering);
  }

  private static InetAddress address(String ip) {
    return new InetSocketAddress(ip, PORT).getAddress();
  }
}
