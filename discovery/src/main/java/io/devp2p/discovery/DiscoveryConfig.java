package io.devp2p.discovery;

import io.devp2p.core.node.ForkId;
import io.devp2p.core.node.ForkSchedule;
import io.devp2p.core.node.Node;
import io.devp2p.discovery.guard.AddressPolicy;
import io.netty.channel.EventLoopGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * How a {@link Discovery} is set up.
 *
 * @param bind address and port of the socket; empty for all addresses of both families and any port
 * @param advertise addresses in our own record; empty for the bound address, or, where that is all
 *     addresses, for what other nodes agree on
 * @param fallback address in our own record until other nodes agree on one, where the other two
 *     give none
 * @param tcp port of RLPx in our own record, 0 for none
 * @param eth the {@code eth} entry of our own record, where it does not change
 * @param forks the chain whose fork id our own record tells, kept fresh
 * @param seq sequence number of our first record, unsigned; empty for the one after the last that
 *     the store remembers, else the wall clock in milliseconds
 * @param store keeps nodes and our sequence number over restarts; empty for one that ends with us
 * @param bootnodes the first nodes to ask
 * @param sources where candidates come from, beside the network, the store and the boot nodes
 * @param v4 whether discv4 is spoken
 * @param v5 whether discv5 is spoken
 * @param maintain whether the table is kept fresh: revalidated, and refreshed by lookups
 * @param limitLocal whether limits per address and prefix hold for loopback and local networks too
 * @param v4Timeout how long a discv4 request waits for its answer
 * @param v5Timeout how long a discv5 request waits for its answer, and again for each of its parts
 * @param eventLoopGroup the loop to use; empty for one of its own
 * @param cryptoPool where discv4 signatures are recovered; empty for a pool of its own
 */
