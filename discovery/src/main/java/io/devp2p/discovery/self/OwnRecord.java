package io.devp2p.discovery.self;

import static java.net.StandardProtocolFamily.INET;
import static java.net.StandardProtocolFamily.INET6;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.machine.Outbox;
import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.ForkId;
import io.devp2p.core.node.Head;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.DiscoveryConfig;
import io.devp2p.discovery.DiscoveryEvent;
import io.devp2p.discovery.OwnAddress;
import io.devp2p.discovery.Version;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.tuweni.bytes.Bytes;

/**
 * Keeps our own record true: the addresses at which others reach us, and the fork id of our chain.
 * Not thread-safe.
 */
public final class OwnRecord {

  /** A stranger is asked for its word so often at most. */
  private static final long ASK_PAUSE = 1_000_000_000L;

  private final DiscoveryConfig config;
  private final int port;
  private final LocalNode local;
  private final Map<StandardProtocolFamily, FamilyAddress> families =
      new EnumMap<>(StandardProtocolFamily.class);
  private final Strangers strangers = new Strangers();
  private final Optional<EthEntry> eth;
  private Map<StandardProtocolFamily, OwnAddress> told;
  private Optional<ForkId> writtenEth;
  private long ethAt;
  private long askAt = Long.MIN_VALUE;

  /**
   * The first record.
   *
   * @param bound address and port of the socket
   */
  public OwnRecord(NodeKey key, DiscoveryConfig config, InetSocketAddress bound) {
    this.config = config;
    this.port = bound.getPort();
    List<InetAddress> given = config.advertise();
    if (given.isEmpty() && !bound.getAddress().isAnyLocalAddress()) {
      given = List.of(bound.getAddress());
    }
    for (InetAddress address : given) {
      InetSocketAddress named = new InetSocketAddress(address, port);
      families.put(family(address), new FamilyAddress(named, Optional.of(named)));
    }
    if (bound.getAddress().isAnyLocalAddress()) {
      listen(INET);
      if (family(bound.getAddress()) == INET6) { // such a socket takes IPv4 too
        listen(INET6);
      }
    }
    this.eth = config.forks().map(forks -> new EthEntry(forks, config.wallClock()));
    this.ethAt = eth.isPresent() ? Long.MIN_VALUE : Long.MAX_VALUE;
    this.writtenEth = config.eth().or(() -> eth.map(EthEntry::current));
    this.told = addresses();
    NodeRecord.Builder first = NodeRecord.builder();
    write(first, Map.of());
    writtenEth.ifPresent(first::eth);
    this.local = new LocalNode(key, first, config.seq().orElseGet(config.wallClock()::millis));
  }

  private void listen(StandardProtocolFamily family) {
    families.putIfAbsent(
        family,
        new FamilyAddress(
            new InetSocketAddress(LocalNode.unspecified(family == INET), port), Optional.empty()));
  }

  private static StandardProtocolFamily family(InetAddress address) {
    return address instanceof Inet4Address ? INET : INET6;
  }

  /** Our key and the record as it is now. */
  public LocalNode local() {
    return local;
  }

  /** What we know of our addresses, by the families that we listen in. */
  public Map<StandardProtocolFamily, OwnAddress> addresses() {
    Map<StandardProtocolFamily, OwnAddress> addresses = new EnumMap<>(StandardProtocolFamily.class);
    families.forEach((family, address) -> addresses.put(family, address.current()));
    return addresses;
  }

  /** When {@link #onTime} has something to do. */
  public long deadline() {
    long deadline = ethAt;
    for (FamilyAddress family : families.values()) {
      deadline = Math.min(deadline, family.deadline());
    }
    return deadline;
  }

  /** Looks at the clocks. */
  public void onTime(long now, Outbox<DiscoveryEvent> out) {
    if (now < deadline()) {
      return;
    }
    families.values().stream().filter(FamilyAddress::isOpen).forEach(open -> open.onTime(now));
    Optional<ForkId> fork = writtenEth;
    if (eth.isPresent() && now >= ethAt) {
      fork = Optional.of(eth.get().current());
      ethAt = eth.get().deadline(now);
    }
    settle(fork, out);
  }

  /** The chain grew, or was reorganised. */
  public void head(Head head, Outbox<DiscoveryEvent> out) {
    eth.ifPresent(entry -> {
      entry.head(head);
      settle(Optional.of(entry.current()), out);
    });
  }

  /** A datagram came in; to be told before those that are sent because of it. */
  public void inbound(long now, InetSocketAddress from) {
    if (isOpen(from)) {
      strangers.inbound(now, from);
    }
  }

  /** A datagram goes out. */
  public void sent(long now, InetSocketAddress to) {
    if (isOpen(to)) {
      strangers.sent(now, to.getAddress());
    }
  }

  /** A node told under which address it sees us. */
  public void seen(
      long now,
      Version version,
      InetSocketAddress voter,
      InetSocketAddress observed,
      Outbox<DiscoveryEvent> out) {
    Optional<FamilyAddress> family = open(observed);
    if (family.isEmpty() || !EndpointVotes.isBelievable(voter.getAddress(), observed)) {
      return;
    }
    if (strangers.isOne(now, voter)) {
      family.get().reached(now, observed);
      settle(writtenEth, out);
    }
    family.get().vote(now, version, voter.getAddress(), observed);
  }

