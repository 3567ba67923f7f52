package io.devp2p.interop.peers;

/** A peer cannot be provided on this machine; the reason is for a person to read. */
final class Unavailable extends Exception {

  private static final long serialVersionUID = 1L;

  private final String reason;

  Unavailable(String reason) {
    super(reason, null, false, false);
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}
