package io.devp2p.crawler;

import io.devp2p.core.node.Endpoint;
import io.devp2p.wire.DisconnectReason;
import io.devp2p.wire.Timings;
import io.devp2p.wire.eth.Status;
import io.devp2p.wire.p2p.Hello;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a dial showed: each part is empty where the dial did not come so far. The texts in a Hello
 * are the peer's: escape them at every output.
 *
 * @param endpoint where it was dialed
 * @param timings of the steps until Hello
 * @param eth the version of eth that both speak
 * @param disconnect the reason that the peer gave for ending the session
 */
public record TcpContact(
    Endpoint endpoint,
    Timings timings,
    Optional<Hello> hello,
    OptionalInt eth,
    Optional<StatusSeen> status,
    Optional<DisconnectReason> disconnect) {

  /** A dial that came to nothing but these timings. */
  public static TcpContact of(Endpoint endpoint, Timings timings) {
    return new TcpContact(
        endpoint,
        timings,
        Optional.empty(),
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * The Status of a peer.
   *
   * @param nanos from its Hello to its Status
   */
  public record StatusSeen(Status status, long nanos) {}
}
