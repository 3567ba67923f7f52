package io.devp2p.wire.eth;

import java.security.SecureRandom;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * How eth behaves. Immutable; made by {@link Builder}.
 *
 * @param versions what is offered, ascending
 * @param listener is told what peers say without being asked
 * @param workers where answers are made and judged: many at once, and they may block; must not
 *     refuse
 * @param random source of request ids
 */
public record EthConfig(
    List<Integer> versions, EthListener listener, Executor workers, RandomGenerator random) {

  public EthConfig {
    versions = versions.stream().distinct().sorted().toList();
    if (versions.isEmpty() || !Eth.VERSIONS.containsAll(versions)) {
      throw new IllegalArgumentException("eth versions must be some of " + Eth.VERSIONS);
    }
  }

  /** Collects the configuration. Not thread-safe. */
  public static final class Builder {

    private List<Integer> versions = Eth.VERSIONS;
    private EthListener listener = EthListener.NONE;
    private Executor workers = task -> Thread.ofVirtual().name("eth").start(task);
    private RandomGenerator random = new SecureRandom();

    Builder() {}

    /** Some of {@link Eth#VERSIONS}; all by default. */
    public Builder versions(Collection<Integer> offered) {
      versions = List.copyOf(offered);
      return this;
    }

    /** Who is told what peers say without being asked; nobody by default. */
    public Builder listener(EthListener told) {
      listener = told;
      return this;
    }

    /** Where answers are made and judged; a virtual thread for each by default. */
    public Builder workers(Executor executor) {
      workers = executor;
      return this;
    }

    /** Source of request ids: unpredictable to peers; {@link SecureRandom} by default. */
    public Builder random(RandomGenerator source) {
      random = source;
      return this;
    }

    EthConfig build() {
      return new EthConfig(versions, listener, workers, random);
    }
  }
}
