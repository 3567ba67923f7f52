package io.devp2p.wire;

import java.util.ArrayList;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/**
 * Where a session puts its effects, in order; they happen when the session has returned. Not
 * thread-safe: it belongs to the event loop of its peer.
 */
public final class SessionOutbox {

  /** All that a session may ask of the world. */
  public sealed interface Effect {

    /** Send a message: an id of the session's own numbering, and its data before compression. */
    record Send(int code, Bytes payload) implements Effect {}

    /** End the whole connection. */
    record Disconnect(DisconnectReason reason, Cause why) implements Effect {}

    /** Lower the score of the peer. */
    record Report(Conduct conduct) implements Effect {}

    /** Complete a future, tell a listener: what must not run inside the session. */
    record Run(Runnable action) implements Effect {}
  }

  private List<Effect> effects = new ArrayList<>();

  /** Sends a message. */
  public void send(int code, Bytes payload) {
    effects.add(new Effect.Send(code, payload));
  }

  /** Ends the connection. */
  public void disconnect(DisconnectReason reason) {
    disconnect(reason, Cause.SUBPROTOCOL);
  }

  /** Ends the connection, and says why to those who watch the host. */
  public void disconnect(DisconnectReason reason, Cause why) {
    effects.add(new Effect.Disconnect(reason, why));
  }

  /** Lowers the score of the peer, which is banned where it falls too low. */
  public void report(Conduct conduct) {
    effects.add(new Effect.Report(conduct));
  }

  /** Runs an action after the session has returned, on the same event loop. */
  public void run(Runnable action) {
    effects.add(new Effect.Run(action));
  }

  /** Takes all effects out. */
  public List<Effect> drain() {
    if (effects.isEmpty()) {
      return List.of();
    }
    List<Effect> drained = effects;
    effects = new ArrayList<>();
    return drained;
  }
}
