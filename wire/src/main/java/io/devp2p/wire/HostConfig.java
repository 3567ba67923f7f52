package io.devp2p.wire;

import io.devp2p.core.node.Node;
import io.devp2p.wire.dial.PeerSlots;
import io.devp2p.wire.p2p.CodeSpace;
import io.devp2p.wire.p2p.P2pMessage;
import io.netty.channel.EventLoopGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * How a host behaves. Immutable; made by {@link Builder}.
 *
 * @param listen where connections are accepted; empty = nowhere
 * @param client the client id of our Hello
 * @param protocols what our Hello offers
 * @param places how many peers there may be
 * @param dialing how nodes are dialed
 * @param acceptsPerSecond inbound connections at most, each second
 * @param helloTimeout from the TCP connection to the peer's Hello, in total
 * @param inboundBytes bytes that all peers together may have sent without their being dealt with
 * @param exempt addresses to which limits for each address and prefix, and bans, do not apply
 * @param admission who may become a peer
 * @param eventLoopGroup an NIO event loop group that others own; empty = an own one
 * @param cryptoPool where the elliptic-curve work of handshakes runs; empty = an own pool
 * @param random source of ephemeral keys and nonces
 */
public record HostConfig(
    List<InetSocketAddress> listen,
    ClientId client,
    List<Protocol<?>> protocols,
    PeerSlots.Limits places,
    Dialing dialing,
    int acceptsPerSecond,
    Duration helloTimeout,
    long inboundBytes,
    Predicate<InetAddress> exempt,
    Admission admission,
    Optional<EventLoopGroup> eventLoopGroup,
    Optional<Executor> cryptoPool,
    RandomGenerator random) {

  /**
   * How nodes are dialed.
   *
   * @param inFlight dials at once at most; a further one fails at once
   * @param connectTimeout for each TCP connection of a dial
   * @param ip6First whether a node with addresses of both families is dialed by IPv6 first
   * @param allowed addresses that may be dialed
   * @param resolver looks up names
   * @param candidates where nodes to dial come from
   */
  public record Dialing(
      int inFlight,
      Duration connectTimeout,
      boolean ip6First,
      Predicate<InetAddress> allowed,
      NameResolver resolver,
      List<Flow.Publisher<? extends Node>> candidates) {

    public Dialing {
      candidates = List.copyOf(candidates);
    }
  }

  /** Our Hello must fit the 2 KiB that peers read, so capabilities are few. */
  private static final int MAX_PROTOCOLS = 16;

  /** A full house of peers, each with a message of the largest size at work now and then. */
  private static final long INBOUND_BYTES = 256L << 20;

  /** Of a small heap, one part in so many. */
  private static final int INBOUND_SHARE = 8;

  public HostConfig {
    listen = List.copyOf(listen);
    protocols = List.copyOf(protocols);
    if (protocols.size() > MAX_PROTOCOLS) {
      throw new IllegalArgumentException("more than " + MAX_PROTOCOLS + " protocols are offered");
    }
    List<Capability> all =
        protocols.stream().flatMap(p -> p.capabilities().stream()).sorted().toList();
    if (all.isEmpty() || all.stream().distinct().count() != all.size()) {
      throw new IllegalArgumentException("no capability is offered, or one twice");
    }
    all.stream()
        .filter(c -> !c.isShareable())
        .forEach(c -> {
          throw new IllegalArgumentException("cannot be offered: " + c);
        });
    int codes = protocols.stream().mapToInt(HostConfig::largestSpan).sum();
    if (P2pMessage.SPAN + codes > CodeSpace.CODES) {
      throw new IllegalArgumentException("the protocols need more message ids than there are");
    }
    if (Math.min(Math.min(places.peers(), dialing.inFlight), acceptsPerSecond) < 1
        || Math.min(places.inbound(), places.dialed()) < 0
        || inboundBytes < 1) {
      throw new IllegalArgumentException("a limit is not positive");
    }
    if (places.allKept() > places.peers() || !all.containsAll(places.kept().keySet())) {
      throw new IllegalArgumentException("more places are kept than there are, or for nothing");
    }
    if (!dialing.connectTimeout.isPositive() || !helloTimeout.isPositive()) {
      throw new IllegalArgumentException("a timeout is not positive");
    }
  }

  private static int largestSpan(Protocol<?> protocol) {
    return protocol.capabilities().stream().mapToInt(protocol::span).max().orElse(0);
  }

  /** Collects the configuration of a host. Not thread-safe. */
  public static final class Builder {

    private final List<InetSocketAddress> listen = new ArrayList<>();
    private ClientId client = Version.clientId();
    private final List<Protocol<?>> protocols = new ArrayList<>();
    private int maxPeers = 50;
    private Optional<Integer> maxInbound = Optional.empty();
    private Optional<Integer> maxDialed = Optional.empty();
    private final Map<Capability, Integer> kept = new LinkedHashMap<>();
    private int maxDials = 16;
    private int acceptsPerSecond = 50;
    private Duration connectTimeout = Duration.ofSeconds(10);
    private Duration helloTimeout = Duration.ofSeconds(5);
    private boolean ip6First;
    private Predicate<InetAddress> dialable = address -> true;
    private NameResolver resolver = NameResolver.SYSTEM;
    private final List<Flow.Publisher<? extends Node>> candidates = new ArrayList<>();
    private long inboundBytes =
        Math.min(INBOUND_BYTES, Runtime.getRuntime().maxMemory() / INBOUND_SHARE);
    private Predicate<InetAddress> exempt = Builder::isLocal;
    private Admission admission = Admission.ALL;
    private Optional<EventLoopGroup> eventLoopGroup = Optional.empty();
    private Optional<Executor> cryptoPool = Optional.empty();
    private RandomGenerator random = new SecureRandom();

    Builder() {}

    /**
     * Accepts connections at an address, besides those that were given before; port 0 lets the
     * system choose. Without any, only dialing works. {@code 0.0.0.0} stands for IPv4 alone, {@code
     * ::} for both families where the operating system does that.
     */
    public Builder listen(InetSocketAddress address) {
      listen.add(address);
      return this;
    }

    /** Accepts connections at all addresses of both families. */
    public Builder port(int port) {
      return listen(new InetSocketAddress("::", port))
          .listen(new InetSocketAddress("0.0.0.0", port));
    }

    /** The client id; {@code devp2p-jvm/<version>/<os>-<arch>/java<major>} by default. */
    public Builder clientId(String id) {
      client = ClientId.of(id);
      return this;
    }

    /** Offers a protocol. At least one is needed. */
    public Builder offer(Protocol<?> protocol) {
      protocols.add(protocol);
      return this;
    }

    /** Sessions at most, without those with trusted nodes; 50 by default. */
    public Builder maxPeers(int peers) {
      maxPeers = peers;
      return this;
    }

    /** Inbound sessions at most; half of {@link #maxPeers} by default. */
    public Builder maxInbound(int peers) {
      maxInbound = Optional.of(peers);
      return this;
    }

    /**
     * Sessions at most with nodes that we look for by ourselves; by default what {@link
     * #maxInbound} leaves, and all where nothing is accepted.
     */
    public Builder maxDialed(int peers) {
      maxDialed = Optional.of(peers);
      return this;
    }

    /** Keeps places for peers that share a capability; more than one call adds up. */
    public Builder keep(int places, Capability capability) {
      kept.put(capability, places);
      return this;
    }

    /** Dials in flight at most; 16 by default. */
    public Builder maxDials(int dials) {
      maxDials = dials;
      return this;
    }

    /** Dials nodes that come from here while there are places; asks for no more than it needs. */
    public Builder dialFrom(Flow.Publisher<? extends Node> source) {
      candidates.add(source);
      return this;
    }

    /** Dials nodes with addresses of both families by IPv6 first; otherwise by IPv4. */
    public Builder ip6First(boolean first) {
      ip6First = first;
      return this;
    }

    /** Addresses that may be dialed; all by default. */
    public Builder dialable(Predicate<InetAddress> addresses) {
      dialable = addresses;
      return this;
    }

    /** Looks up the names of nodes; the operating system by default. */
    public Builder resolver(NameResolver names) {
      resolver = names;
      return this;
    }

    /** Inbound connections at most, each second; 50 by default. */
    public Builder acceptsPerSecond(int accepts) {
      acceptsPerSecond = accepts;
      return this;
    }

    /** For each TCP connection of a dial; 10 s by default. */
    public Builder connectTimeout(Duration timeout) {
      connectTimeout = timeout;
      return this;
    }

    /** From the TCP connection to the peer's Hello in total; 5 s by default. */
    public Builder helloTimeout(Duration timeout) {
      helloTimeout = timeout;
      return this;
    }

    /**
     * Bytes that all peers together may have sent without their being dealt with: beyond that, the
     * host reads no further; 256 MiB by default, or an eighth of a smaller heap.
     */
    public Builder inboundBytes(long bytes) {
      inboundBytes = bytes;
      return this;
    }

    /** Addresses without limits and bans; loopback, private and link-local by default. */
    public Builder exempt(Predicate<InetAddress> addresses) {
      exempt = addresses;
      return this;
    }

    /** Who may become a peer; everybody by default. */
    public Builder admit(Admission policy) {
      admission = policy;
      return this;
    }

    /** An NIO event loop group to share; the host never shuts it down. */
    public Builder eventLoopGroup(EventLoopGroup group) {
      eventLoopGroup = Optional.of(group);
      return this;
    }

    /**
     * A bounded pool to share for elliptic-curve work; the host never shuts it down. May refuse
     * work by {@link java.util.concurrent.RejectedExecutionException}: that connection fails.
     */
    public Builder cryptoPool(Executor pool) {
      cryptoPool = Optional.of(pool);
      return this;
    }

    /** Source of ephemeral keys and nonces: a cryptographic one, except in simulations. */
    public Builder random(RandomGenerator source) {
      random = source;
      return this;
    }

    private static boolean isLocal(InetAddress address) {
      byte[] bytes = address.getAddress();
      boolean uniqueLocal = bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
      return address.isLoopbackAddress()
          || address.isSiteLocalAddress()
          || address.isLinkLocalAddress()
          || uniqueLocal;
    }

    HostConfig build() {
      int inbound = maxInbound.orElse(maxPeers / 2);
      int dialed = maxDialed.orElse(listen.isEmpty() ? maxPeers : Math.max(0, maxPeers - inbound));
      return new HostConfig(
          listen,
          client,
          protocols,
          new PeerSlots.Limits(maxPeers, inbound, dialed, kept),
          new Dialing(maxDials, connectTimeout, ip6First, dialable, resolver, candidates),
          acceptsPerSecond,
          helloTimeout,
          inboundBytes,
          exempt,
          admission,
          eventLoopGroup,
          cryptoPool,
          random);
    }
  }
}
