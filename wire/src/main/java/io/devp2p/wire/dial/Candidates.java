package io.devp2p.wire.dial;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/**
 * Nodes that somebody has found for us, and how many more to ask for. {@code now} is monotonic, in
 * nanoseconds. A machine; not thread-safe.
 */
final class Candidates {

  /** Candidates that may wait. Sources give no more than they are asked for, or lose them. */
  static final int MOST = 64;

  /** Sources that give nodes of no use are asked no more often. */
  static final long PAUSE = Duration.ofSeconds(1).toNanos();

  /** Sources that have not given what they were asked for are asked for more. */
  static final long PATIENCE = Duration.ofSeconds(10).toNanos();

  private final Queue<Target> waiting = new ArrayDeque<>();
  private boolean hasSources;
  private int demanded;
  private long demandedAt;
  private long nextDemand;

  /** There is somebody to ask. */
  void onSource(long now) {
    hasSources = true;
    demanded = 0;
    nextDemand = now;
  }

  void add(Target candidate) {
    if (demanded > 0) {
      demanded--;
      nextDemand = demanded == 0 ? demandedAt + PAUSE : nextDemand;
    }
    if (waiting.size() < MOST) {
      waiting.add(candidate);
    }
  }

  Optional<Target> poll() {
    return Optional.ofNullable(waiting.poll());
  }

  /**
   * How many to ask for now, if it is time.
   *
   * @param wanted how many could be dialed at once
   */
  Optional<Integer> demand(long now, int wanted) {
    if (now < deadline()) {
      return Optional.empty();
    }
    demanded = wanted;
    demandedAt = now;
    nextDemand = now + PATIENCE;
    return Optional.of(wanted);
  }

  /** When to ask for more; {@link Long#MAX_VALUE} while some wait, or nobody could be asked. */
  long deadline() {
    return hasSources && waiting.isEmpty() ? nextDemand : Long.MAX_VALUE;
  }
}
