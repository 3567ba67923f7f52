package io.devp2p.discovery.v4;

import io.devp2p.core.crypto.NodeKey;
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

/** Makes our packets, and has them signed and sent in order. Not thread-safe. */
final class V4Sender {

  /** What is to be done when a packet has its signature, right before it goes. */
  @FunctionalInterface
  interface Signed {
    /**
     * The packet goes now.
     *
     * @param hash by which an answer names it
     */
    void at(long now, Bytes32 hash);
  }

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

  V4Codec.Unsigned ping(Endpoint to) {
    Endpoint from = local.endpointTowards(to.address());
    Endpoint named = new Endpoint(to.address(), to.udp(), 0);
    return V4Codec.write(
        new V4Packet.Ping(Optional.of(from), Optional.of(named), expiration(), seq()));
  }

  V4Codec.Unsigned pong(InetSocketAddress to, Bytes32 pingHash, int tcp) {
    Endpoint named = new Endpoint(to.getAddress(), to.getPort(), tcp);
    return V4Codec.write(new V4Packet.Pong(Optional.of(named), pingHash, expiration(), seq()));
  }

  V4Codec.Unsigned neighbors(List<Node> nodes) {
    return V4Codec.write(new V4Packet.Neighbors(nodes, expiration()));
  }

  V4Codec.Unsigned record(Bytes32 requestHash) {
    return V4Codec.write(new V4Packet.EnrResponse(requestHash, local.record()));
  }

  V4Codec.Unsigned findNode(Bytes target) {
    return V4Codec.write(new V4Packet.FindNode(target, expiration()));
  }

  V4Codec.Unsigned recordRequest() {
    return V4Codec.write(new V4Packet.EnrRequest(expiration()));
  }

  /** Has a packet signed and sent. */
  void send(InetSocketAddress to, V4Codec.Unsigned packet, Signed then, Outbox<Observation> out) {
    NodeKey key = local.key();
    out.work(
        to,
        () -> {
          V4Codec.Encoded signed = V4Codec.sign(key, packet);
          return (now, after) -> {
            then.at(now, signed.hash());
            traffic.sent(name(packet.packet()));
            after.send(to, signed.datagram());
          };
        });
  }

  /** The name of a packet in counters. */
  static String name(V4Packet packet) {
    return switch (packet) {
      case V4Packet.Ping ping -> "PING/v4";
      case V4Packet.Pong pong -> "PONG/v4";
      case V4Packet.FindNode find -> "FINDNODE/v4";
      case V4Packet.Neighbors neighbors -> "NEIGHBORS/v4";
      case V4Packet.EnrRequest request -> "ENRREQUEST/v4";
      case V4Packet.EnrResponse response -> "ENRRESPONSE/v4";
    };
  }
}
