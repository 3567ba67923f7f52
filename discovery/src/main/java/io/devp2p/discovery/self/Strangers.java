package io.devp2p.discovery.self;

import io.devp2p.discovery.guard.AddressPolicy;
import io.devp2p.discovery.guard.Lru;
import io.devp2p.discovery.guard.Prefix;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;

/**
 * Who came to us without having been sent anything before, nor anybody else of its network: only
 * such a packet shows that a router or firewall in front of us lets strangers in, and only such a
 * node has not had a say in what our address is. Not thread-safe.
 */
final class Strangers {

  /**
   * No router keeps a way open for longer after our last packet (RFC 4787, REQ-5: some minutes).
   */
  static final long HOLE = 600_000_000_000L;

  /** Networks that we remember to have sent to: more than a node meets within that time. */
  static final int CONTACTED = 16_384;

  /** Strangers who have yet to say where they see us. */
  private static final int CAME = 512;

  /** In this time a stranger can have answered our Ping. */
  private static final long FRESH = 60_000_000_000L;

  // The one contacted longest ago first.
  private final LinkedHashMap<Prefix, Long> contacted = new LinkedHashMap<>();
  private final Lru<InetSocketAddress, Long> came = new Lru<>(CAME);
  private long blindUntil = Long.MIN_VALUE;

  /** Something was sent. */
  void sent(long now, InetAddress to) {
    contacted.putLast(Prefix.of(to), now);
    if (contacted.size() > CONTACTED) {
      blindUntil = contacted.pollFirstEntry().getValue() + HOLE;
    }
  }

  /** Something came in; to be told before what is sent because of it. */
  void inbound(long now, InetSocketAddress from) {
    if (isBlind(now) || AddressPolicy.isLocal(from.getAddress())) {
      return;
    }
    Long contact = contacted.get(Prefix.of(from.getAddress()));
    if (contact == null || now - contact >= HOLE) {
      came.put(from, now);
    }
  }

  /** Whether a node came as a stranger a moment ago. */
  boolean isOne(long now, InetSocketAddress node) {
    Long at = came.get(node);
    return at != null && now - at < FRESH;
  }

  /** Whether so many networks were contacted that a stranger cannot be told from others. */
  boolean isBlind(long now) {
    return now < blindUntil;
  }
}
