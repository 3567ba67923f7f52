package io.devp2p.discovery.v5;

import io.devp2p.core.Violation;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.guard.Lru;
import io.devp2p.discovery.guard.Place;
import java.net.InetSocketAddress;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;
import org.apache.tuweni.bytes.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * The sessions, and the challenges that may become some. Both are bound to the endpoint: a session
 * never moves. Not thread-safe.
 */
final class V5Sessions {

  /** About 500 bytes each (security.md, 3.4). */
  private static final int SESSIONS = 2_048;

  /** About 300 bytes each (security.md, 3.4). */
  private static final int CHALLENGES = 8_192;

  private static final long SESSION_LIFE = 86_400_000_000_000L;
  private static final long CHALLENGE_LIFE = 15_000_000_000L;

  /** For this long, packets that cannot be read get the same challenge again (V5-8). */
  private static final long REPEAT = 1_000_000_000L;

  /**
   * A WHOAREYOU of ours that waits for its handshake.
   *
   * @param known the record of the node that we have
   */
  record Challenge(Bytes datagram, Bytes challengeData, Optional<NodeRecord> known, long sentAt) {}

  /** The keys of both directions. */
  static final class Session {

    /** Nonces count messages in 32 bits: a new session is due long before they come again. */
    private static final int MESSAGES = Integer.MAX_VALUE;

    private final SecretKeySpec write;
    private final SecretKeySpec read;
    private final long since;
    private int counter;
    // When both sides shake hands at once, each may write by the session that the other one read.
    private @Nullable SecretKeySpec previous;

    Session(SecretKeySpec write, SecretKeySpec read, long since) {
      this.write = write;
      this.read = read;
      this.since = since;
    }

    SecretKeySpec write() {
      return write;
    }

    int next() {
      return ++counter;
    }

    private boolean isUsable(long now) {
      return counter < MESSAGES && now - since < SESSION_LIFE;
    }
  }

  private final V5Crypto crypto;
  private final Lru<Place, Session> sessions = new Lru<>(SESSIONS);
  private final Lru<Place, Challenge> challenges = new Lru<>(CHALLENGES);

  V5Sessions(V5Crypto crypto) {
    this.crypto = crypto;
  }

  int size() {
    return sessions.size();
  }

  /** Whether there is a session with any node at an address. */
  boolean holds(InetSocketAddress address) {
    return sessions.keySet().stream().anyMatch(key -> key.address().equals(address));
  }

  /** The session with a node, unless a new one is due. */
  Optional<Session> session(long now, Place key) {
    return Optional.ofNullable(sessions.get(key)).filter(s -> s.isUsable(now));
  }

  /** Replaces the session with a node. */
  void install(Place key, Session session) {
    Session old = sessions.put(key, session);
    if (old != null) {
      session.previous = old.read;
    }
  }

  /** Reads a message by the session with its sender. */
  Optional<Bytes> read(Place key, V5Packet.Ordinary packet) {
    Session session = sessions.get(key);
    if (session == null) {
      return Optional.empty();
    }
    Optional<Bytes> message = read(session, packet);
    SecretKeySpec previous = session.previous;
    return message.isEmpty() && previous != null ? decrypt(previous, packet) : message;
  }

  /** Reads a message by a session that may not be installed yet. */
  Optional<Bytes> read(Session session, V5Packet.Ordinary packet) {
    return decrypt(session.read, packet);
  }

  private Optional<Bytes> decrypt(SecretKeySpec key, V5Packet.Ordinary packet) {
    try {
      return Optional.of(
          crypto.decrypt(key, packet.nonce(), packet.message(), packet.additionalData()));
    } catch (Violation otherKey) {
      return Optional.empty();
    }
  }

  /** The challenge to send again to a node, if there is one that is new enough. */
  Optional<Challenge> repeatable(long now, Place key) {
    return Optional.ofNullable(challenges.get(key)).filter(c -> now - c.sentAt < REPEAT);
  }

  void challenged(Place key, Challenge challenge) {
    challenges.put(key, challenge);
  }

  /** Takes the challenge that a handshake answers: it has one attempt. */
  Optional<Challenge> take(long now, Place key) {
    return Optional.ofNullable(challenges.remove(key)).filter(c -> now - c.sentAt < CHALLENGE_LIFE);
  }
}
