package io.devp2p.crawler;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a node answered over UDP: empty for a protocol in which it did not answer.
 *
 * @param returned records and neighbours that it named, over all answers of both protocols
 * @param distinct the same without repetitions
 */
public record UdpContact(Optional<Answer> v4, Optional<Answer> v5, int returned, int distinct) {

  /** No answer at all. */
  public static final UdpContact NONE = new UdpContact(Optional.empty(), Optional.empty(), 0, 0);

  /** Whether it answered in any protocol. */
  public boolean answered() {
    return v4.isPresent() || v5.isPresent();
  }

  /**
   * The answer in one protocol.
   *
   * @param rttNanos round trip of a Ping, where one was measured
   * @param seq sequence number of its record as its Pong states it, unsigned
   */
  public record Answer(OptionalLong rttNanos, OptionalLong seq) {

    /** An answer to something else than a Ping. */
    public static final Answer UNMEASURED = new Answer(OptionalLong.empty(), OptionalLong.empty());
  }
}
