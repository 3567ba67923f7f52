package io.devp2p.wire;

import io.devp2p.core.crypto.PublicKey;
import java.net.InetSocketAddress;

/** What happens to a host. Events are told on the event loop of the connection: do not block. */
public sealed interface HostEvent {

  /** A session with at least one shared capability has begun. */
  record Connected(Peer peer) implements HostEvent {}

  /** A session that had begun is over. */
  record Disconnected(Peer peer, PeerDown down) implements HostEvent {}

  /** A dial of ours failed. */
  record DialFailed(PublicKey key, InetSocketAddress address, DialFailure failure)
      implements HostEvent {}

  /** A connection from outside did not become a session. */
  record InboundFailed(InetSocketAddress address, DialFailure failure) implements HostEvent {}
}
