package io.devp2p.wire;

/** How far the beginning of a session came. */
public enum Stage {
  /** Before anything was sent. */
  SCHEDULE,
  /** The TCP connection. */
  CONNECT,
  /** The RLPx handshake: auth and ack. */
  AUTH,
  /** The exchange of Hello. */
  HELLO
}
