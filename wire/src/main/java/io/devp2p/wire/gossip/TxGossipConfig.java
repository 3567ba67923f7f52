package io.devp2p.wire.gossip;

import io.devp2p.wire.eth.Kzg;
import io.devp2p.wire.tx.TxPool;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * How the gossip of transactions behaves. Immutable; made by {@link Builder}.
 *
 * @param limits of the pool
 * @param kzg verifies blobs; empty: no part is taken in the gossip of blob transactions
 * @param workers where signatures and proofs are verified: many at once, and they may block; must
 *     not refuse
 * @param random decides whom to tell and what to sample
 */
public record TxGossipConfig(
    TxPool.Limits limits, Optional<Kzg> kzg, Executor workers, RandomGenerator random) {

  /** Collects the configuration. Not thread-safe. */
  public static final class Builder {

    private TxPool.Limits limits = TxPool.Limits.USUAL;
    private Optional<Kzg> kzg = Optional.empty();
    private Executor workers = task -> Thread.ofVirtual().name("gossip").start(task);
    private RandomGenerator random = new SecureRandom();

    Builder() {}

    /** How much the pool holds; {@link TxPool.Limits#USUAL} by default. */
    public Builder limits(TxPool.Limits most) {
      limits = most;
      return this;
    }

    /** Who verifies blobs; nobody by default, and no blob transaction is fetched. */
    public Builder kzg(Kzg verifier) {
      kzg = Optional.of(verifier);
      return this;
    }

    /** Where signatures and proofs are verified; a virtual thread for each batch by default. */
    public Builder workers(Executor executor) {
      workers = executor;
      return this;
    }

    /** Unpredictable to peers; {@link SecureRandom} by default. */
    public Builder random(RandomGenerator source) {
      random = source;
      return this;
    }

    TxGossipConfig build() {
      return new TxGossipConfig(limits, kzg, workers, random);
    }
  }
}
