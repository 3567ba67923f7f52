package io.devp2p.discovery.v4;

import io.devp2p.core.Rule;

/** How a peer can break discv4 (devp2p discv4.md). */
public enum V4Rule implements Rule {
  /** Not 98 to 1280 bytes. */
  V4_SIZE(Kind.MALFORMED, "Wire Protocol"),
  /** The first 32 bytes are not the hash of the rest. */
  V4_HASH(Kind.MALFORMED, "Wire Protocol, packet-header"),
  /** The packet type is none of the six. */
  V4_TYPE(Kind.MALFORMED, "Wire Protocol"),
  /** No key can be recovered from the signature. */
  V4_SIGNATURE(Kind.MALFORMED, "Wire Protocol, packet-header"),
  /** The packet data is not the list that its type asks for. */
  V4_DATA(Kind.MALFORMED, "Wire Protocol, packet-data"),
  /** The expiration has passed. */
  V4_EXPIRED(Kind.MISBEHAVED, "Wire Protocol, expiration"),
  /** The expiration is more than an hour ahead. */
  V4_TOO_FAR_AHEAD(Kind.MISBEHAVED, "Wire Protocol, expiration"),
  /** The packet was received before. */
  V4_REPLAYED(Kind.MISBEHAVED, "Wire Protocol, expiration"),
  /** FindNode or ENRRequest from an address that has not proved itself. */
  V4_NO_ENDPOINT_PROOF(Kind.MISBEHAVED, "Endpoint Proof"),
  /** Pong, Neighbors or ENRResponse that nobody asked for. */
  V4_UNSOLICITED(Kind.MISBEHAVED, "Pong, Neighbors, ENRResponse"),
  /** The record of an ENRResponse is of another node than its sender. */
  V4_FOREIGN_RECORD(Kind.MISBEHAVED, "ENRResponse");

  private final Kind kind;
  private final String section;

  V4Rule(Kind kind, String section) {
    this.kind = kind;
    this.section = section;
  }

  @Override
  public Kind kind() {
    return kind;
  }

  @Override
  public String anchor() {
    return "discv4.md, " + section;
  }
}
