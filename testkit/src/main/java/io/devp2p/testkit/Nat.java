package io.devp2p.testkit;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A router that hides what is behind it: it lends ports of its own address to those inside, and
 * lets in what answers them (RFC 4787). Routers can be behind routers. Not thread-safe.
 */
public final class Nat {

  /** Which port outside stands for an address and port inside. */
  public enum Mapping {
    /** One port for each address and port inside, wherever it sends to. */
    ENDPOINT_INDEPENDENT,
    /** Another port for each address and port outside that is sent to: a symmetric NAT. */
    ADDRESS_AND_PORT_DEPENDENT,
    /** None: addresses stay as they are, as in a firewall of IPv6. */
    NONE
  }

  /** Whose datagrams are let in. */
  public enum Filtering {
    /** Everybody's: a full cone. */
    ENDPOINT_INDEPENDENT,
    /** Those of addresses that were sent to. */
    ADDRESS_DEPENDENT,
    /** Those of addresses and ports that were sent to. */
    ADDRESS_AND_PORT_DEPENDENT
  }

  /** Two minutes of silence end a mapping: the least that RFC 4787, REQ-5, allows. */
  public static final Duration LIFE = Duration.ofMinutes(2);

  /** First of the ports that are lent. */
  private static final int FIRST_PORT = 40_000;

  private record Lent(InetSocketAddress inside, Optional<InetSocketAddress> outside) {}

  /** What was sent from a port of ours to an address, or to an address and port. */
  private record Hole(InetSocketAddress ours, InetAddress address, int port) {}

  private final InetAddress address;
  private final Mapping mapping;
  private final Filtering filtering;
  private final Map<Lent, InetSocketAddress> lent = new HashMap<>();
  private final Map<InetSocketAddress, InetSocketAddress> inside = new HashMap<>();
  private final Map<InetSocketAddress, Long> used = new HashMap<>();
  private final Map<Hole, Long> holes = new HashMap<>();
  private final Map<InetSocketAddress, InetSocketAddress> forwarded = new HashMap<>();
  private int nextPort = FIRST_PORT;

  /**
   * A router.
   *
   * @param address its address outside; with {@link Mapping#NONE} that of the host behind it
   */
  public Nat(InetAddress address, Mapping mapping, Filtering filtering) {
    this.address = address;
    this.mapping = mapping;
    this.filtering = filtering;
  }

  /** Its address outside. */
  public InetAddress address() {
    return address;
  }

  /** Publishes a port: everybody's datagrams to it go inside, and those inside send from it. */
  public void forward(int port, InetSocketAddress to) {
    InetSocketAddress ours = new InetSocketAddress(address, port);
    forwarded.put(ours, to);
    forwarded.put(to, ours);
  }

  /** Something is sent from inside; says the address and port from which it goes on. */
  InetSocketAddress outbound(long now, InetSocketAddress from, InetSocketAddress to) {
    InetSocketAddress ours =
        switch (mapping) {
          case NONE -> from;
          case ENDPOINT_INDEPENDENT -> port(now, from, new Lent(from, Optional.empty()));
          case ADDRESS_AND_PORT_DEPENDENT -> port(now, from, new Lent(from, Optional.of(to)));
        };
    used.put(ours, now);
    holes.put(hole(ours, to), now);
    return ours;
  }

  private InetSocketAddress port(long now, InetSocketAddress from, Lent key) {
    InetSocketAddress published = forwarded.get(from);
    if (published != null) {
      return published;
    }
    InetSocketAddress ours = lent.get(key);
    if (ours == null || isOver(now, used, ours)) {
      ours = new InetSocketAddress(address, nextPort++);
      lent.put(key, ours);
      inside.put(ours, from);
    }
    return ours;
  }

  /** Something arrives from outside; says where it goes inside, if it is let in. */
  Optional<InetSocketAddress> inbound(long now, InetSocketAddress from, InetSocketAddress to) {
    InetSocketAddress published = forwarded.get(to);
    if (published != null) {
      return Optional.of(published);
    }
    if (isOver(now, used, to)
        || (filtering != Filtering.ENDPOINT_INDEPENDENT && isOver(now, holes, hole(to, from)))) {
      return Optional.empty();
    }
    return Optional.of(
        mapping == Mapping.NONE ? to : Objects.requireNonNull(inside.get(to), "BUG: not lent"));
  }

  private Hole hole(InetSocketAddress ours, InetSocketAddress theirs) {
    boolean anyPort = filtering != Filtering.ADDRESS_AND_PORT_DEPENDENT;
    return new Hole(ours, theirs.getAddress(), anyPort ? 0 : theirs.getPort());
  }

  private static <K> boolean isOver(long now, Map<K, Long> times, K key) {
    return !times.containsKey(key) || now - times.getOrDefault(key, now) > LIFE.toNanos();
  }
}
