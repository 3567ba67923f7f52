package io.devp2p.wire.snap;

import java.security.SecureRandom;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * How snap behaves. Immutable; made by {@link Builder}.
 *
 * @param versions what is offered, ascending. Peers that share several speak the highest: who wants
 *     to ask for trie nodes, which snap/2 does not have, offers snap/1 only.
 * @param workers where answers are made and judged: many at once, and they may block; must not
 *     refuse
 * @param random source of request ids
 */
public record SnapConfig(List<Integer> versions, Executor workers, RandomGenerator random) {

  public SnapConfig {
    versions = versions.stream().distinct().sorted().toList();
    if (versions.isEmpty() || !Snap.VERSIONS.containsAll(versions)) {
      throw new IllegalArgumentException("snap versions must be some of " + Snap.VERSIONS);
    }
  }

  /** Collects the configuration. Not thread-safe. */
  public static final class Builder {

    private List<Integer> versions = Snap.VERSIONS;
    private Executor workers = task -> Thread.ofVirtual().name("snap").start(task);
    private RandomGenerator random = new SecureRandom();

    Builder() {}

    /** Some of {@link Snap#VERSIONS}; all by default. */
    public Builder versions(Collection<Integer> offered) {
      versions = List.copyOf(offered);
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

    SnapConfig build() {
      return new SnapConfig(versions, workers, random);
    }
  }
}
