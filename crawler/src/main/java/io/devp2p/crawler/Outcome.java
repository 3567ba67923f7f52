package io.devp2p.crawler;

import io.devp2p.wire.DialFailure;

/** How a visit ended: one vocabulary for store, output and comparison with other crawlers. */
public enum Outcome {
  /** A full visit: Hello and Status were read. */
  STATUS(true),
  /** A Hello, and no version of eth in common. */
  HELLO_ONLY(true),
  /** "Too many peers" or "already connected" instead of a Hello. */
  FULL_BEFORE_HELLO(true),
  /** "Too many peers" or "already connected" after its Hello, instead of a Status. */
  FULL_AFTER_HELLO(true),
  /** Another Disconnect, or a close without one, after the encryption was up. */
  REFUSED(true),
  /** A Hello with a version of eth in common, and no Status in time. */
  STATUS_TIMEOUT(true),
  /** A Status that breaks its specification, or another message in its place. */
  STATUS_INVALID(true),
  /** The first message breaks the specification, is neither Hello nor Disconnect, or is missing. */
  HELLO_INVALID(true),
  /** The node key in the Hello differs from that of the handshake. */
  IDENTITY_MISMATCH(true),
  /** Closed, silent or garbage before the handshake's acknowledgement: wrong key, or throttled. */
  AUTH_FAILED(false),
  /** No answer to the connection attempt. */
  TCP_TIMEOUT(false),
  /** The port is closed. */
  TCP_REFUSED(false),
  /** No route to the address. */
  TCP_UNREACHABLE(false),
  /** The connection was reset while it was being made. */
  TCP_RESET(false),
  /** Answers discovery and has no TCP port. */
  UDP_ONLY(false),
  /** Nothing answered, neither discovery nor TCP. */
  SILENT(false),
  /** A policy forbade the contact: address, port, or too many identities in one place. */
  NOT_DIALED(false);

  /** What a dial that failed comes to. */
  public static Outcome of(DialFailure failure) {
    return Verdict.of(failure).outcome();
  }

  private final boolean reachable;

  Outcome(boolean reachable) {
    this.reachable = reachable;
  }

  /** Whether the encrypted session came up. */
  public boolean isReachable() {
    return reachable;
  }
}
