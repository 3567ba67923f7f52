package io.devp2p.wire.dial;

import io.devp2p.core.crypto.PublicKey;
import io.devp2p.wire.Conduct;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.tuweni.bytes.Bytes;

/**
 * How nodes and addresses have behaved, and who is banned. Bad conduct adds up and is forgotten by
 * half every ten minutes; at {@link #LIMIT} follows a ban of an hour. Identities and addresses are
 * cheap, so longer bans would hurt the honest alone. {@code now} is monotonic, in nanoseconds. A
 * machine; not thread-safe.
 *
 * <p>An address is one of IPv4, or a /64 of IPv6, which one owner has as a whole.
 */
public final class Reputation {

  /** Bad conduct that leads to a ban. */
  public static final int LIMIT = 100;

  private static final long HALF_LIFE = Duration.ofMinutes(10).toNanos();

  /** How long a ban lasts that follows from conduct. */
  static final long BAN = Duration.ofHours(1).toNanos();

  /** Scores and bans that are remembered, of nodes and of addresses; the oldest go first. */
  private static final int REMEMBERED = 4096;

  private record Score(double value, long at) {

    double now(long now) {
      return value * Math.pow(0.5, (double) (now - at) / HALF_LIFE);
    }
  }

  private final Predicate<PublicKey> trusted;
  private final Predicate<InetAddress> exempt;
  private final Map<Object, Score> scores = new LinkedHashMap<>();
  private final Map<Object, Long> bans = new LinkedHashMap<>();

  /**
   * Nobody has done anything.
   *
   * @param trusted nodes that are never banned
   * @param exempt addresses that are never banned: those of our own network
   */
  public Reputation(Predicate<PublicKey> trusted, Predicate<InetAddress> exempt) {
    this.trusted = trusted;
    this.exempt = exempt;
  }

  /** A node behaved badly; whether it is banned for that. */
  public boolean report(long now, PublicKey key, Conduct conduct) {
    return !trusted.test(key) && add(now, key, conduct);
  }

  /** Something behaved badly at an address; whether the address is banned for that. */
  public boolean report(long now, InetAddress address, Conduct conduct) {
    return !exempt.test(address) && add(now, place(address), conduct);
  }

  private boolean add(long now, Object subject, Conduct conduct) {
    Score before = scores.remove(subject);
    double value = conduct.weight() + (before == null ? 0 : before.now(now));
    if (value >= LIMIT - 0.5) { // two halves within seconds are a whole
      remember(bans, subject, now + BAN);
      return true;
    }
    remember(scores, subject, new Score(value, now));
    return false;
  }

  private static <V> void remember(Map<Object, V> map, Object subject, V value) {
    map.remove(subject);
    map.put(subject, value);
    if (map.size() > REMEMBERED) {
      map.remove(map.keySet().iterator().next());
    }
  }

  /** Bad conduct of a node that is not forgotten, 0 to {@link #LIMIT}. */
  public double score(long now, PublicKey key) {
    Score score = scores.get(key);
    return score == null ? 0 : score.now(now);
  }

  /** Bans a node; it must not be trusted. */
  public void ban(long now, PublicKey key, Duration time) {
    remember(bans, key, now + time.toNanos());
  }

  /** Bans an address, a local one too. */
  public void ban(long now, InetAddress address, Duration time) {
    remember(bans, place(address), now + time.toNanos());
  }

  /** Whether the node was banned, and is no more. Its score is forgotten. */
  public boolean pardon(long now, PublicKey key) {
    return pardon(now, (Object) key);
  }

  /** Whether the address was banned, and is no more. Its score is forgotten. */
  public boolean pardon(long now, InetAddress address) {
    return pardon(now, place(address));
  }

  private boolean pardon(long now, Object subject) {
    scores.remove(subject);
    boolean banned = isBanned(now, subject);
    bans.remove(subject);
    return banned;
  }

  public boolean isBanned(long now, PublicKey key) {
    return !trusted.test(key) && isBanned(now, (Object) key);
  }

  public boolean isBanned(long now, InetAddress address) {
    return isBanned(now, place(address));
  }

  private boolean isBanned(long now, Object subject) {
    Long until = bans.get(subject);
    if (until != null && until - now <= 0) {
      bans.remove(subject);
      return false;
    }
    return until != null;
  }

  /** Bans that are remembered, some of which may be over. */
  public int bans() {
    return bans.size();
  }

  private static Bytes place(InetAddress address) {
    byte[] bytes = address.getAddress();
    return Bytes.wrap(bytes.length == 4 ? bytes : Arrays.copyOf(bytes, 8));
  }
}
