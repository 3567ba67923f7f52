package io.devp2p.discovery.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.Rule;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.DiscoveryEvent;
import io.devp2p.discovery.Version;
import io.devp2p.discovery.guard.GuardRule;
import io.devp2p.discovery.v4.V4Codec;
import io.devp2p.discovery.v4.V4Packet;
import io.devp2p.discovery.v4.V4Rule;
import io.devp2p.discovery.v5.V5Message;
import io.devp2p.discovery.v5.V5Rule;
import io.devp2p.testkit.SimNet;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One refusal for each rule that a machine, and not a codec, holds up. */
class RefusalTest {

  private final World world = new World(3);
  private final World.Peer server = world.quiet("52.0.0.1");
  private final Tester tester = new Tester(world, server);
  private final SimNet<DiscoveryEvent>.Host socket = tester.socket("52.0.1.1");
  private final SimNet<DiscoveryEvent>.Host elsewhere = tester.socket("52.0.2.1");

  /** All rules but those that {@code V4Codec} and the codecs of v5 hold up by themselves. */
  static Stream<Rule> rules() {
    EnumSet<V4Rule> four = EnumSet.range(V4Rule.V4_EXPIRED, V4Rule.V4_FOREIGN_RECORD);
    EnumSet<V5Rule> five = EnumSet.range(V5Rule.V5_UNSOLICITED_WHOAREYOU, V5Rule.V5_DISTANCE);
    return Stream.of(four, five, EnumSet.allOf(GuardRule.class)).flatMap(Set::stream);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void isRefused(Rule rule) {
    World.Peer refuser = server;
    switch (rule) {
      case V4Rule four -> refuseV4(four);
      case V5Rule five -> refuseV5(five);
      case GuardRule guard -> refuser = refuseGuard(guard);
      default -> throw new IllegalStateException("no test for " + rule);
    }
    world.net.run(Duration.ofSeconds(1));
    assertThat(refuser.refused((Enum<?>) rule)).as(rule.name()).isPositive();
  }

  private void refuseV4(V4Rule rule) {
    long soon = tester.unix() + 20;
    switch (rule) {
      case V4_EXPIRED -> tester.send4(socket, Tester.ping(-1_700_000_000L));
      case V4_TOO_FAR_AHEAD -> tester.send4(socket, Tester.ping(soon + 3_700));
      case V4_REPLAYED -> {
        Bytes ping = tester.send4(socket, Tester.ping(soon)).datagram();
        world.net.run(Duration.ofMillis(100));
        elsewhere.send(server.address(), ping);
      }
      case V4_NO_ENDPOINT_PROOF ->
          tester.send4(socket, new V4Packet.FindNode(Bytes.repeat((byte) 1, 64), soon));
      case V4_UNSOLICITED -> tester.send4(socket, new V4Packet.Neighbors(List.of(), soon));
      case V4_FOREIGN_RECORD -> {
        long now = world.net.now();
        Node node = tester.node(socket);
        world.begin(server, (m, out) -> m.requestRecord(now, Version.V4, node, out));
        NodeRecord foreign = server.machine().self();
        tester.send4(socket, new V4Packet.EnrResponse(Bytes32.ZERO, foreign));
      }
      default -> throw new IllegalStateException("no test for " + rule);
    }
  }

  private void refuseV5(V5Rule rule) {
    NodeKey key = tester.key;
    switch (rule) {
      case V5_UNSOLICITED_WHOAREYOU -> tester.whoareyou(socket, tester.nonce());
      case V5_UNSOLICITED_HANDSHAKE ->
          tester.handshake(socket, Bytes.repeat((byte) 1, 63), key, true, key);
      case V5_ID_SIGNATURE ->
          tester.handshake(socket, tester.challenge(socket), world.key(), true, key);
      case V5_EPHEMERAL_KEY -> tester.handshake(socket, tester.challenge(socket), key, false, key);
      case V5_HANDSHAKE_RECORD ->
          tester.handshake(socket, tester.challenge(socket), key, true, world.key());
      case V5_UNSOLICITED_RESPONSE ->
          tester.send5(
              socket,
              tester.session(socket),
              new V5Message.Pong(Bytes.of(1), 1, socket.address().getAddress(), 1));
      case V5_DISTANCE -> {
        Tester.Session session = tester.session(socket);
        long now = world.net.now();
        Node node = tester.node(socket);
        world.begin(server, (m, out) -> m.findNode(now, node, Set.of(255), out));
        world.net.run(Duration.ofMillis(100));
        Bytes requestId = tester.lastMessage(socket, session).requestId();
        List<NodeRecord> itself = List.of(Tester.record(key));
        tester.send5(socket, session, new V5Message.Nodes(requestId, 1, itself));
      }
      default -> throw new IllegalStateException("no test for " + rule);
    }
  }

  private World.Peer refuseGuard(GuardRule rule) {
    long soon = tester.unix() + 20;
    switch (rule) {
      case GUARD_PACKET_RATE -> {
        for (int i = 0; i < 41; i++) {
          socket.send(server.address(), Bytes.of(1));
        }
      }
      case GUARD_RECOVERY_RATE -> {
        for (int i = 0; i < 21; i++) {
          tester.send4(socket, Tester.ping(soon + i));
        }
      }
      case GUARD_CHALLENGE_RATE -> {
        for (int i = 0; i < 11; i++) {
          tester.unreadable(socket, NodeId.random(new Random(i)));
        }
      }
      case GUARD_REPLY_BUDGET -> {
        tester.send4(socket, Tester.ping(soon));
        world.net.run(Duration.ofMillis(100));
        tester.send4(socket, Tester.ping(soon + 1));
      }
      case GUARD_VERSION_OFF -> {
        World.Peer five = world.peer("52.0.3.1", c -> c.v4(false).revalidate(false));
        Bytes ping = V4Codec.encode(tester.key, Tester.ping(soon)).datagram();
        socket.send(five.address(), ping);
        return five;
      }
    }
    return server;
  }
}
