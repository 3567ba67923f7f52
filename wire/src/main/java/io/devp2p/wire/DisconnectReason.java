package io.devp2p.wire;

import io.devp2p.core.NetworkException;
import java.util.Locale;

/**
 * Why a session ended: the value of a Disconnect message (devp2p rlpx.md, Disconnect).
 *
 * @param code 0 to 255, or the code of {@link #NO_REASON} or {@link #UNKNOWN}
 */
public record DisconnectReason(int code) {

  public static final DisconnectReason REQUESTED = new DisconnectReason(0x00);
  public static final DisconnectReason TCP_ERROR = new DisconnectReason(0x01);
  public static final DisconnectReason BREACH_OF_PROTOCOL = new DisconnectReason(0x02);
  public static final DisconnectReason USELESS_PEER = new DisconnectReason(0x03);
  public static final DisconnectReason TOO_MANY_PEERS = new DisconnectReason(0x04);
  public static final DisconnectReason ALREADY_CONNECTED = new DisconnectReason(0x05);
  public static final DisconnectReason INCOMPATIBLE_VERSION = new DisconnectReason(0x06);
  public static final DisconnectReason NULL_IDENTITY = new DisconnectReason(0x07);
  public static final DisconnectReason QUITTING = new DisconnectReason(0x08);
  public static final DisconnectReason UNEXPECTED_IDENTITY = new DisconnectReason(0x09);
  public static final DisconnectReason CONNECTED_TO_SELF = new DisconnectReason(0x0a);
  public static final DisconnectReason PING_TIMEOUT = new DisconnectReason(0x0b);
  public static final DisconnectReason SUBPROTOCOL = new DisconnectReason(0x10);

  /** The connection ended, or a Disconnect came, without a reason. */
  public static final DisconnectReason NO_REASON =
      new DisconnectReason(NetworkException.Disconnected.NO_REASON);

  /** A Disconnect came whose reason cannot be read. */
  public static final DisconnectReason UNKNOWN = new DisconnectReason(-2);

  private static final String[] NAMES = {
    "requested",
    "tcp-error",
    "breach-of-protocol",
    "useless-peer",
    "too-many-peers",
    "already-connected",
    "incompatible-version",
    "null-identity",
    "quitting",
    "unexpected-identity",
    "connected-to-self",
    "ping-timeout"
  };

  public DisconnectReason {
    if (code < -2 || code > 255) {
      throw new IllegalArgumentException("a disconnect reason is not in 0..255");
    }
  }

  /** Whether it is a number that travelled, or can travel. */
  public boolean isValue() {
    return code >= 0;
  }

  /** "too-many-peers", "subprotocol", "reason-15", "no-reason" or "unknown": safe as a label. */
  @Override
  public String toString() {
    if (code == NO_REASON.code) {
      return "no-reason";
    } else if (code == UNKNOWN.code) {
      return "unknown";
    } else if (code == SUBPROTOCOL.code) {
      return "subprotocol";
    }
    return code < NAMES.length ? NAMES[code] : String.format(Locale.ROOT, "reason-%d", code);
  }
}
