package io.devp2p.crawler;

import io.devp2p.core.node.ForkId;
import io.devp2p.core.node.NodeId;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The part of a visit that is counted, and that a store can give back.
 *
 * @param dialed whether a TCP connection was tried
 * @param family 4 or 6; empty for a node without an address
 * @param client the client id of its Hello, text of the peer; empty for a Hello of another identity
 * @param eth the version of eth that both speak
 * @param networkId of its Status, unsigned
 * @param forkId of its Status, else of its record
 */
public record Finding(
    NodeId id,
    Instant at,
    Ending ending,
    boolean v4,
    boolean v5,
    boolean dialed,
    OptionalInt family,
    Optional<String> client,
    OptionalInt eth,
    OptionalLong networkId,
    Optional<ForkId> forkId) {

  public Outcome outcome() {
    return ending.outcome();
  }

  /** Whether it answered discovery, or the handshake of a dial. */
  public boolean answered() {
    return v4 || v5 || outcome().isReachable();
  }
}
