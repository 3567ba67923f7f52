package io.devp2p.wire;

import io.devp2p.core.crypto.PublicKey;
import java.net.InetSocketAddress;
import java.util.Optional;

/** What happens to a host. */
public sealed interface HostEvent {

  /** A session with at least one shared capability has begun. */
  record Connected(Peer peer) implements HostEvent {}

  /**
   * A session that had begun is over.
   *
   * @param peer who: key, address, client, direction
   * @param down why, and by whom
   * @param stats how long it lasted, what was sent, and what was the last message
   */
  record Disconnected(Peer peer, PeerDown down, PeerStats stats) implements HostEvent {}

  /** A connection that we opened, or tried to, did not become a session. */
  record DialFailed(PublicKey key, InetSocketAddress address, DialFailure failure)
      implements HostEvent {}

  /** A connection from outside did not become a session. */
  record InboundFailed(InetSocketAddress address, DialFailure failure) implements HostEvent {}

  /**
   * Somebody is banned because of conduct.
   *
   * @param key the node; empty where its address is banned
   * @param conduct the last straw
   */
  record Banned(Optional<PublicKey> key, InetSocketAddress address, Conduct conduct)
      implements HostEvent {}
}
