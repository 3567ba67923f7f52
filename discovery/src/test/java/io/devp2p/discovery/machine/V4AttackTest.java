package io.devp2p.discovery.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.machine.Effect;
import io.devp2p.core.machine.Outbox;
import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.Node;
import io.devp2p.discovery.DiscoveryEvent;
import io.devp2p.discovery.Target;
import io.devp2p.discovery.Version;
import io.devp2p.discovery.v4.V4Codec;
import io.devp2p.discovery.v4.V4Packet;
import io.devp2p.discovery.v4.V4Rule;
import io.devp2p.testkit.SimNet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;

/** What may be tried by discv4 alone (security.md, F4). */
class V4AttackTest {

  private final World world = new World(41);
  private final World.Peer server = world.quiet("52.0.0.1");
  private final Tester tester = new Tester(world, server);
  private final SimNet<DiscoveryEvent>.Host socket = tester.socket("52.0.1.1");
  private final SimNet<DiscoveryEvent>.Host elsewhere = tester.socket("52.0.2.1");

  @Test
  void aProofEndsAfterADay() {
    tester.bond(socket);
    world.net.run(Duration.ofHours(23));
    tester.send4(socket, findNode());
    world.net.run(Duration.ofHours(1));
    assertThat(tester.read(socket.received().getLast()).packet())
        .isInstanceOf(V4Packet.Neighbors.class);
    int before = socket.received().size();
    tester.send4(socket, findNode());
    world.net.run(Duration.ofSeconds(1));
    assertThat(socket.received()).hasSize(before);
    assertThat(server.refused(V4Rule.V4_NO_ENDPOINT_PROOF)).isEqualTo(1);
  }

  @Test
  void aPingThatNamesAVictimIsAnsweredToItsSourceOnly() {
    Endpoint victim = new Endpoint(elsewhere.address().getAddress(), 30303, 30303);
    tester.send4(
        socket,
        new V4Packet.Ping(
            Optional.of(victim), Optional.of(victim), tester.unix() + 20, OptionalLong.empty()));
    world.net.run(Duration.ofSeconds(30));
    assertThat(socket.received()).hasSize(2);
    assertThat(elsewhere.received()).isEmpty();
  }

  @Test
  void aPongCountsOnceAndInTime() {
    Node node = tester.node(socket);
    long first = world.begin(server, (m, out) -> m.ping(now(), Version.V4, node, out));
    world.net.run(Duration.ofMillis(100));
    V4Packet pong = pong(socket);
    tester.send4(socket, pong);
    world.net.run(Duration.ofMillis(100));
    assertThat(outcome(first)).isInstanceOf(Effect.Outcome.Value.class);
    tester.send4(socket, pong);
    world.net.run(Duration.ofMillis(100));
    assertThat(server.refused(V4Rule.V4_UNSOLICITED)).isEqualTo(1);

    long second = world.begin(server, (m, out) -> m.ping(now(), Version.V4, node, out));
    world.net.run(Duration.ofSeconds(2));
    assertThat(outcome(second)).isInstanceOf(Effect.Outcome.Failure.class);
    tester.send4(socket, pong(socket));
    world.net.run(Duration.ofMillis(100));
    assertThat(server.refused(V4Rule.V4_UNSOLICITED)).isEqualTo(2);
  }

  @Test
  void anAnswerHasSixteenNodesHoweverManyPacketsCome() {
    tester.bond(socket);
    Target target = Target.random(new Random(1));
    long call =
        world.begin(server, (m, out) -> m.findNode(now(), tester.node(socket), target, out));
    world.net.run(Duration.ofMillis(100));
    for (int packet = 0; packet < 3; packet++) {
      List<Node> nodes = new ArrayList<>();
      for (int i = 0; i < V4Packet.Neighbors.MAX_NODES; i++) {
        nodes.add(world.nobody("53." + packet + "." + i + ".1", 30303));
      }
      tester.send4(socket, new V4Packet.Neighbors(nodes, tester.unix() + 20));
    }
    world.net.run(Duration.ofMillis(200));
    assertThat((List<?>) ((Effect.Outcome.Value) outcome(call)).value()).hasSize(16);
    assertThat(server.refused(V4Rule.V4_UNSOLICITED)).isEqualTo(1);
  }

  @Test
  void aPingFromElsewhereDoesNotMoveANode() {
    tester.bond(socket);
    tester.send4(elsewhere, Tester.ping(tester.unix() + 20));
    world.net.run(Duration.ofSeconds(5));
    assertThat(server.machine().alive())
        .singleElement()
        .satisfies(n -> assertThat(n.endpoint().udpAddress()).isEqualTo(socket.address()));
    tester.send4(socket, findNode());
    world.net.run(Duration.ofMillis(200));
    assertThat(tester.read(socket.received().getLast()).packet())
        .isInstanceOf(V4Packet.Neighbors.class);
  }

  @Test
  void whatIsRefusedCheaplyCostsNoSignature() {
    long soon = tester.unix() + 20;
    Bytes valid = V4Codec.encode(tester.key, Tester.ping(soon)).datagram();
    byte[] wrongHash = valid.toArray();
    wrongHash[wrongHash.length - 1] ^= 1;
    List<Bytes> cheap =
        List.of(
            Bytes.wrap(wrongHash),
            valid.slice(0, 97),
            Bytes.concatenate(valid, Bytes.wrap(new byte[1_281 - valid.size()])),
            V4Codec.encode(tester.key, Tester.ping(soon - 60)).datagram(),
            V4Codec.encode(tester.key, Tester.ping(soon + 7_200)).datagram(),
            V4Codec.encode(tester.key, new V4Packet.Neighbors(List.of(), soon)).datagram());
    for (Bytes datagram : cheap) {
      assertThat(work(datagram)).as("%s bytes", datagram.size()).isZero();
    }
    assertThat(work(valid)).isEqualTo(1);
  }

  /** Computations that a datagram asks for. */
  private long work(Bytes datagram) {
    Outbox<DiscoveryEvent> out = new Outbox<>();
    server.machine().onDatagram(now(), socket.address(), datagram, out);
    return out.drain().stream().filter(e -> e instanceof Effect.Work).count();
  }

  private V4Packet pong(SimNet<DiscoveryEvent>.Host at) {
    Bytes32 hash = V4Codec.check(at.received().getLast()).hash();
    return new V4Packet.Pong(Optional.empty(), hash, tester.unix() + 20, OptionalLong.empty());
  }

  private V4Packet findNode() {
    return new V4Packet.FindNode(Bytes.repeat((byte) 1, 64), tester.unix() + 20);
  }

  private Effect.Outcome outcome(long call) {
    return server.host().outcome(call).orElseThrow();
  }

  private long now() {
    return world.net.now();
  }
}
