package io.devp2p.wire.netty;

import io.devp2p.core.Violation;
import io.devp2p.wire.Admission;
import io.devp2p.wire.DialFailure;
import io.devp2p.wire.DisconnectReason;
import io.devp2p.wire.PeerDown;
import java.util.Optional;

/** To whom a connection reports. Called on the event loop of the connection. */
public interface PeerOwner {

  /** Whether the peer may go on, and if not, why. */
  Optional<DisconnectReason> judge(PeerHandler peer, Admission.Candidate candidate);

  /** The session has begun. */
  void onOpen(PeerHandler peer);

  /** The connection ended before a session began. Comes instead of {@link #onOpen}. */
  void onFailed(PeerHandler peer, DialFailure failure);

  /** A session that had begun is over. */
  void onDown(PeerHandler peer, PeerDown down);

  /** A peer broke a rule. */
  void onViolation(Violation violation);

  /** A Disconnect was sent or received. */
  void onDisconnect(DisconnectReason reason, boolean byPeer);

  /** The connection is closed. Comes once, last. */
  void onClosed(PeerHandler peer);
}
