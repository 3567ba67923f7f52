package io.devp2p.discovery.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.NetworkException;
import io.devp2p.core.machine.Effect;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.DiscoveryEvent;
import io.devp2p.discovery.Version;
import io.devp2p.discovery.v5.V5Message;
import io.devp2p.discovery.v5.V5Rule;
import io.devp2p.testkit.SimNet;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What may be tried by discv5 alone (security.md, V), and how many calls may be open. */
class V5AttackTest {

  private static final int PENDING = 256;

  private final World world = new World(43);
  private final World.Peer server = world.quiet("52.0.0.1");
  private final Tester tester = new Tester(world, server);
  private final SimNet<DiscoveryEvent>.Host socket = tester.socket("52.0.1.1");
  private final SimNet<DiscoveryEvent>.Host elsewhere = tester.socket("52.0.2.1");

  @Test
  void aHandshakeCannotBeReplayed() {
    tester.handshake(socket, tester.challenge(socket), tester.key, true, tester.key);
    Bytes handshake = world.net.trace().getLast().datagram();
    world.net.run(Duration.ofMillis(100));
    socket.send(server.address(), handshake);
    elsewhere.send(server.address(), handshake);
    world.net.run(Duration.ofMillis(100));
    assertThat(server.received("HANDSHAKE/v5")).isEqualTo(1);
    assertThat(server.refused(V5Rule.V5_UNSOLICITED_HANDSHAKE)).isEqualTo(2);
    assertThat(elsewhere.received()).isEmpty();
  }

  @Test
  void aHandshakeOfAnUnknownNodeNeedsARecord() {
    tester.handshake(socket, tester.challenge(socket), tester.key, true, Optional.empty());
    world.net.run(Duration.ofMillis(100));
    assertThat(server.received("HANDSHAKE/v5")).isZero();
    assertThat(server.refused(V5Rule.V5_HANDSHAKE_RECORD)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"1, 5", "5, 5", "9, 9"})
  void theNewerRecordCounts(long sent, long kept) {
    World.Peer kind = world.peer("52.0.0.2", c -> c.bootnodes(List.of())).knowing(List.of(node(5)));
    Tester known = new Tester(world, kind, tester.key);
    Bytes challenge = known.challenge(socket);
    assertThat(known.lastWhoareyou(socket).enrSeq()).isEqualTo(5);
    known.handshake(socket, challenge, known.key, true, node(sent).record());
    world.net.run(Duration.ofMillis(100));
    assertThat(kind.received("HANDSHAKE/v5")).isEqualTo(1);
    assertThat(kind.machine().alive()).extracting(Node::seq).containsExactly(kept);
  }

  /** Parts that say how many there are, and what the asker then has. */
  @ParameterizedTest
  @CsvSource({
    "0, 1, 1, 0", // none is one
    "1, 1, 1, 0",
    "2, 1, 1, 0", // the second never comes
    "5, 6, 5, 1", // one more than announced
    "255, 6, 5, 1", // more than anybody may announce
    "-1, 6, 5, 1"
  })
  void nodesEndWhateverTheirTotalSays(long total, int parts, int heard, int unasked) {
    Tester.Session session = tester.session(socket);
    Set<Integer> distances = new HashSet<>(IntStream.rangeClosed(1, 256).boxed().toList());
    long call =
        world.begin(
            server, (m, out) -> m.findNode(world.net.now(), tester.node(socket), distances, out));
    world.net.run(Duration.ofMillis(100));
    Bytes id = tester.lastMessage(socket, session).requestId();
    for (int i = 0; i < parts; i++) {
      NodeRecord record = world.nobody("53.0." + i + ".1", 30303).record().orElseThrow();
      long said = i == 0 ? total : total + 1; // it changes, which changes nothing
      tester.send5(socket, session, new V5Message.Nodes(id, said, List.of(record, record)));
      world.net.run(Duration.ofMillis(50));
    }
    world.net.run(Duration.ofSeconds(1));
    Effect.Outcome outcome = server.host().outcome(call).orElseThrow();
    assertThat((List<?>) ((Effect.Outcome.Value) outcome).value()).hasSize(heard);
    assertThat(server.refused(V5Rule.V5_UNSOLICITED_RESPONSE)).isEqualTo(unasked);
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void moreCallsThanMayBeOpenEndAtOnce(Version version) {
    for (int i = 0; i < PENDING; i++) {
      Node dead = world.nobody("53.0." + i + ".1", 30303);
      world.begin(server, (m, out) -> m.ping(world.net.now(), version, dead, out));
    }
    assertThat(server.machine().stats(0, 0, 0, 0).pending()).isEqualTo(PENDING);
    Node one = world.nobody("54.0.0.1", 30303);
    long more = world.begin(server, (m, out) -> m.ping(world.net.now(), version, one, out));
    assertThat(server.host().outcome(more))
        .hasValueSatisfying(o ->
            assertThat(((Effect.Outcome.Failure) o).cause())
                .isInstanceOf(NetworkException.Closed.class));
  }

  private Node node(long seq) {
    NodeRecord record =
        NodeRecord.builder()
            .address(socket.address().getAddress())
            .port("udp", 30303)
            .sign(tester.key, seq);
    return Node.of(record).orElseThrow();
  }
}
