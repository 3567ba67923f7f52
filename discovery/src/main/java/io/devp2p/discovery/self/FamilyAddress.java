package io.devp2p.discovery.self;

import io.devp2p.discovery.OwnAddress;
import io.devp2p.discovery.OwnAddress.State;
import io.devp2p.discovery.Version;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Our address of one family: the configured one, or what becomes of the votes of others. Not
 * thread-safe.
 */
final class FamilyAddress {

  /** Votes are counted together: so often at most, because one count looks at all of them. */
  private static final long COUNT_PAUSE = 1_000_000_000L;

  /** And so often while none comes in, because old ones stop to count. */
  private static final long COUNT_IDLE = 60_000_000_000L;

  private final InetSocketAddress bound;
  private Optional<InetSocketAddress> configured;
  private final EndpointVotes votes = new EndpointVotes();
  private final Reachability reachability = new Reachability();
  private long countAt = Long.MAX_VALUE;

  /**
   * An address.
   *
   * @param bound where the socket listens
   */
  FamilyAddress(InetSocketAddress bound, Optional<InetSocketAddress> configured) {
    this.bound = bound;
    this.configured = configured;
  }

  /** The user or the host names the address, or no longer does. */
  void configure(Optional<InetSocketAddress> address) {
    configured = address;
  }

  /** Whether others have a say. */
  boolean isOpen() {
    return configured.isEmpty();
  }

  void vote(long now, Version version, InetAddress voter, InetSocketAddress observed) {
    votes.vote(now, version, voter, observed);
    countAt = Math.min(countAt, now + COUNT_PAUSE);
  }

  /** A stranger reached us, and sees us at an address. */
  void reached(long now, InetSocketAddress observed) {
    reachability.reached(now, observed);
  }

  /** Whether the word of a stranger would change something. */
  boolean wantsWord(long now) {
    return isOpen() && reachability.wantsWord(now);
  }

  long deadline() {
    return Math.min(countAt, reachability.deadline());
  }

  void onTime(long now) {
    if (now >= countAt) {
      reachability.agreed(now, votes.agreed(now));
      countAt = votes.isEmpty() ? Long.MAX_VALUE : now + COUNT_IDLE;
    }
    if (now >= reachability.deadline()) {
      reachability.onTime(now);
    }
  }

  OwnAddress current() {
    if (configured.isPresent()) {
      return new OwnAddress(State.CONFIGURED, configured.get());
    }
    return reachability
        .published()
        .map(address -> new OwnAddress(State.VERIFIED, address))
        .or(() -> reachability.voted().map(address -> new OwnAddress(State.VOTED, address)))
        .orElseGet(() -> new OwnAddress(State.LISTEN, bound));
  }
}