public record DiscoveryConfig(
    Optional<InetSocketAddress> bind,
    List<InetAddress> advertise,
    Optional<InetAddress> fallback,
    int tcp,
    Optional<ForkId> eth,
    Optional<ForkSchedule> forks,
    Optional<Long> seq,
    Optional<NodeStore> store,
    List<Node> bootnodes,
    List<NodeSource> sources,
    boolean v4,
    boolean v5,
    Profile profile,
    boolean maintain,
    AddressPolicy addresses,
    boolean limitLocal,
    Duration v4Timeout,
    Duration v5Timeout,
    Optional<EventLoopGroup> eventLoopGroup,
    Optional<Executor> cryptoPool,
    RandomGenerator random,
    InstantSource wallClock) {

  private static final int TABLE_CANNOT_HOLD_MORE = 4_096;

  public DiscoveryConfig {
    advertise = List.copyOf(advertise);
    bootnodes = List.copyOf(bootnodes);
    sources = List.copyOf(sources);
    if (!v4 && !v5) {
      throw new IllegalArgumentException("neither discv4 nor discv5 is switched on");
    }
    if (eth.isPresent() && forks.isPresent()) {
      throw new IllegalArgumentException("a fork id and a fork schedule contradict each other");
    }
    if (tcp < 0 || tcp > 0xffff) {
      throw new IllegalArgumentException("not a TCP port: " + tcp);
    }
    if (bootnodes.size() > TABLE_CANNOT_HOLD_MORE) {
      throw new IllegalArgumentException("more than " + TABLE_CANNOT_HOLD_MORE + " nodes given");
    }
    if (!v4Timeout.isPositive() || !v5Timeout.isPositive()) {
      throw new IllegalArgumentException("a request needs a positive time to be answered");
    }
  }

  /** The defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects a config. Not thread-safe. */
  public static final class Builder {

    private Optional<InetSocketAddress> bind = Optional.empty();
    private List<InetAddress> advertise = List.of();
    private Optional<InetAddress> fallback = Optional.empty();
    private int tcp;
    private Optional<ForkId> eth = Optional.empty();
    private Optional<ForkSchedule> forks = Optional.empty();
    private Optional<Long> seq = Optional.empty();
    private Optional<NodeStore> store = Optional.empty();
    private List<Node> bootnodes = List.of();
    private final List<NodeSource> sources = new ArrayList<>();
    private boolean v4 = true;
    private boolean v5 = true;
    private Profile profile = Profile.NODE;
    private boolean maintain = true;
    private AddressPolicy addresses = AddressPolicy.any();
    private boolean limitLocal;
    // protocols.md V4-9 and D3: what go-ethereum waits.
    private Duration v4Timeout = Duration.ofMillis(500);
    private Duration v5Timeout = Duration.ofMillis(700);
    private Optional<EventLoopGroup> eventLoopGroup = Optional.empty();
    private Optional<Executor> cryptoPool = Optional.empty();
    private Optional<RandomGenerator> random = Optional.empty();
    private InstantSource wallClock = InstantSource.system();

    private Builder() {}

    /** Address and port of the socket; without it, all addresses of both families and any port. */
    public Builder bind(InetSocketAddress address) {
      bind = Optional.of(address);
      return this;
    }

    /** The addresses of our own record, at most one of each family; then votes do not count. */
    public Builder advertise(InetAddress... addresses) {
      advertise = List.of(addresses);
      return this;
    }

    /** The address of our own record where nothing gives one, until other nodes agree on one. */
    public Builder fallback(InetAddress address) {
      fallback = Optional.of(address);
      return this;
    }

    /** Port of RLPx in our own record. */
    public Builder tcp(int port) {
      tcp = port;
      return this;
    }

    /** The {@code eth} entry of our own record, which stays as it is. */
    public Builder eth(ForkId forkId) {
      eth = Optional.of(forkId);
      return this;
    }

    /**
     * The chain whose fork id the {@code eth} entry of our own record tells. It is signed anew when
     * a fork passes, by the wall clock or by {@link Discovery#head}.
     */
    public Builder forks(ForkSchedule schedule) {
      forks = Optional.of(schedule);
      return this;
    }

    /** Sequence number of our first record, unsigned. */
    public Builder seq(long first) {
      seq = Optional.of(first);
      return this;
    }

    /** Keeps nodes and our sequence number. It is not closed by {@link Discovery#close}. */
    public Builder store(NodeStore kept) {
      store = Optional.of(kept);
      return this;
    }

    /** The first nodes to ask. */
    public Builder bootnodes(Collection<Node> nodes) {
      bootnodes = List.copyOf(nodes);
      return this;
    }

    /**
     * One more source of candidates, such as a DNS list; its name is no other's. It is not closed
     * by {@link Discovery#close}.
     */
    public Builder source(NodeSource source) {
      sources.add(source);
      return this;
    }

    /** Whether discv4 is spoken. */
    public Builder v4(boolean on) {
      v4 = on;
      return this;
    }

    /** Whether discv5 is spoken. */
    public Builder v5(boolean on) {
      v5 = on;
      return this;
    }

    /** Which global limits hold. */
    public Builder profile(Profile limits) {
      profile = limits;
      return this;
    }

    /**
     * Whether the table is kept fresh: nodes are pinged, and lookups refresh it. Off, discovery
     * sends nothing on its own initiative.
     */
    public Builder revalidate(boolean on) {
      maintain = on;
      return this;
    }

    /** Which addresses may be contacted. */
    public Builder addresses(AddressPolicy policy) {
      addresses = policy;
      return this;
    }

    /** Whether limits per address and prefix hold for loopback and local networks too. */
    public Builder limitLocal(boolean on) {
      limitLocal = on;
      return this;
    }

    /** How long a request waits for its answer, in both versions. */
    public Builder requestTimeout(Duration timeout) {
      v4Timeout = timeout;
      v5Timeout = timeout;
      return this;
    }

    /** The loop to use. It is not shut down by {@link Discovery#close}. */
    public Builder eventLoopGroup(EventLoopGroup group) {
      eventLoopGroup = Optional.of(group);
      return this;
    }

    /** Where discv4 signatures are recovered. It is not shut down by {@link Discovery#close}. */
    public Builder cryptoPool(Executor pool) {
      cryptoPool = Optional.of(pool);
      return this;
    }

    /** The source of all randomness: a cryptographic one, except in simulations. */
    public Builder random(RandomGenerator source) {
      random = Optional.of(source);
      return this;
    }

    /** Wall time, for expirations and sequence numbers. */
    public Builder wallClock(InstantSource clock) {
      wallClock = clock;
      return this;
    }

    /**
     * The config.
     *
     * @throws IllegalArgumentException if it contradicts itself
     */
    public DiscoveryConfig build() {
      return new DiscoveryConfig(
          bind,
          advertise,
          fallback,
          tcp,
          eth,
          forks,
          seq,
          store,
          bootnodes,
          sources,
          v4,
          v5,
          profile,
          maintain,
          addresses,
          limitLocal,
          v4Timeout,
          v5Timeout,
          eventLoopGroup,
          cryptoPool,
          random.orElseGet(SecureRandom::new),
          wallClock);
    }
  }
}
