package io.devp2p.wire.dial;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.tuweni.bytes.Bytes;

/**
 * Which inbound connections are let in: so many each second, so many that are not sessions yet, in
 * all and from each address and prefix, and none from an address that has just failed. {@code now}
 * is monotonic, in nanoseconds. Not thread-safe.
 */
public final class InboundGate {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  /** How long an address waits after a connection that did not become a session (go-ethereum). */
  private static final long PENALTY = Duration.ofSeconds(30).toNanos();

  /** Connections that are not sessions yet, in all: each may cost a handshake. */
  private static final int PENDING = 128;

  /** The same for each address. */
  private static final int PENDING_PER_ADDRESS = 4;

  /** The same for each /24 of IPv4 and /64 of IPv6. */
  private static final int PENDING_PER_PREFIX = 16;

  /** Addresses whose penalty is remembered; the oldest is forgotten first. */
  private static final int PENALTIES = 4096;

  private final int perSecond;
  private final Predicate<InetAddress> exempt;
  private final Map<InetAddress, Integer> byAddress = new HashMap<>();
  private final Map<Bytes, Integer> byPrefix = new HashMap<>();
  private final Map<InetAddress, Long> penalties = new LinkedHashMap<>();
  private int pending;
  private long fullAt = Long.MIN_VALUE;

  /**
   * A gate.
   *
   * @param perSecond connections that are let in at most, each second
   * @param exempt addresses without limits of their own
   */
  public InboundGate(int perSecond, Predicate<InetAddress> exempt) {
    this.perSecond = perSecond;
    this.exempt = exempt;
  }

  /** Whether a connection is let in; if so, {@link #settled} must follow once. */
  public boolean admit(long now, InetAddress address) {
    if (pending >= PENDING || !limitsOf(now, address) || !takeToken(now)) {
      return false;
    }
    pending++;
    byAddress.merge(address, 1, Integer::sum);
    byPrefix.merge(prefix(address), 1, Integer::sum);
    return true;
  }

  private boolean limitsOf(long now, InetAddress address) {
    if (exempt.test(address)) {
      return true;
    }
    Long until = penalties.get(address);
    return (until == null || until - now <= 0)
        && byAddress.getOrDefault(address, 0) < PENDING_PER_ADDRESS
        && byPrefix.getOrDefault(prefix(address), 0) < PENDING_PER_PREFIX;
  }

  /** A bucket of one second's worth, kept as the time at which it will be full again. */
  private boolean takeToken(long now) {
    long next = Math.max(fullAt, now) + SECOND / perSecond;
    if (next - now > SECOND) {
      return false;
    }
    fullAt = next;
    return true;
  }

  /** A connection that was let in became a session, or failed. */
  public void settled(long now, InetAddress address, boolean isSession) {
    pending--;
    byAddress.computeIfPresent(address, (a, n) -> n == 1 ? null : n - 1);
    byPrefix.computeIfPresent(prefix(address), (p, n) -> n == 1 ? null : n - 1);
    penalties.remove(address);
    if (!isSession && !exempt.test(address)) {
      penalties.put(address, now + PENALTY);
      if (penalties.size() > PENALTIES) {
        penalties.remove(penalties.keySet().iterator().next());
      }
    }
  }

  /** Connections that are not sessions yet. */
  public int pending() {
    return pending;
  }

  private static Bytes prefix(InetAddress address) {
    byte[] bytes = address.getAddress();
    return Bytes.wrap(Arrays.copyOf(bytes, bytes.length == 4 ? 3 : 8));
  }
}
