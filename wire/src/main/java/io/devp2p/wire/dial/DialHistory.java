package io.devp2p.wire.dial;

import io.devp2p.core.crypto.PublicKey;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Which nodes were dialed, how that went, and from when on they may be dialed again. {@code now} is
 * monotonic, in nanoseconds. A machine; not thread-safe.
 */
final class DialHistory {

  /**
   * Nobody is dialed twice within this: peers close a second connection within 30 s (go-ethereum).
   */
  static final long PAUSE = Duration.ofSeconds(35).toNanos();

  /** Nodes that are remembered; who was not dialed for longest is forgotten first. */
  private static final int REMEMBERED = 4096;

  /** Addresses of a node that are remembered as useless. */
  private static final int ADDRESSES = 8;

  private static final class Past {
    long mayFrom = Long.MIN_VALUE;
    long failedUntil = Long.MIN_VALUE;
    int failures;
    final Set<InetSocketAddress> useless = new HashSet<>();
  }

  private final RandomGenerator random;
  private final Map<PublicKey, Past> nodes = new LinkedHashMap<>();

  DialHistory(RandomGenerator random) {
    this.random = random;
  }

  /** A dial begins. */
  void onDial(long now, PublicKey key) {
    Past past = touch(key);
    past.mayFrom = now + PAUSE;
  }

  /** Nothing answers at an address as the node would: that says little about its other ones. */
  void onUseless(PublicKey key, InetSocketAddress address) {
    Past past = touch(key);
    if (past.useless.size() < ADDRESSES) {
      past.useless.add(address);
    }
  }

  /** A dial failed, or a session ended soon. */
  void onFailure(long now, PublicKey key, Backoff backoff, long longest) {
    Past past = touch(key);
    past.failures++;
    past.failedUntil = now + backoff.pause(past.failures, longest, random);
  }

  /** The node was there: what fails from now on is about the node, not about its addresses. */
  void onProved(PublicKey key) {
    touch(key).useless.clear();
  }

  /** A session lasted. */
  void forgive(PublicKey key) {
    touch(key).failures = 0;
  }

  /**
   * From when on a node may be dialed.
   *
   * @param addresses where; one at which it was not dialed in vain waits for no backoff
   */
  long mayFrom(long now, PublicKey key, List<InetSocketAddress> addresses) {
    Past past = nodes.get(key);
    if (past == null) {
      return now;
    }
    boolean moved = !past.useless.isEmpty() && !past.useless.containsAll(addresses);
    long from = moved ? past.mayFrom : Math.max(past.mayFrom, past.failedUntil);
    return Math.max(now, from);
  }

  int size() {
    return nodes.size();
  }

  private Past touch(PublicKey key) {
    Past past = nodes.remove(key);
    Past kept = past == null ? new Past() : past;
    nodes.put(key, kept);
    if (nodes.size() > REMEMBERED) {
      nodes.remove(nodes.keySet().iterator().next());
    }
    return kept;
  }
}
