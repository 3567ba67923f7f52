package io.devp2p.discovery;

import io.devp2p.discovery.dns.DnsLimits;
import io.devp2p.discovery.dns.SeqMemory;
import io.devp2p.discovery.dns.TreeUrl;
import io.netty.channel.EventLoopGroup;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How a {@link DnsClient} is set up.
 *
 * @param trees the trees to follow
 * @param limits how much is asked and kept
 * @param memory where sequence numbers are remembered
 * @param server the DNS server to ask; empty for those of the system
 * @param resolver how DNS is asked; empty for Netty's resolver
 * @param eventLoopGroup the loop to use; empty for one of its own
 * @param random which way a walk takes
 */
public record DnsConfig(
    List<TreeUrl> trees,
    DnsLimits limits,
    SeqMemory memory,
    Optional<InetSocketAddress> server,
    Optional<TxtResolver> resolver,
    Optional<EventLoopGroup> eventLoopGroup,
    RandomGenerator random) {

  /**
   * A config.
   *
   * @throws IllegalArgumentException if a server is named for a resolver that would not ask it
   */
  public DnsConfig {
    trees = List.copyOf(trees);
    if (server.isPresent() && resolver.isPresent()) {
      throw new IllegalArgumentException("either a DNS server or a resolver");
    }
  }

  /** A config with the usual values. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects the values of a config. Not thread-safe. */
  public static final class Builder {

    private final List<TreeUrl> trees = new ArrayList<>();
    private DnsLimits limits = DnsLimits.USUAL;
    private SeqMemory memory = SeqMemory.ofThisProcess();
    private Optional<InetSocketAddress> server = Optional.empty();
    private Optional<TxtResolver> resolver = Optional.empty();
    private Optional<EventLoopGroup> eventLoopGroup = Optional.empty();
    private Optional<RandomGenerator> random = Optional.empty();

    private Builder() {}

    /** Follows these trees, and those that they link to. */
    public Builder follow(TreeUrl... more) {
      trees.addAll(List.of(more));
      return this;
    }

    /** How much is asked and kept. */
    public Builder limits(DnsLimits bounds) {
      limits = bounds;
      return this;
    }

    /** Where sequence numbers are remembered: in this process by default. */
    public Builder memory(SeqMemory lasting) {
      memory = lasting;
      return this;
    }

    /** Remembers sequence numbers in a store, so that they outlive this process. */
    public Builder store(NodeStore store) {
      return memory((tree, seq) -> {
        String name = "dns/" + tree.toString().substring("enrtree://".length());
        long before = store.recall(name).orElse(0);
        if (Long.compareUnsigned(seq, before) <= 0) {
          return before;
        }
        store.remember(name, seq);
        return seq;
      });
    }

    /** The DNS server to ask: those of the system by default. */
    public Builder server(InetSocketAddress address) {
      server = Optional.of(address);
      return this;
    }

    /** How DNS is asked: by Netty's resolver by default. */
    public Builder resolver(TxtResolver own) {
      resolver = Optional.of(own);
      return this;
    }

    /** The loop to use. It is not shut down by {@link DnsClient#close}. */
    public Builder eventLoopGroup(EventLoopGroup group) {
      eventLoopGroup = Optional.of(group);
      return this;
    }

    /** The source of randomness. */
    public Builder random(RandomGenerator source) {
      random = Optional.of(source);
      return this;
    }

    /**
     * The config.
     *
     * @throws IllegalArgumentException if it contradicts itself
     */
    public DnsConfig build() {
      return new DnsConfig(
          trees,
          limits,
          memory,
          server,
          resolver,
          eventLoopGroup,
          random.orElseGet(SecureRandom::new));
    }
  }
}
