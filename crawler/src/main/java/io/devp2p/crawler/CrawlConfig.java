package io.devp2p.crawler;

import io.devp2p.core.node.Node;
import io.devp2p.discovery.guard.AddressPolicy;
import io.devp2p.wire.eth.Eth;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How a crawl is done. Immutable; made by {@link Builder}.
 *
 * @param bootnodes the first nodes
 * @param input entries of node sets, visited like all others
 * @param addresses which addresses may be contacted
 * @param limits the bounds of the crawl
 * @param revisit how long a visit counts: a node is not visited again before
 * @param timeout when the crawl is stopped although nodes are due; empty = never
 * @param clientId how we call ourselves in Hello; empty = the product with its version
 * @param eth the versions of eth that are offered
 * @param bind address and port of the UDP socket; empty = all addresses, any port
 */
public record CrawlConfig(
    List<Node> bootnodes,
    List<NodeSetEntry> input,
    AddressPolicy addresses,
    Limits limits,
    Duration revisit,
    Optional<Duration> timeout,
    Optional<String> clientId,
    List<Integer> eth,
    Optional<InetSocketAddress> bind,
    RandomGenerator random,
    InstantSource wallClock) {

  public CrawlConfig {
    bootnodes = List.copyOf(bootnodes);
    input = List.copyOf(input);
    eth = List.copyOf(eth);
    if (revisit.isNegative() || timeout.filter(t -> !t.isPositive()).isPresent()) {
      throw new IllegalArgumentException("a duration of the crawl is not positive");
    }
  }

  /** Collects a config. Not thread-safe. */
  public static final class Builder {

    private List<Node> bootnodes = List.of();
    private List<NodeSetEntry> input = List.of();
    private AddressPolicy addresses = AddressPolicy.publicOnly();
    private Limits limits = Limits.DEFAULTS;
    private Duration revisit = Duration.ofMinutes(30);
    private Optional<Duration> timeout = Optional.empty();
    private Optional<String> clientId = Optional.empty();
    private List<Integer> eth = Eth.VERSIONS;
    private Optional<InetSocketAddress> bind = Optional.empty();
    private RandomGenerator random = new SecureRandom();
    private InstantSource wallClock = InstantSource.system();

    Builder() {}

    /** The first nodes; none by default. */
    public Builder bootnodes(Collection<Node> nodes) {
      bootnodes = List.copyOf(nodes);
      return this;
    }

    /** Entries of node sets, visited like all others; none by default. */
    public Builder input(Collection<NodeSetEntry> entries) {
      input = List.copyOf(entries);
      return this;
    }

    /** Which addresses may be contacted; public ones by default. */
    public Builder addresses(AddressPolicy policy) {
      addresses = policy;
      return this;
    }

    /** The bounds of the crawl. */
    public Builder limits(Limits bounds) {
      limits = bounds;
      return this;
    }

    /** How long a visit counts; 30 minutes by default. */
    public Builder revisit(Duration interval) {
      revisit = interval;
      return this;
    }

    /** When the crawl is stopped although nodes are due; never by default. */
    public Builder timeout(Duration limit) {
      timeout = Optional.of(limit);
      return this;
    }

    /** How we call ourselves in Hello: the product's name, version and platform by default. */
    public Builder clientId(String id) {
      clientId = Optional.of(id);
      return this;
    }

    /** The versions of eth that are offered; all by default. */
    public Builder eth(Collection<Integer> versions) {
      eth = List.copyOf(versions);
      return this;
    }

    /** Address and port of the UDP socket; all addresses and any port by default. */
    public Builder bind(InetSocketAddress address) {
      bind = Optional.of(address);
      return this;
    }

    /** The source of all randomness: a cryptographic one, except in simulations. */
    public Builder random(RandomGenerator source) {
      random = source;
      return this;
    }

    /** Wall time, for what is stored and for what is due. */
    public Builder wallClock(InstantSource clock) {
      wallClock = clock;
      return this;
    }

    CrawlConfig build() {
      return new CrawlConfig(
          bootnodes, input, addresses, limits, revisit, timeout, clientId, eth, bind, random,
          wallClock);
    }
  }
}
