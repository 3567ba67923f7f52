package io.devp2p.wire.p2p;

import io.devp2p.wire.DisconnectReason;
import org.apache.tuweni.bytes.Bytes;

/** A message of the base protocol. */
public sealed interface P2pMessage
    permits Hello, P2pMessage.Disconnect, P2pMessage.Ping, P2pMessage.Pong {

  /** Message ids below this belong to the base protocol (devp2p rlpx.md). */
  int SPAN = 0x10;

  /** The message id. */
  int code();

  /**
   * Ends the session.
   *
   * @param form how the peer wrote it: a trait of its implementation
   * @param compressed whether it came as a Snappy block
   * @param raw the first bytes as they came, at most 16
   */
  record Disconnect(DisconnectReason reason, Form form, boolean compressed, Bytes raw)
      implements P2pMessage {

    static final int CODE = 0x01;

    /** How a Disconnect can be written. */
    public enum Form {
      /** {@code [reason]}: what the specification says. */
      LIST,
      /** {@code [reason, ...]}. */
      LONG_LIST,
      /** {@code [00]}: a zero that is not canonical. */
      LIST_RAW_ZERO,
      /** {@code []}. */
      EMPTY_LIST,
      /** The reason without a list. */
      BARE,
      /** {@code 00} or {@code 80} without a list. */
      BARE_ZERO,
      /** A byte string that holds the list. */
      LIST_IN_STRING,
      /** No bytes at all. */
      EMPTY,
      /** None of these. */
      UNREADABLE
    }

    /** A Disconnect as we write it. */
    public Disconnect(DisconnectReason reason) {
      this(reason, Form.LIST, false, Bytes.EMPTY);
    }

    @Override
    public int code() {
      return CODE;
    }
  }

  /** Asks for a Pong. */
  record Ping() implements P2pMessage {

    static final int CODE = 0x02;

    @Override
    public int code() {
      return CODE;
    }
  }

  /** Answers a Ping. */
  record Pong() implements P2pMessage {

    static final int CODE = 0x03;

    @Override
    public int code() {
      return CODE;
    }
  }
}
