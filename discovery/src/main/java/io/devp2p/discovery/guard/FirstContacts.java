package io.devp2p.discovery.guard;

import io.devp2p.discovery.Profile;
import io.devp2p.discovery.Version;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * When we may send a request to an address that has proved nothing yet: once in ten seconds,
 * however many peers name it, so that nobody can point us at a third party. Not thread-safe.
 */
public final class FirstContacts {

  /** Between two requests to one address (security.md, 3.3 and 3.4). */
  private static final long PAUSE = 10_000_000_000L;

  /** Addresses remembered: more than a crawler can ask within a pause, about 150 bytes each. */
  private static final int ADDRESSES = 65_536;

  private record Way(Origin origin, Optional<Version> version) {}

  private final boolean eachVersion;
  private final Lru<Way, Long> asked = new Lru<>(ADDRESSES);

  /** Nobody was asked. */
  public FirstContacts(Profile profile) {
    this.eachVersion = profile.contactsInEachVersion();
  }

  /** Takes the turn of an address, if it has one now. */
  public boolean take(long now, Version version, InetSocketAddress to) {
    if (turn(now, version, to) > now) {
      return false;
    }
    asked.put(way(version, to), now);
    return true;
  }

  /** When it is the turn of an address. */
  public long turn(long now, Version version, InetSocketAddress to) {
    Long last = asked.get(way(version, to));
    return last == null ? now : Math.max(now, last + PAUSE);
  }

  private Way way(Version version, InetSocketAddress to) {
    return new Way(Origin.of(to), eachVersion ? Optional.of(version) : Optional.empty());
  }
}
