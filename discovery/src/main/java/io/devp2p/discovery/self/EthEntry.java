package io.devp2p.discovery.self;

import io.devp2p.core.node.ForkId;
import io.devp2p.core.node.ForkSchedule;
import io.devp2p.core.node.Head;
import java.time.InstantSource;
import java.util.OptionalLong;

/**
 * The {@code eth} entry of our record (devp2p enr-entries/eth.md, EIP-2124): a fork counts as
 * passed when our head or the wall clock has passed it, so that an idle or discovery-only node does
 * not tell an old id. Not thread-safe.
 */
final class EthEntry {

  private static final long SECOND = 1_000_000_000L;
  private static final long MILLI = 1_000_000L;

  private final ForkSchedule forks;
  private final InstantSource clock;
  private Head head;

  EthEntry(ForkSchedule forks, InstantSource clock) {
    this.forks = forks;
    this.clock = clock;
    this.head = Head.at(clock.instant());
  }

  /** The chain grew, or was reorganised. */
  void head(Head now) {
    head = now;
  }

  /** The entry as it must be now. */
  ForkId current() {
    return forks.forkId(head.notBefore(clock.instant()));
  }

  /**
   * When to look again. While a fork is ahead that is every second: the wall clock can jump, after
   * a sleep or when it is set, and says nothing when it does.
   */
  long deadline(long now) {
    OptionalLong next = forks.forkAfter(clock.instant().getEpochSecond());
    if (next.isEmpty()) {
      return Long.MAX_VALUE;
    }
    long wait = (next.getAsLong() * 1_000 - clock.millis()) * MILLI;
    return now + Math.clamp(wait, 0, SECOND);
  }
}
