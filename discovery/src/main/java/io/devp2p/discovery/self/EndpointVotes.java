package io.devp2p.discovery.self;

import io.devp2p.discovery.guard.AddressPolicy;
import io.devp2p.discovery.guard.Lru;
import io.devp2p.discovery.guard.Prefix;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What other nodes say our address is, counted for each family apart. One network has one vote, the
 * votes of five minutes count, and a new address needs many voters and a clear majority: an address
 * that we advertise draws traffic of others to it. Not thread-safe.
 */
public final class EndpointVotes {

  /** Voters, of different networks, that make an address believable. */
  private static final int VOTERS = 10;

  private static final long WINDOW = 300_000_000_000L;

  /** Votes kept for each family: many times the voters that are needed. */
  private static final int KEPT = 512;

  private record Vote(InetSocketAddress observed, long at) {}

  private final Lru<Prefix, Vote> four = new Lru<>(KEPT);
  private final Lru<Prefix, Vote> six = new Lru<>(KEPT);

  /**
   * Counts a vote.
   *
   * @param voter where it comes from
   * @param observed our address as the voter sees it
   * @return the address that the voters of this family agree on, if they do
   */
  public Optional<InetSocketAddress> vote(long now, InetAddress voter, InetSocketAddress observed) {
    InetAddress address = observed.getAddress();
    boolean believable =
        observed.getPort() != 0
            && !address.isMulticastAddress()
            && !AddressPolicy.isLocal(address)
            && !AddressPolicy.isSpecial(address);
    if (!believable) {
      return Optional.empty();
    }
    Map<Prefix, Vote> votes = address.getAddress().length == 4 ? four : six;
    votes.put(Prefix.of(voter), new Vote(observed, now));
    votes.values().removeIf(vote -> now - vote.at > WINDOW);
    return majority(votes);
  }

  private static Optional<InetSocketAddress> majority(Map<Prefix, Vote> votes) {
    Map<InetSocketAddress, Integer> counts = new HashMap<>();
    for (Vote vote : votes.values()) {
      int count = counts.merge(vote.observed, 1, Integer::sum);
      if (count >= VOTERS && 3 * count >= 2 * votes.size()) {
        return Optional.of(vote.observed);
      }
    }
    return Optional.empty();
  }
}
