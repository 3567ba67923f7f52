package io.devp2p.discovery.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.DiscoveryEvent;
import io.devp2p.discovery.Pinged;
import io.devp2p.discovery.Version;
import io.devp2p.discovery.v4.V4Codec;
import io.devp2p.discovery.v4.V4Packet;
import io.devp2p.testkit.SimNet;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;

/**
 * Machines as they are shipped, under packets of all kinds from very many addresses. {@link
 * Amplification} looks at every datagram that leaves them.
 */
class FloodTest {

  private static final int ADDRESSES = 2_000;
  private static final int PACKETS = 30_000;
  private static final int KINDS = 12;

  private final World world = World.large(23);
  private final Random random = new Random(23);
  private final World.Peer server = server();
  private final Tester tester = new Tester(world, server);
  private final Node victim = world.nobody("54.0.0.1", 30303);

  private World.Peer server() {
    World.Peer boot = world.peer("52.0.0.1", c -> c);
    Node first = boot.node();
    for (int i = 1; i < 4; i++) {
      world.peer("52." + i + ".0.1", c -> c.bootnodes(List.of(first)));
    }
    world.net.run(Duration.ofMinutes(1));
    return boot;
  }

  @Test
  void packetsOfAllKindsFromManyAddressesNeverMakeMoreThanTheyAre() {
    List<SimNet<DiscoveryEvent>.Host> sources = new ArrayList<>();
    for (int i = 0; i < ADDRESSES; i++) {
      sources.add(tester.socket("60." + i % 200 + "." + i / 200 + ".1"));
    }
    Bytes recorded = ping(Optional.empty());
    for (int i = 0; i < PACKETS; i++) {
      int hot = random.nextInt(3) == 0 ? 10 : ADDRESSES; // some of them all the time
      SimNet<DiscoveryEvent>.Host from = sources.get(random.nextInt(hot));
      from.send(server.address(), packet(random.nextInt(KINDS), recorded));
      world.net.run(Duration.ofMillis(random.nextInt(10)));
    }
    Amplification measured = world.amplification;
    System.out.printf(
        "%d packets: bytes out for each byte in at most %.2f by discv4, %.2f by discv5%n",
        PACKETS, measured.worst4(), measured.worst5());
    assertThat(measured.worst4()).isBetween(1.0, 3.0);
    assertThat(measured.worst5()).isBetween(0.4, 1.0);
    assertThat(to(victim.endpoint().udpAddress())).isEmpty();
    assertThat(server.received("PING/v4")).isPositive();
    // Whoever means well is served all the same.
    World.Peer late = world.quiet("52.9.0.1");
    for (Version version : Version.values()) {
      Pinged pinged = world.value(late, (m, out) -> m.ping(now(), version, server.node(), out));
      assertThat(pinged.observed()).isEqualTo(late.address());
    }
  }

  @Test
  void anAddressThatManyRecordsNameIsAskedOnceInTenSeconds() {
    InetSocketAddress named = victim.endpoint().udpAddress();
    for (int i = 0; i < 60; i++) {
      Tester node = new Tester(world, server);
      SimNet<DiscoveryEvent>.Host at = node.socket("61." + i + ".0.1");
      NodeRecord record =
          NodeRecord.builder()
              .address(named.getAddress())
              .port("udp", named.getPort())
              .sign(node.key, 1);
      node.handshake(at, node.challenge(at), node.key, true, Optional.of(record));
      world.net.run(Duration.ofMillis(500));
    }
    world.net.run(Duration.ofMinutes(1));
    List<Long> asked = to(named);
    assertThat(server.received("HANDSHAKE/v5")).isGreaterThanOrEqualTo(60);
    assertThat(asked).hasSizeGreaterThan(2);
    for (int i = 1; i < asked.size(); i++) {
      assertThat(asked.get(i) - asked.get(i - 1))
          .isGreaterThanOrEqualTo(Duration.ofSeconds(10).toNanos());
    }
  }

  private Bytes packet(int kind, Bytes recorded) {
    long soon = tester.unix() + 20;
    return switch (kind) {
      case 0 -> ping(Optional.empty());
      case 1 -> ping(Optional.of(victim.endpoint()));
      case 2 -> signed(new V4Packet.FindNode(bytes(64), soon));
      case 3 -> signed(new V4Packet.EnrRequest(soon));
      case 4 ->
          signed(new V4Packet.Pong(Optional.empty(), hash(), soon, OptionalLong.of(1L << 60)));
      case 5 -> signed(new V4Packet.Neighbors(List.of(victim), soon));
      case 6 -> signed(new V4Packet.EnrResponse(hash(), victim.record().orElseThrow()));
      case 7 -> recorded;
      case 8 -> cut(ping(Optional.empty()));
      case 9 ->
          tester
              .codec()
              .ordinary(tester.serverId(), NodeId.random(random), bytes(16), bytes(12))
              .with(bytes(16 + random.nextInt(1_000)));
      case 10 ->
          tester.codec().whoareyou(tester.serverId(), bytes(16), bytes(12), bytes(16), 0).masked();
      default ->
          tester
              .codec()
              .handshake(
                  tester.serverId(),
                  tester.id(),
                  bytes(16),
                  bytes(12),
                  bytes(64),
                  bytes(33),
                  Optional.of(victim.record().orElseThrow().encoded()))
              .with(bytes(40));
    };
  }

  private Bytes ping(Optional<Endpoint> from) {
    long expiration = tester.unix() + 20 + random.nextInt(3_000);
    return signed(new V4Packet.Ping(from, from, expiration, OptionalLong.empty()));
  }

  private Bytes signed(V4Packet packet) {
    return V4Codec.encode(tester.key, packet).datagram();
  }

  private Bytes cut(Bytes datagram) {
    return datagram.slice(0, random.nextInt(datagram.size()));
  }

  private Bytes32 hash() {
    return Bytes32.wrap(bytes(32));
  }

  private Bytes bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return Bytes.wrap(bytes);
  }

  private List<Long> to(InetSocketAddress address) {
    return world.net.trace().stream()
        .filter(t -> t.to().equals(address))
        .map(SimNet.Traced::at)
        .toList();
  }

  private long now() {
    return world.net.now();
  }
}
