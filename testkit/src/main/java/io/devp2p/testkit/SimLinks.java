package io.devp2p.testkit;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Random;
import java.util.function.Predicate;

/** What happens to datagrams on their way. Not thread-safe. */
final class SimLinks {

  private final Random random;
  private long minDelay = Duration.ofMillis(5).toNanos();
  private long maxDelay = Duration.ofMillis(25).toNanos();
  private double loss;
  private double duplication;
  private double reordering;
  private Predicate<InetAddress> side = address -> true;

  SimLinks(Random random) {
    this.random = random;
  }

  void delay(Duration min, Duration max) {
    minDelay = min.toNanos();
    maxDelay = max.toNanos();
  }

  void loss(double part) {
    loss = part;
  }

  void duplication(double part) {
    duplication = part;
  }

  void reordering(double part) {
    reordering = part;
  }

  void partition(Predicate<InetAddress> oneSide) {
    side = oneSide;
  }

  /** Whether the next datagram between two addresses arrives. */
  boolean carries(InetAddress from, InetAddress to) {
    return random.nextDouble() >= loss && side.test(from) == side.test(to);
  }

  /** Whether it arrives once more. */
  boolean doubles() {
    return duplication > 0 && random.nextDouble() < duplication;
  }

  /** How long it takes, in nanoseconds. */
  long delay() {
    long delay = minDelay + (long) (random.nextDouble() * (maxDelay - minDelay));
    // What is held back for as long again as the slowest takes is overtaken by all that follows.
    return reordering > 0 && random.nextDouble() < reordering ? delay + maxDelay : delay;
  }
}
