package io.devp2p.discovery.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import io.devp2p.discovery.DiscoveryEvent;
import io.devp2p.discovery.Target;
import io.devp2p.discovery.Version;
import io.devp2p.discovery.v4.V4Codec;
import io.devp2p.discovery.v4.V4Packet;
import io.devp2p.discovery.v5.V5Message;
import io.devp2p.discovery.v5.V5Packet;
import io.devp2p.testkit.SimNet;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;

/** What somebody without good intentions may try. */
class AttackTest {

  private final World world = new World(17);
  private final World.Peer server = server();
  private final Tester tester = new Tester(world, server);
  private final SimNet<DiscoveryEvent>.Host socket = tester.socket("52.0.1.1");
  private final SimNet<DiscoveryEvent>.Host elsewhere = tester.socket("52.0.2.1");

  private World.Peer server() {
    List<Node> known = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      known.add(world.nobody("53.0." + i + ".1", 30303));
    }
    return world.peer("52.0.0.1", c -> c.revalidate(false)).knowing(known);
  }

  @Test
  void aSecondUnreadablePacketGetsTheSameChallenge() {
    Bytes first = tester.unreadable(socket, tester.id());
    world.net.run(Duration.ofMillis(100));
    tester.unreadable(socket, tester.id());
    world.net.run(Duration.ofMillis(100));
    assertThat(socket.received()).hasSize(2);
    assertThat(socket.received().get(1)).isEqualTo(socket.received().get(0));
    assertThat(tester.lastWhoareyou(socket).nonce()).isEqualTo(first);
    world.net.run(Duration.ofSeconds(1));
    Bytes third = tester.unreadable(socket, tester.id());
    world.net.run(Duration.ofMillis(100));
    assertThat(tester.lastWhoareyou(socket).nonce()).isEqualTo(third);
  }

  @Test
  void aSpoofedPacketHoldsItsVictimUpForASecondOnly() {
    tester.unreadable(socket, tester.id()); // by somebody else, in the victim's name
    world.net.run(Duration.ofMillis(1_100));
    tester.session(socket);
    assertThat(server.received("HANDSHAKE/v5")).isEqualTo(1);
  }

  @Test
  void aSessionDoesNotMoveToAnotherEndpoint() {
    Tester.Session session = tester.session(socket);
    tester.send5(elsewhere, session, new V5Message.FindNode(Bytes.of(5), List.of(0)));
    world.net.run(Duration.ofMillis(100));
    assertThat(elsewhere.received()).hasSize(1);
    assertThat(tester.codec().decode(elsewhere.received().getFirst()))
        .isInstanceOf(V5Packet.Whoareyou.class);
    int before = socket.received().size();
    tester.send5(socket, session, new V5Message.Ping(Bytes.of(6), 1));
    world.net.run(Duration.ofMillis(100));
    assertThat(socket.received()).hasSize(before + 1);
    V5Message.Pong pong = (V5Message.Pong) tester.lastMessage(socket, session);
    assertThat(pong.requestId()).isEqualTo(Bytes.of(6));
    assertThat(new InetSocketAddress(pong.ip(), pong.port())).isEqualTo(socket.address());
  }

  @Test
  void aHandshakeHasOneAttempt() {
    Bytes challenge = tester.challenge(socket);
    tester.handshake(socket, challenge, world.key(), true, tester.key);
    world.net.run(Duration.ofMillis(100));
    tester.handshake(socket, challenge, tester.key, true, tester.key);
    world.net.run(Duration.ofMillis(100));
    assertThat(server.received("HANDSHAKE/v5")).isZero();
    assertThat(socket.received()).hasSize(1);
  }

  @Test
  void unsolicitedNodesAreNeitherStoredNorPinged() {
    Tester.Session session = tester.session(socket);
    Node injected = world.nobody("52.0.9.1", 30303);
    SimNet<DiscoveryEvent>.Host victim = tester.socket("52.0.9.1");
    tester.send5(
        socket,
        session,
        new V5Message.Nodes(Bytes.of(9), 1, List.of(injected.record().orElseThrow())));
    int distance = injected.id().logDistance(tester.serverId());
    world.net.run(Duration.ofMinutes(1));
    tester.send5(socket, session, new V5Message.FindNode(Bytes.of(10), List.of(distance)));
    world.net.run(Duration.ofMillis(100));
    V5Message.Nodes nodes = (V5Message.Nodes) tester.lastMessage(socket, session);
    assertThat(nodes.records()).noneMatch(r -> r.id().equals(injected.id()));
    assertThat(victim.received()).isEmpty();
  }

  @Test
  void whatCannotBeReadIsNeverAnsweredByMoreThanItsOwnSize() {
    Random random = new Random(1);
    for (int i = 0; i < 500; i++) {
      tester.unreadable(socket, NodeId.random(random));
      world.net.run(Duration.ofMillis(20));
    }
    assertThat(bytesTo(socket.address())).isLessThanOrEqualTo(bytesFrom(socket.address()));
  }

  @Test
  void anUnprovedAddressGetsTwoPacketsAndThreeTimesItsBytes() {
    for (int i = 0; i < 30; i++) {
      tester.send4(socket, Tester.ping(tester.unix() + 20 + i));
      tester.send4(socket, findNode(tester.unix() + 20 + i));
      world.net.run(Duration.ofMillis(300));
    }
    assertThat(socket.received()).hasSize(2);
    assertThat(bytesTo(socket.address())).isLessThan(3 * bytesFrom(socket.address()));
  }

  @Test
  void spoofedPacketsOfAllKindsNeverMakeMoreThanTheyAre() {
    Random random = new Random(4);
    Bytes known = V4Codec.encode(tester.key, Tester.ping(tester.unix() + 600)).datagram();
    for (int i = 0; i < 3_000; i++) {
      SimNet<DiscoveryEvent>.Host from = random.nextBoolean() ? socket : elsewhere;
      long expiration = tester.unix() + 20 + random.nextInt(100);
      switch (random.nextInt(5)) {
        case 0 -> tester.send4(from, Tester.ping(expiration));
        case 1 -> tester.send4(from, findNode(expiration));
        case 2 -> tester.send4(from, new V4Packet.EnrRequest(expiration));
        case 3 -> from.send(server.address(), known);
        default -> tester.unreadable(from, NodeId.random(random));
      }
      world.net.run(Duration.ofMillis(random.nextInt(200)));
    }
    System.out.printf(
        "bytes out for each byte in: %.2f by discv4, %.2f by discv5%n",
        world.amplification.worst4(), world.amplification.worst5());
    assertThat(world.amplification.worst4()).isBetween(1.0, 3.0);
    assertThat(world.amplification.worst5()).isBetween(0.5, 1.0);
  }

  @Test
  void anAddressThatManyNameIsContactedOnceInTenSeconds() {
    Node dead = world.nobody("54.0.0.1", 30303);
    List<Long> calls = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Version version = i % 2 == 0 ? Version.V5 : Version.V4;
      calls.add(world.begin(server, (m, out) -> m.ping(world.net.now(), version, dead, out)));
      world.net.run(Duration.ofMillis(300));
    }
    world.net.run(Duration.ofSeconds(30));
    List<Long> contacts =
        world.net.trace().stream()
            .filter(t -> t.to().equals(dead.endpoint().udpAddress()))
            .map(SimNet.Traced::at)
            .toList();
    assertThat(contacts).hasSizeBetween(5, 8);
    for (int i = 1; i < contacts.size(); i++) {
      assertThat(contacts.get(i) - contacts.get(i - 1))
          .isGreaterThanOrEqualTo(Duration.ofSeconds(10).toNanos());
    }
    assertThat(calls).allMatch(call -> server.host().outcome(call).isPresent());
  }

  @Test
  void whatWaitsForItsTurnGoesWhenTheAddressProvesItself() {
    World.Peer late = world.peer("54.0.0.2", c -> c.v5(false).revalidate(false));
    long five = world.begin(server, (m, out) -> m.ping(now(), Version.V5, late.bare(), out));
    long four = world.begin(server, (m, out) -> m.ping(now(), Version.V4, late.bare(), out));
    world.net.run(Duration.ofSeconds(2));
    assertThat(server.host().outcome(five)).isPresent();
    assertThat(server.host().outcome(four)).isEmpty();
    world.value(late, (m, out) -> m.ping(now(), Version.V4, server.bare(), out));
    world.net.run(Duration.ofSeconds(1));
    assertThat(server.host().outcome(four)).isPresent();
  }

  @Test
  void aNodeThatItsRouterMovedToAnotherPortProvesItselfAgain() {
    tester.bond(socket);
    SimNet<DiscoveryEvent>.Host moved = world.net.attach(new InetSocketAddress("52.0.1.1", 4));
    tester.send4(moved, findNode(tester.unix() + 21));
    world.net.run(Duration.ofMillis(100));
    assertThat(moved.received()).hasSize(1);
    V4Codec.Decoded ping = tester.read(moved.received().getFirst());
    assertThat(ping.packet()).isInstanceOf(V4Packet.Ping.class);
    tester.send4(
        moved,
        new V4Packet.Pong(Optional.empty(), ping.hash(), tester.unix() + 20, OptionalLong.empty()));
    tester.send4(moved, findNode(tester.unix() + 22));
    world.net.run(Duration.ofMillis(200));
    assertThat(moved.received()).hasSizeGreaterThan(1);
  }

  @Test
  void aNodeThatNeverEndsItsAnswerIsNotWaitedForLongerThanTheTimeout() {
    tester.bond(socket);
    Target target = Target.random(new Random(1));
    long call =
        world.begin(server, (m, out) -> m.findNode(now(), tester.node(socket), target, out));
    for (int i = 0; i < 20; i++) {
      tester.send4(socket, new V4Packet.Neighbors(List.of(), tester.unix() + 20));
      world.net.run(Duration.ofMillis(90));
      if (server.host().outcome(call).isPresent()) {
        assertThat(i).isLessThan(8);
        return;
      }
    }
    throw new AssertionError("the question is still open");
  }

  @Test
  void aProofHoldsForItsAddressOnly() {
    tester.bond(socket);
    tester.send4(socket, findNode(tester.unix() + 20));
    world.net.run(Duration.ofMillis(100));
    V4Codec.Decoded last = tester.read(socket.received().getLast());
    assertThat(last.packet()).isInstanceOf(V4Packet.Neighbors.class);
    tester.send4(elsewhere, findNode(tester.unix() + 21));
    tester.send4(elsewhere, new V4Packet.EnrRequest(tester.unix() + 21));
    world.net.run(Duration.ofSeconds(2));
    assertThat(elsewhere.received()).isEmpty();
  }

  @Test
  void anotherPortOfAProvedAddressIsNotFloodedEither() {
    tester.bond(socket);
    SimNet<DiscoveryEvent>.Host port = world.net.attach(new InetSocketAddress("52.0.1.1", 4));
    for (int i = 0; i < 10; i++) {
      tester.send4(port, findNode(tester.unix() + 21 + i));
      world.net.run(Duration.ofMillis(300));
    }
    assertThat(bytesTo(port.address())).isLessThanOrEqualTo(3 * bytesFrom(port.address()));
  }

  @Test
  void aPongWithAWrongHashProvesNothing() {
    tester.send4(socket, Tester.ping(tester.unix() + 20));
    world.net.run(Duration.ofMillis(100));
    tester.send4(
        socket,
        new V4Packet.Pong(
            Optional.empty(), Bytes32.ZERO, tester.unix() + 20, OptionalLong.empty()));
    tester.send4(socket, findNode(tester.unix() + 20));
    world.net.run(Duration.ofMillis(200));
    assertThat(socket.received()).hasSize(2);
    assertThat(server.events()).isEmpty();
  }

  @Test
  void limitsDoNotHitAnswersThatWeAskedFor() {
    World.Peer asker = world.peer("52.0.3.1", c -> c.revalidate(false));
    List<Long> calls = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      calls.add(
          world.begin(
              asker,
              (m, out) ->
                  m.findNode(world.net.now(), server.node(), Set.of(256, 255, 254, 253), out)));
      calls.add(
          world.begin(
              asker,
              (m, out) ->
                  m.findNode(world.net.now(), server.bare(), Target.random(new Random(1)), out)));
      world.net.run(Duration.ofMillis(150)); // the pace that the other side's limits allow
    }
    world.net.run(Duration.ofSeconds(20));
    assertThat(asker.machine().stats(0, 0, 0, 0).refused()).isEmpty();
    assertThat(calls).allMatch(call -> asker.host().outcome(call).isPresent());
  }

  @Test
  void junkIsCountedAndNothingElse() {
    Random random = new Random(2);
    for (int i = 0; i < 2_000; i++) {
      byte[] junk = new byte[random.nextInt(1_400)];
      random.nextBytes(junk);
      socket.send(server.address(), Bytes.wrap(junk));
      world.net.run(Duration.ofMillis(100));
    }
    assertThat(socket.received()).isEmpty();
    assertThat(server.machine().stats(0, 0, 0, 0).refused().values())
        .satisfies(counts -> assertThat(counts.stream().mapToLong(c -> c).sum()).isEqualTo(2_000));
  }

  private long now() {
    return world.net.now();
  }

  private static V4Packet findNode(long expiration) {
    return new V4Packet.FindNode(Bytes.repeat((byte) 1, 64), expiration);
  }

  private long bytesTo(InetSocketAddress address) {
    return world.net.trace().stream()
        .filter(t -> t.to().equals(address))
        .mapToLong(t -> t.datagram().size())
        .sum();
  }

  private long bytesFrom(InetSocketAddress address) {
    return world.net.trace().stream()
        .filter(t -> t.from().equals(address))
        .mapToLong(t -> t.datagram().size())
        .sum();
  }
}
