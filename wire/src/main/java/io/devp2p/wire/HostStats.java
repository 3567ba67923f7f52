package io.devp2p.wire;

import java.util.Map;

/**
 * Counters of a host since its start, and its present state. Immutable.
 *
 * @param accepted TCP connections accepted
 * @param refused TCP connections closed at once because of a limit or a ban
 * @param dialed TCP connections that we began to open
 * @param peers sessions now
 * @param pendingInbound inbound connections that are not sessions yet
 * @param dialing dials in flight
 * @param inboundBytes bytes that came in and are not dealt with, of all peers
 * @param bans nodes and addresses that were banned for their conduct
 * @param violations refusals by the name of their rule
 * @param goodbyes Disconnect messages by reason and direction
 * @param dialFailures TCP connections that we opened, or tried to, and that were no sessions
 * @param inboundFailures inbound connections that did not become sessions
 * @param ends sessions that are over
 * @param curve the crypto tier in use, {@link io.devp2p.core.crypto.Secp256k1#name}
 */
public record HostStats(
    long accepted,
    long refused,
    long dialed,
    int peers,
    int pendingInbound,
    int dialing,
    long inboundBytes,
    long bans,
    Map<String, Long> violations,
    Map<Goodbye, Long> goodbyes,
    Map<Cause, Long> dialFailures,
    Map<Cause, Long> inboundFailures,
    Map<Cause, Long> ends,
    String curve) {

  /**
   * Which Disconnect.
   *
   * @param byPeer whether the peer sent it
   * @param inbound whether the peer had opened the connection
   */
  public record Goodbye(DisconnectReason reason, boolean byPeer, boolean inbound) {}
}
