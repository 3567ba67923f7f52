package io.devp2p.node;

/** A peer cannot be used for what is missing. The message says why, in one line. */
final class PeerTrouble extends Exception {

  private static final long serialVersionUID = 1L;

  PeerTrouble(String reason) {
    super(reason);
  }

  PeerTrouble(String reason, Throwable cause) {
    super(reason, cause);
  }
}
