package io.devp2p.wire;

import io.devp2p.core.NetworkException;
import io.devp2p.core.Violation;
import java.util.Optional;

/**
 * How a session ended.
 *
 * @param reason of the Disconnect message that ended it; {@link DisconnectReason#NO_REASON} if
 *     there was none
 * @param byPeer whether the remote side ended it
 * @param why the same as one word
 * @param cause what led to it, if it was more than a wish: the {@link io.devp2p.core.Violation} of
 *     the peer, or the {@link io.devp2p.core.NetworkException} or {@link java.io.IOException} of
 *     the connection
 */
public record PeerDown(
    DisconnectReason reason, boolean byPeer, Cause why, Optional<Throwable> cause) {

  /** An end whose word follows from the rest. */
  public PeerDown(DisconnectReason reason, boolean byPeer, Optional<Throwable> cause) {
    this(reason, byPeer, word(reason, byPeer, cause), cause);
  }

  /**
   * What the futures of a session fail with: the {@link Violation} of the peer, or else {@link
   * NetworkException.Disconnected}.
   */
  public Throwable failure() {
    return cause
        .filter(Violation.class::isInstance)
        .orElseGet(() -> new NetworkException.Disconnected(reason.code(), byPeer));
  }

  private static Cause word(DisconnectReason reason, boolean byPeer, Optional<Throwable> cause) {
    if (cause.isPresent()) {
      return switch (cause.get()) {
        case Violation violation -> Cause.RULE;
        case NetworkException.TimedOut late -> Cause.PING_TIMEOUT;
        case NetworkException lost -> Cause.SOCKET_CLOSED;
        case RuntimeException bug -> Cause.LOCAL_BUG;
        default -> Cause.SOCKET_CLOSED;
      };
    } else if (reason.equals(DisconnectReason.NO_REASON) && byPeer) {
      return Cause.SOCKET_CLOSED;
    }
    return byPeer ? Cause.REMOTE : Cause.LOCAL_CLOSE;
  }
}
