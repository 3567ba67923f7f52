package io.devp2p.discovery.v5;

import io.devp2p.core.Rule;

/** How a peer can break discv5 (devp2p discv5/discv5-wire.md). */
public enum V5Rule implements Rule {
  /** Not 63 to 1280 bytes. */
  V5_SIZE(Kind.MALFORMED, "Packet Encoding"),
  /** The protocol id is not "discv5". */
  V5_PROTOCOL_ID(Kind.MALFORMED, "Packet Encoding, header"),
  /** The version is not 1. */
  V5_VERSION(Kind.INCOMPATIBLE, "Packet Encoding, header"),
  /** The flag is none of the three. */
  V5_FLAG(Kind.MALFORMED, "Packet Encoding, header"),
  /** The authdata is longer than the packet, or not as long as its flag says. */
  V5_AUTHDATA(Kind.MALFORMED, "Packet Encoding, authdata"),
  /** The message does not decrypt. */
  V5_DECRYPTION(Kind.MISBEHAVED, "Packet Encoding, message"),
  /** The decrypted message is not the list that its type asks for. */
  V5_MESSAGE(Kind.MALFORMED, "Protocol Messages"),
  /** The message type is none that is known. */
  V5_MESSAGE_TYPE(Kind.MALFORMED, "Protocol Messages"),
  /** The request id has more than 8 bytes. */
  V5_REQUEST_ID(Kind.MALFORMED, "Protocol Messages, request-id"),
  /** WHOAREYOU for a packet that we did not send, or for a second time. */
  V5_UNSOLICITED_WHOAREYOU(Kind.MISBEHAVED, "Sessions, handshake"),
  /** A handshake that no open WHOAREYOU of ours has asked for. */
  V5_UNSOLICITED_HANDSHAKE(Kind.MISBEHAVED, "Sessions, handshake"),
  /** The id-signature of a handshake is not by the node's key. */
  V5_ID_SIGNATURE(Kind.MISBEHAVED, "Sessions, identity proof"),
  /** The ephemeral key of a handshake is no point of the curve. */
  V5_EPHEMERAL_KEY(Kind.MALFORMED, "Sessions, handshake"),
  /** A handshake lacks a record that we need, or carries that of another node. */
  V5_HANDSHAKE_RECORD(Kind.MISBEHAVED, "Sessions, handshake"),
  /** A response that nobody asked for: wrong request id, type, node or endpoint. */
  V5_UNSOLICITED_RESPONSE(Kind.MISBEHAVED, "Protocol Messages"),
  /** A record in NODES at a distance that was not asked for. */
  V5_DISTANCE(Kind.MISBEHAVED, "NODES Response");

  private final Kind kind;
  private final String section;

  V5Rule(Kind kind, String section) {
    this.kind = kind;
    this.section = section;
  }

  @Override
  public Kind kind() {
    return kind;
  }

  @Override
  public String anchor() {
    return "discv5-wire.md, " + section;
  }
}
