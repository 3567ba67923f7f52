package io.devp2p.discovery.machine;

import io.devp2p.core.node.NodeId;
import io.devp2p.discovery.Target;
import java.util.random.RandomGenerator;

/**
 * Where the next lookup that fills the table goes: into the bucket that none has gone to for the
 * longest time (devp2p discv5-theory.md). Not thread-safe.
 */
final class Refresh {

  private static final int FARTHEST = 256;

  /** Nearer buckets are filled by the lookup of ourselves, and hard to hit by a random target. */
  private static final int BUCKETS = 8;

  /** Random targets to choose from: one in 256 falls into the last of the buckets. */
  private static final int TRIES = 1_024;

  private final NodeId self;
  private final RandomGenerator random;
  private final long[] lookedAt = new long[BUCKETS];
  private long looks;

  Refresh(NodeId self, RandomGenerator random) {
    this.self = self;
    this.random = random;
  }

  /** A lookup goes to a target. */
  void looked(NodeId target) {
    int bucket = FARTHEST - self.logDistance(target);
    if (bucket < BUCKETS) {
      lookedAt[bucket] = ++looks;
    }
  }

  /** A target in the bucket whose turn it is. */
  Target next() {
    int oldest = 0;
    for (int i = 1; i < BUCKETS; i++) {
      oldest = lookedAt[i] < lookedAt[oldest] ? i : oldest;
    }
    Target target = Target.random(random);
    for (int i = 0; i < TRIES && self.logDistance(target.id()) != FARTHEST - oldest; i++) {
      target = Target.random(random);
    }
    return target;
  }
}
