package io.devp2p.wire;

import java.util.Optional;

/**
 * How a session ended.
 *
 * @param reason of the Disconnect message that ended it; {@link DisconnectReason#NO_REASON} if
 *     there was none
 * @param byPeer whether the remote side ended it
 * @param cause what led to it, if it was more than a wish: the {@link io.devp2p.core.Violation} of
 *     the peer, or the {@link io.devp2p.core.NetworkException} or {@link java.io.IOException} of
 *     the connection
 */
public record PeerDown(DisconnectReason reason, boolean byPeer, Optional<Throwable> cause) {}
