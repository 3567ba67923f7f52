package io.devp2p.discovery.self;

import io.devp2p.discovery.Version;
import io.devp2p.discovery.guard.AddressPolicy;
import io.devp2p.discovery.guard.Lru;
import io.devp2p.discovery.guard.Prefix;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What other nodes say our address of one family is. One network has one vote in each protocol, the
 * votes of five minutes count, and an address needs many voters and a clear majority: one that we
 * advertise draws traffic of others to it. Not thread-safe.
 */
final class EndpointVotes {

  /** Voters of different networks that make an address believable (security.md, 3.2). */
  static final int VOTERS = 10;

  private static final long WINDOW = 300_000_000_000L;

  /** Votes kept of each protocol: many times the voters that are needed. */
  private static final int KEPT = 512;

  private record Vote(InetSocketAddress observed, long at) {}

  private final Lru<Prefix, Vote> four = new Lru<>(KEPT);
  private final Lru<Prefix, Vote> five = new Lru<>(KEPT);

  /**
   * Whether somebody who sees us there may be right: not at a local or special address, nor at one
   * of a family that does not lead to it.
   */
  static boolean isBelievable(InetAddress voter, InetSocketAddress observed) {
    InetAddress address = observed.getAddress();
    return observed.getPort() != 0
        && address.getAddress().length == voter.getAddress().length
        && !address.isMulticastAddress()
        && !AddressPolicy.isLocal(address)
        && !AddressPolicy.isSpecial(address)
        && !AddressPolicy.isLocal(voter); // whose networks are nobody's in particular
  }

  /**
   * Counts a vote, in place of an earlier one of the same network.
   *
   * @param voter where it comes from
   * @param observed our address as the voter sees it
   */
  void vote(long now, Version version, InetAddress voter, InetSocketAddress observed) {
    Lru<Prefix, Vote> votes =
        switch (version) {
          case V4 -> four;
          case V5 -> five;
        };
    votes.put(Prefix.of(voter), new Vote(observed, now));
  }

  /** The address that the voters agree on; none if those of the two protocols contradict. */
  Optional<InetSocketAddress> agreed(long now) {
    Optional<InetSocketAddress> byFour = majority(now, four);
    Optional<InetSocketAddress> byFive = majority(now, five);
    boolean contradict = byFour.isPresent() && byFive.isPresent() && !byFour.equals(byFive);
    return contradict ? Optional.empty() : byFour.or(() -> byFive);
  }

  /** Whether there is nothing to count. */
  boolean isEmpty() {
    return four.isEmpty() && five.isEmpty();
  }

  private static Optional<InetSocketAddress> majority(long now, Map<Prefix, Vote> votes) {
    votes.values().removeIf(vote -> now - vote.at > WINDOW);
    Map<InetSocketAddress, Integer> counts = new HashMap<>();
    votes.values().forEach(vote -> counts.merge(vote.observed, 1, Integer::sum));
    return counts.entrySet().stream()
        .filter(count -> count.getValue() >= VOTERS && 3 * count.getValue() >= 2 * votes.size())
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