  /** Whether a node should be asked where it sees us, because it came as a stranger. */
  public boolean wantsWord(long now, InetSocketAddress of) {
    boolean wants =
        now >= askAt
            && open(of).map(family -> family.wantsWord(now)).orElse(false)
            && strangers.isOne(now, of);
    if (wants) {
      askAt = now + ASK_PAUSE;
    }
    return wants;
  }

  /**
   * Changes the record as the host says. An address that it names stands from then on, whatever
   * others say; one that it removes is left to them.
   */
  public void update(UnaryOperator<NodeRecord.Builder> change, Outbox<DiscoveryEvent> out) {
    NodeRecord before = local.newest();
    boolean published = local.update(change);
    NodeRecord after = local.newest();
    adopt(INET, "ip", before, after);
    adopt(INET6, "ip6", before, after);
    tell(out);
    if (published) {
      out.emit(new DiscoveryEvent.SelfChanged(local.record()));
    }
  }

  private void adopt(
      StandardProtocolFamily family, String key, NodeRecord before, NodeRecord after) {
    if (!before.entry(key).equals(after.entry(key))) {
      Optional<InetSocketAddress> named =
          (family == INET ? after.ip4() : after.ip6()).map(Endpoint::udpAddress);
      named.ifPresent(
          address -> families.putIfAbsent(family, new FamilyAddress(address, Optional.empty())));
      Optional.ofNullable(families.get(family)).ifPresent(f -> f.configure(named));
    }
  }

  /** Sequence numbers up to this one, unsigned, may be used. */
  public void allow(long seq, Outbox<DiscoveryEvent> out) {
    if (local.allow(seq)) {
      out.emit(new DiscoveryEvent.SelfChanged(local.record()));
    }
  }

  private boolean isOpen(InetSocketAddress other) {
    return open(other).isPresent();
  }

  private Optional<FamilyAddress> open(InetSocketAddress other) {
    return Optional.ofNullable(families.get(family(other.getAddress())))
        .filter(FamilyAddress::isOpen);
  }

  /** Tells what has changed, and signs the record anew if it must. */
  private void settle(Optional<ForkId> fork, Outbox<DiscoveryEvent> out) {
    Map<StandardProtocolFamily, InetSocketAddress> before = named(told);
    tell(out);
    boolean addressChanged = !named(told).equals(before);
    boolean ethChanged = !fork.equals(writtenEth);
    writtenEth = fork;
    if ((addressChanged || ethChanged)
        && local.update(r -> rewrite(r, addressChanged, ethChanged))) {
      out.emit(new DiscoveryEvent.SelfChanged(local.record()));
    }
  }

  private void tell(Outbox<DiscoveryEvent> out) {
    Map<StandardProtocolFamily, OwnAddress> current = addresses();
    current.forEach((family, address) -> {
      if (!address.equals(told.get(family))) {
        out.emit(new DiscoveryEvent.AddressChanged(family, address));
      }
    });
    told = current;
  }

  private NodeRecord.Builder rewrite(NodeRecord.Builder record, boolean address, boolean fork) {
    if (address) {
      write(record, local.newest().pairs());
    }
    if (fork) {
      writtenEth.ifPresent(record::eth);
    }
    return record;
  }

  private static Map<StandardProtocolFamily, InetSocketAddress> named(
      Map<StandardProtocolFamily, OwnAddress> addresses) {
    Map<StandardProtocolFamily, InetSocketAddress> named =
        new EnumMap<>(StandardProtocolFamily.class);
    addresses.forEach((family, address) -> {
      if (address.isPublished()) {
        named.put(family, address.address());
      }
    });
    return named;
  }

  /**
   * Writes the addresses into a record, each family with ports of its own: readers differ on what
   * holds for IPv6 where these are missing.
   *
   * @param before the entries so far: a port of RLPx that is there stays
   */
  private void write(NodeRecord.Builder record, Map<String, Bytes> before) {
    Map<StandardProtocolFamily, InetSocketAddress> named = named(told);
    if (named.isEmpty()) {
      config
          .fallback()
          .ifPresent(address -> named.put(family(address), new InetSocketAddress(address, port)));
    }
    record.without("ip").without("ip6").without("udp").without("udp6");
    named.forEach((family, address) -> {
      record.address(address.getAddress());
      writePorts(record, family, address.getPort(), before);
    });
    if (named.isEmpty()) {
      writePorts(record, INET, port, before);
    }
  }

  private void writePorts(
      NodeRecord.Builder record,
      StandardProtocolFamily family,
      int udp,
      Map<String, Bytes> before) {
    record.port(family == INET ? "udp" : "udp6", udp);
    String tcp = family == INET ? "tcp" : "tcp6";
    if (!before.containsKey(tcp)) {
      record.port(tcp, config.tcp());
    }
  }
}
