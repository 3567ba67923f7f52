package io.devp2p.wire;

import java.util.Map;

/**
 * Counters of a host since its start, and its present state. Immutable.
 *
 * @param accepted TCP connections accepted
 * @param refused TCP connections closed at once because of a limit
 * @param dialed dials begun
 * @param peers sessions now
 * @param pendingInbound inbound connections that are not sessions yet
 * @param dialing dials in flight
 * @param violations refusals by the name of their rule
 * @param disconnectsReceived Disconnect messages received, by reason
 * @param disconnectsSent Disconnect messages sent, by reason
 * @param curve the crypto tier in use, {@link io.devp2p.core.crypto.Secp256k1#name}
 */
public record HostStats(
    long accepted,
    long refused,
    long dialed,
    int peers,
    int pendingInbound,
    int dialing,
    Map<String, Long> violations,
    Map<String, Long> disconnectsReceived,
    Map<String, Long> disconnectsSent,
    String curve) {

  public HostStats {
    violations = Map.copyOf(violations);
    disconnectsReceived = Map.copyOf(disconnectsReceived);
    disconnectsSent = Map.copyOf(disconnectsSent);
  }
}
