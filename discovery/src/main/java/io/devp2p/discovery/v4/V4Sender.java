package io.devp2p.discovery.v4;

import io.devp2p.core.machine.Outbox;
import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.Node;
import io.devp2p.discovery.guard.Traffic;
import io.devp2p.discovery.self.LocalNode;
import io.devp2p.discovery.table.Observation;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/** Makes and signs our packets. Not thread-safe. */
final class V4Sender {

  /** How long a packet of ours is valid, in seconds (as go-ethereum). */
  private static final int LIFE = 20;

  private final LocalNode local;
  private final InstantSource wallClock;
  private final Traffic traffic;

  V4Sender(LocalNode local, InstantSource wallClock, Traffic traffic) {
    this.local = local;
    this.wallClock = wallClock;
    this.traffic = traffic;
  }

  long unixSeconds() {
    return wallClock.instant().getEpochSecond();
  }

  private long expiration() {
    return unixSeconds() + LIFE;
  }

  private OptionalLong seq() {
    return OptionalLong.of(local.record().seq());
  }

  /** Signs a Ping without sending it. */
  V4Codec.Encoded ping(Endpoint to) {
    Endpoint from = local.endpointTowards(to.address());
    Endpoint named = new Endpoint(to.address(), to.udp(), 0);
    return sign(new V4Packet.Ping(Optional.of(from), Optional.of(named), expiration(), seq()));
  }

  /** Signs a Pong without sending it. */
  V4Codec.Encoded pong(InetSocketAddress to, Bytes32 pingHash, int tcp) {
    Endpoint named = new Endpoint(to.getAddress(), to.getPort(), tcp);
    return sign(new V4Packet.Pong(Optional.of(named), pingHash, expiration(), seq()));
  }

  V4Codec.Encoded neighbors(List<Node> nodes) {
    return sign(new V4Packet.Neighbors(nodes, expiration()));
  }

  V4Codec.Encoded record(Bytes32 requestHash) {
    return sign(new V4Packet.EnrResponse(requestHash, local.record()));
  }

  Bytes32 findNode(InetSocketAddress to, Bytes target, Outbox<Observation> out) {
    return send(to, "FINDNODE", sign(new V4Packet.FindNode(target, expiration())), out);
  }

  Bytes32 recordRequest(InetSocketAddress to, Outbox<Observation> out) {
    return send(to, "ENRREQUEST", sign(new V4Packet.EnrRequest(expiration())), out);
  }

  /** Sends a signed packet; gives its hash. */
  Bytes32 send(InetSocketAddress to, String name, V4Codec.Encoded packet, Outbox<Observation> out) {
    traffic.sent(name + "/v4");
    out.send(to, packet.datagram());
    return packet.hash();
  }

  private V4Codec.Encoded sign(V4Packet packet) {
    return V4Codec.encode(local.key(), packet);
  }
}
