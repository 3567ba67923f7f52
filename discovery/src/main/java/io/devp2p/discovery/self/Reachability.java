package io.devp2p.discovery.self;

import io.devp2p.discovery.guard.Lru;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;

/**
 * Whether an address of ours that others agree on may be published: when a stranger has reached us,
 * and sees us there too. It is withdrawn when others agree on another one, or when no stranger has
 * come for long. Changes once for each change of the world, and never in quick succession. Not
 * thread-safe.
 */
final class Reachability {

  /** A stranger's word counts for so long, for the case that it comes before the votes. */
  static final long MEMORY = 300_000_000_000L;

  /** So long a new address may take to be verified, before the old one is withdrawn. */
  static final long GRACE = 120_000_000_000L;

  /**
   * Without a stranger for so long, we take it that none can come. A node that can be reached is
   * found by several each hour, even in a small network; one whose router was set anew misleads
   * others for this time.
   */
  static final long LAPSE = 7_200_000_000_000L;

  /** The least time between two changes of what is published. */
  static final long PAUSE = 60_000_000_000L;

  /** A deadline that is served so much later means that the computer slept. */
  private static final long SLEPT = 60_000_000_000L;

  /** Addresses at which strangers have seen us lately: one, where nobody lies. */
  private static final int WORDS = 16;

  private Optional<InetSocketAddress> voted = Optional.empty();
  private Optional<InetSocketAddress> published = Optional.empty();
  private final Map<InetSocketAddress, Long> words = new Lru<>(WORDS);
  private long votedAt;
  private long confirmedAt;
  private long changeableAt = Long.MIN_VALUE;
  private long settleAt = Long.MAX_VALUE;

  /** The address that others agree on now. */
  void agreed(long now, Optional<InetSocketAddress> address) {
    if (!address.equals(voted)) {
      voted = address;
      votedAt = now;
    }
    settle(now);
  }

  /** A stranger reached us, and sees us at an address. */
  void reached(long now, InetSocketAddress at) {
    words.put(at, now);
    if (published.isPresent() && published.get().equals(at)) {
      confirmedAt = now;
    }
    settle(now);
  }

  /** Whether the word of a stranger would change something. */
  boolean wantsWord(long now) {
    return published.isEmpty() || now - confirmedAt >= MEMORY;
  }

  Optional<InetSocketAddress> voted() {
    return voted;
  }

  /** The address that our record may name. */
  Optional<InetSocketAddress> published() {
    return published;
  }

  /** When {@link #onTime} has something to do. */
  long deadline() {
    return Math.max(changeableAt, Math.min(settleAt, withdrawAt()));
  }

  private long withdrawAt() {
    if (published.isEmpty()) {
      return Long.MAX_VALUE;
    }
    boolean contradicted = voted.isPresent() && !voted.equals(published);
    return Math.min(contradicted ? votedAt + GRACE : Long.MAX_VALUE, confirmedAt + LAPSE);
  }

  void onTime(long now) {
    if (published.isPresent() && now - withdrawAt() > SLEPT) { // nothing could show meanwhile
      confirmedAt = now;
      votedAt = now;
    }
    settle(now);
  }

  private void settle(long now) {
    if (now < changeableAt) {
      settleAt = changeableAt;
      return;
    }
    settleAt = Long.MAX_VALUE;
    Optional<InetSocketAddress> next = published;
    if (voted.isPresent() && isKnownToBeReached(now, voted.get())) {
      next = voted;
    } else if (now >= withdrawAt()) {
      next = Optional.empty();
    }
    if (!next.equals(published)) {
      published = next;
      changeableAt = now + PAUSE;
      confirmedAt = now;
    }
  }

  private boolean isKnownToBeReached(long now, InetSocketAddress address) {
    Long word = words.get(address);
    return word != null && now - word < MEMORY;
  }
}
