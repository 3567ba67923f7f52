package io.devp2p.core;

/** Sizes in bytes that more than one layer uses. Limits of a single module live in that module. */
public final class Bounds {

  /** Largest UDP packet of discv4 and discv5 (devp2p discv4.md, discv5-wire.md). */
  public static final int UDP_PACKET = 1280;

  /** Largest encoded node record (EIP-778). */
  public static final int NODE_RECORD = 300;

  /**
   * Most key/value pairs of a record that is read or signed. EIP-778 sets no such bound; records in
   * use have about a dozen.
   */
  public static final int NODE_RECORD_PAIRS = 32;

  /** Largest RLPx message, uncompressed: the 24 bits of the frame header (devp2p rlpx.md). */
  public static final int MESSAGE = 0xFF_FFFF;

  /** Largest subprotocol message, uncompressed, that is read: as all deployed clients have it. */
  public static final int SUBPROTOCOL_MESSAGE = 10 * 1024 * 1024;

  /** Deepest nesting of RLP lists; no message of these protocols nests deeper than 8. */
  public static final int RLP_DEPTH = 16;

  private Bounds() {}
}
