package io.devp2p.wire.p2p;

import io.devp2p.core.Rule;
import io.devp2p.wire.Cause;
import io.devp2p.wire.DisconnectReason;

/**
 * Which reason a Disconnect of ours gives: the one table of it. Where deployed clients differ, what
 * most of them send.
 */
public final class Reactions {

  private Reactions() {}

  /** To a peer that broke a rule of any layer. */
  public static DisconnectReason to(Rule rule) {
    return switch (rule) {
      case P2pRule.P2P_NULL_IDENTITY -> DisconnectReason.NULL_IDENTITY;
      case P2pRule.P2P_IDENTITY_MISMATCH -> DisconnectReason.UNEXPECTED_IDENTITY;
      case P2pRule.P2P_SELF -> DisconnectReason.CONNECTED_TO_SELF;
      case P2pRule.P2P_NO_SHARED_CAPABILITY -> DisconnectReason.USELESS_PEER;
      default ->
          switch (rule.kind()) {
            case INCOMPATIBLE -> DisconnectReason.SUBPROTOCOL;
            case MALFORMED, MISBEHAVED -> DisconnectReason.BREACH_OF_PROTOCOL;
          };
    };
  }

  /** When this side ends a session, or refuses one, for a reason of its own. */
  public static DisconnectReason to(Cause cause) {
    return switch (cause) {
      case HOST_CLOSED -> DisconnectReason.QUITTING;
      case NO_FREE_SLOT, LOCAL_QUOTA -> DisconnectReason.TOO_MANY_PEERS;
      case ALREADY_CONNECTED -> DisconnectReason.ALREADY_CONNECTED;
      case SELF -> DisconnectReason.CONNECTED_TO_SELF;
      case LOCAL_REPUTATION -> DisconnectReason.USELESS_PEER;
      case PING_TIMEOUT, HELLO_TIMEOUT, STATUS_TIMEOUT, REQUEST_TIMEOUT ->
          DisconnectReason.PING_TIMEOUT;
      case NOT_READING -> DisconnectReason.TCP_ERROR;
      case SUBPROTOCOL, LOCAL_BUG -> DisconnectReason.SUBPROTOCOL;
      default -> DisconnectReason.REQUESTED;
    };
  }
}
