package io.devp2p.wire.netty;

import io.devp2p.core.Violation;
import io.devp2p.wire.Admission;
import io.devp2p.wire.Conduct;
import io.devp2p.wire.DialFailure;
import io.devp2p.wire.PeerDown;
import io.devp2p.wire.dial.Verdict;

/** To whom a connection reports. Called on the event loop of the connection. */
public interface PeerOwner {

  /** Whether the peer may go on. One that is held before Hello must be told to go on, or to end. */
  Verdict judge(Connection peer, Admission.Candidate candidate);

  /** The session has begun. */
  void onOpen(Connection peer);

  /** The connection ended before a session began. Comes instead of {@link #onOpen}. */
  void onFailed(Connection peer, DialFailure failure);

  /** A session that had begun is over. */
  void onDown(Connection peer, PeerDown down);

  /** A peer broke a rule. */
  void onViolation(Connection peer, Violation violation);

  /** A peer disappointed one of its sessions. */
  void onConduct(Connection peer, Conduct conduct);

  /** A Disconnect was sent or received. */
  void onDisconnect(Connection peer, PeerDown how);

  /** The connection is closed. Comes once, last. */
  void onClosed(Connection peer);
}
