package io.devp2p.wire;

import org.apache.tuweni.bytes.Bytes;

/**
 * One subprotocol with one peer: a machine that takes messages and time in and puts effects out.
 * Every method is called on the peer's event loop and must not block. {@code now} is monotonic, in
 * nanoseconds. A {@link io.devp2p.core.Violation} thrown by any of them ends the connection.
 */
public interface Session {

  /** Both Hellos are exchanged: messages may be sent. */
  default void onStart(long now, SessionOutbox out) {}

  /**
   * A message came.
   *
   * @param code its id in the session's own numbering: 0 to span - 1
   * @param payload its data, decompressed
   */
  void onMessage(long now, int code, Bytes payload, SessionOutbox out);

  /** The time of {@link #deadline()} has come, or not: calling early does no harm. */
  default void onTime(long now, SessionOutbox out) {}

  /** When {@link #onTime} must next be called; {@link Long#MAX_VALUE} = never. */
  default long deadline() {
    return Long.MAX_VALUE;
  }

  /**
   * Whether the peer must wait, as while answers are made on other threads. Meanwhile no message of
   * the connection is read and no {@link #onTime} is called, since the peer may have said in time
   * what was not read; {@link SessionContext#submit} goes on. Asked whenever the session has run. A
   * session that is busy for 30 s loses its connection.
   */
  default boolean isBusy() {
    return false;
  }

  /** The connection is over. Called once, last. */
  default void onEnd(PeerDown down) {}
}
