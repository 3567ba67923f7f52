package io.devp2p.wire;

import java.util.OptionalLong;

/**
 * How long the steps of a session's beginning took, in nanoseconds; a step that was not completed
 * is empty.
 *
 * @param connect from the dial to the TCP connection; empty for an inbound one
 * @param auth from the TCP connection to the end of the RLPx handshake
 * @param hello from the end of the RLPx handshake to the peer's first message
 */
public record Timings(OptionalLong connect, OptionalLong auth, OptionalLong hello) {

  /** Nothing measured yet. */
  public static final Timings NONE =
      new Timings(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());
}
