package io.devp2p.interop.dialogue;

import io.devp2p.wire.eth.EthMessage;
import org.apache.tuweni.bytes.Bytes;

/** What came over a session after Hello. */
public sealed interface EthHeard {

  /**
   * A message of eth.
   *
   * @param data its payload, uncompressed
   */
  record Eth(EthMessage message, Bytes data) implements EthHeard {}

  /**
   * A message of snap.
   *
   * @param code in snap's own numbering
   * @param data its payload, uncompressed
   */
  record Snap(int code, Bytes data) implements EthHeard {}

  /** A Pong. */
  record Pong() implements EthHeard {}

  /**
   * A Disconnect.
   *
   * @param data its payload, uncompressed if it was compressed
   */
  record Disconnect(Bytes data) implements EthHeard {}

  /** The connection is closed. */
  record Closed() implements EthHeard {}

  /** Whether the target has ended the session. */
  default boolean isEnd() {
    return this instanceof Disconnect || this instanceof Closed;
  }

  /** In a few words. */
  default String text() {
    return switch (this) {
      case Eth eth -> "a " + eth.message().getClass().getSimpleName();
      case Snap snap -> "message " + snap.code() + " of snap";
      case Pong pong -> "a Pong";
      case Disconnect disconnect -> "Disconnect " + disconnect.data();
      case Closed closed -> "the end of the connection";
    };
  }
}
