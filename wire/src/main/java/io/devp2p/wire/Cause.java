package io.devp2p.wire;

/**
 * Why a dial failed, or why a session ended, as one word. Each stage has its own; a few of our own
 * decisions can come at more than one. A {@link DisconnectReason} travels on the wire and has many
 * causes; both are told.
 */
public enum Cause {
  // ---- before a dial: nothing was sent
  /** The host is closed. */
  HOST_CLOSED,
  /** The node has no TCP port. */
  NO_TCP_PORT,
  /** The name of the node has no address now. */
  NAME_UNRESOLVED,
  /** The address is not one of those that this host may dial. */
  NET_RESTRICTED,
  /** The key is our own. */
  SELF,
  /** The node or its address is banned. */
  BANNED,
  /** There is a session with the node. */
  ALREADY_CONNECTED,
  /** All places for peers, or for dials in flight, are taken. */
  NO_FREE_SLOT,

  // ---- the TCP connection
  /** No TCP connection in time. */
  CONNECT_TIMEOUT,
  /** The address refused the connection. */
  CONNECT_REFUSED,
  /** No route to the address. */
  NO_ROUTE,
  /** This machine has no network of that family. */
  NET_UNREACHABLE,
  /** The connection was reset while it was made. */
  RESET,
  /** The operating system made no connection for another reason: no files, no ports. */
  LOCAL_SOCKET_ERROR,

  // ---- the RLPx handshake
  /** Closed instead of the handshake packet: another key, a throttle, not an RLPx node. */
  AUTH_CLOSED,
  /** The handshake packet did not come in time. */
  AUTH_TIMEOUT,
  /** What came instead of the handshake packet is none. */
  AUTH_INVALID,
  /** This side had no room for the work of the handshake. */
  AUTH_OVERLOAD,

  // ---- the exchange of Hello
  /** A Disconnect came instead of Hello. */
  DISCONNECT_BEFORE_HELLO,
  /** The connection was closed instead of a Hello. */
  CLOSED_BEFORE_HELLO,
  /** Neither Hello nor Disconnect came in time. */
  HELLO_TIMEOUT,
  /** What came instead of Hello is none, or breaks a rule of it. */
  HELLO_INVALID,
  /** The Hello names another key than the one that the handshake proved. */
  IDENTITY_MISMATCH,
  /** No capability is shared. */
  NO_SHARED_CAPABILITY,
  /** The admission of the application refused the peer. */
  NOT_ADMITTED,

  // ---- the session
  /** The peer sent a Disconnect. */
  REMOTE,
  /** The peer broke a rule. */
  RULE,
  /** The peer was silent, or did not answer our Pings. */
  PING_TIMEOUT,
  /** The peer did not read what was sent to it. */
  NOT_READING,
  /** A subprotocol waited in vain for the first message of the peer. */
  STATUS_TIMEOUT,
  /** A subprotocol waited in vain for answers. */
  REQUEST_TIMEOUT,
  /** A subprotocol ended the session for a reason of its own. */
  SUBPROTOCOL,
  /** The application ended the session. */
  LOCAL_CLOSE,
  /** The score of the peer fell too low. */
  LOCAL_REPUTATION,
  /** The peer's bytes found no room, or its capabilities no place. */
  LOCAL_QUOTA,
  /** A session failed by a bug of ours. */
  LOCAL_BUG,
  /** The connection was closed without a Disconnect. */
  SOCKET_CLOSED
}
