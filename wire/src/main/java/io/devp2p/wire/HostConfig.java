package io.devp2p.wire;

import io.devp2p.wire.p2p.CodeSpace;
import io.devp2p.wire.p2p.P2pMessage;
import io.netty.channel.EventLoopGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * How a host behaves. Immutable; made by {@link Builder}.
 *
 * @param listen where connections are accepted; empty = nowhere
 * @param client the client id of our Hello
 * @param protocols what our Hello offers
 * @param maxPeers sessions at most, dialed and inbound together
 * @param maxInbound of these, how many may be inbound
 * @param maxDials dials in flight at most; a further one fails at once
 * @param acceptsPerSecond inbound connections at most, each second
 * @param connectTimeout for the TCP connection of a dial
 * @param helloTimeout from the TCP connection to the peer's Hello, in total
 * @param inboundBytes bytes that all peers together may have sent without their being dealt with
 * @param exempt addresses to which limits for each address and prefix do not apply
 * @param admission who may become a peer
 * @param eventLoopGroup an NIO event loop group that others own; empty = an own one
 * @param cryptoPool where the elliptic-curve work of handshakes runs; empty = an own pool
 * @param random source of ephemeral keys and nonces
 */
public record HostConfig(
    Optional<InetSocketAddress> listen,
    ClientId client,
    List<Protocol<?>> protocols,
    int maxPeers,
    int maxInbound,
    int maxDials,
    int acceptsPerSecond,
    Duration connectTimeout,
    Duration helloTimeout,
    long inboundBytes,
    Predicate<InetAddress> exempt,
    Admission admission,
    Optional<EventLoopGroup> eventLoopGroup,
    Optional<Executor> cryptoPool,
    RandomGenerator random) {

  /** Our Hello must fit the 2 KiB that peers read, so capabilities are few. */
  private static final int MAX_PROTOCOLS = 16;

  /** A full house of peers, each with a message of the largest size at work now and then. */
  private static final long INBOUND_BYTES = 256L << 20;

  /** Of a small heap, one part in so many. */
  private static final int INBOUND_SHARE = 8;

  public HostConfig {
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
    if (Math.min(Math.min(maxPeers, maxDials), acceptsPerSecond) < 1
        || maxInbound < 0
        || inboundBytes < 1) {
      throw new IllegalArgumentException("a limit is not positive");
    }
    if (!connectTimeout.isPositive() || !helloTimeout.isPositive()) {
      throw new IllegalArgumentException("a timeout is not positive");
    }
  }

  private static int largestSpan(Protocol<?> protocol) {
    return protocol.capabilities().stream().mapToInt(protocol::span).max().orElse(0);
  }

  /** Collects the configuration of a host. Not thread-safe. */
  public static final class Builder {

    private Optional<InetSocketAddress> listen = Optional.empty();
    private ClientId client = Version.clientId();
    private final List<Protocol<?>> protocols = new ArrayList<>();
    private int maxPeers = 50;
    private Optional<Integer> maxInbound = Optional.empty();
    private int maxDials = 16;
    private int acceptsPerSecond = 50;
    private Duration connectTimeout = Duration.ofSeconds(10);
    private Duration helloTimeout = Duration.ofSeconds(5);
    private long inboundBytes =
        Math.min(INBOUND_BYTES, Runtime.getRuntime().maxMemory() / INBOUND_SHARE);
    private Predicate<InetAddress> exempt = Builder::isLocal;
    private Admission admission = Admission.ALL;
    private Optional<EventLoopGroup> eventLoopGroup = Optional.empty();
    private Optional<Executor> cryptoPool = Optional.empty();
    private RandomGenerator random = new SecureRandom();

    Builder() {}

    /** Accepts connections; port 0 lets the system choose. Without this, only dialing works. */
    public Builder listen(InetSocketAddress address) {
      listen = Optional.of(address);
      return this;
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

    /** Sessions at most; 50 by default. */
    public Builder maxPeers(int peers) {
      maxPeers = peers;
      return this;
    }

    /** Inbound sessions at most; half of {@link #maxPeers} by default. */
    public Builder maxInbound(int peers) {
      maxInbound = Optional.of(peers);
      return this;
    }

    /** Dials in flight at most; 16 by default. */
    public Builder maxDials(int dials) {
      maxDials = dials;
      return this;
    }

    /** Inbound connections at most, each second; 50 by default. */
    public Builder acceptsPerSecond(int accepts) {
      acceptsPerSecond = accepts;
      return this;
    }

    /** For the TCP connection of a dial; 10 s by default. */
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

    /** Addresses without limits of their own; loopback, private and link-local by default. */
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
      return new HostConfig(
          listen,
          client,
          protocols,
          maxPeers,
          maxInbound.orElse(maxPeers / 2),
          maxDials,
          acceptsPerSecond,
          connectTimeout,
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
