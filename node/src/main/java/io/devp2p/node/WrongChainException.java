package io.devp2p.node;

import java.io.IOException;
import org.apache.tuweni.bytes.Bytes;

/** A store holds another chain than the one that it is opened with. */
public final class WrongChainException extends IOException {

  private static final long serialVersionUID = 1L;

  private final long number;
  private final String reason;

  WrongChainException(long number, Bytes held) {
    this(number, "another one, " + held + ", is in the data directory");
  }

  private WrongChainException(long number, String reason) {
    super("block " + Long.toUnsignedString(number) + ": " + reason);
    this.number = number;
    this.reason = reason;
  }

  /** What is wrong with it. */
  String reason() {
    return reason;
  }

  /** Number of the first block that is another one. */
  public long number() {
    return number;
  }
}
