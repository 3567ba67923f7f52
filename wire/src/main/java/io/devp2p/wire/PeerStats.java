package io.devp2p.wire;

import java.time.Duration;
import java.util.Optional;

/**
 * What passed between a peer and us, by now or by the end of the session. Immutable.
 *
 * @param age since the session began: since the exchange of Hello
 * @param bytesIn bytes of the frames that came, headers and MACs included
 * @param bytesOut the same of those that were sent
 * @param messagesIn messages that came, those of the base protocol included
 * @param messagesOut messages that were sent
 * @param lastIn the last message of a shared capability that came
 * @param lastOut the last message of a shared capability that was sent
 */
public record PeerStats(
    Duration age,
    long bytesIn,
    long bytesOut,
    long messagesIn,
    long messagesOut,
    Optional<Message> lastIn,
    Optional<Message> lastOut) {

  /**
   * A message by its name.
   *
   * @param code id in the numbering of the capability
   */
  public record Message(Capability capability, int code) {

    /** "eth/69 message 0x10". */
    @Override
    public String toString() {
      return capability + " message 0x" + Integer.toHexString(code);
    }
  }
}
