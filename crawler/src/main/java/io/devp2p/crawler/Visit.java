package io.devp2p.crawler;

import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.ForkId;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.wire.eth.Status;
import java.net.Inet4Address;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * One visit of one node: what was measured, and nothing that was not.
 *
 * @param node what was known of the node when the visit ended
 * @param at when it ended, in whole seconds
 * @param tcp empty where no dial was made
 */
public record Visit(
    KnownNode node, Instant at, UdpContact udp, Optional<TcpContact> tcp, Ending ending) {

  /** Whether the node answered anything: discovery, or the handshake of a dial. */
  public boolean answered() {
    return udp.answered() || ending.outcome().isReachable();
  }

  /** What the census counts of this visit. */
  public Finding finding() {
    Optional<Status> status = tcp.flatMap(TcpContact::status).map(TcpContact.StatusSeen::status);
    return new Finding(
        node.id(),
        at,
        ending,
        udp.v4().isPresent(),
        udp.v5().isPresent(),
        tcp.isPresent(),
        family(),
        tcp.flatMap(TcpContact::hello)
            .filter(hello -> ending.outcome() != Outcome.IDENTITY_MISMATCH)
            .map(hello -> hello.client().toString()),
        tcp.map(TcpContact::eth).orElse(OptionalInt.empty()),
        status.map(s -> OptionalLong.of(s.networkId())).orElse(OptionalLong.empty()),
        status.map(Status::forkId).or(this::announcedForkId));
  }

  private Optional<ForkId> announcedForkId() {
    return node.record().flatMap(NodeRecord::eth);
  }

  private OptionalInt family() {
    Optional<Endpoint> endpoint =
        tcp.map(TcpContact::endpoint).or(() -> node.endpoints().stream().findFirst());
    return endpoint
        .map(e -> OptionalInt.of(e.address() instanceof Inet4Address ? 4 : 6))
        .orElse(OptionalInt.empty());
  }
}
