package io.devp2p.wire.dial;

import io.devp2p.wire.Cause;
import io.devp2p.wire.DisconnectReason;
import io.devp2p.wire.p2p.Reactions;

/** Whether a connection may become a session. */
public sealed interface Verdict {

  /** The connection may go on. */
  record Go() implements Verdict {}

  /** Nothing may be said on the connection until another one with the same node has ended. */
  record Hold() implements Verdict {}

  /** The connection ends. */
  record Refuse(DisconnectReason reason, Cause why) implements Verdict {}

  Verdict GO = new Go();

  Verdict HOLD = new Hold();

  /** A refusal with the reason that belongs to its cause. */
  static Verdict refuse(Cause why) {
    return new Refuse(Reactions.to(why), why);
  }
}
