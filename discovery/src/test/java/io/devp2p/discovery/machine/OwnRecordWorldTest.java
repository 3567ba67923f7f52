package io.devp2p.discovery.machine;

import static java.net.StandardProtocolFamily.INET;
import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import io.devp2p.discovery.DiscoveryConfig;
import io.devp2p.discovery.DiscoveryEvent;
import io.devp2p.discovery.OwnAddress.State;
import io.devp2p.discovery.Pinged;
import io.devp2p.discovery.Version;
import io.devp2p.discovery.v4.V4Packet;
import io.devp2p.testkit.SimNet;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Our address and our memory among other machines. */
class OwnRecordWorldTest {

  private static final InetSocketAddress US = new InetSocketAddress("8.8.8.8", 30303);

  private final World world = new World(31);

  /** A machine that listens at all addresses, and does not know which is its own. */
  private World.Peer unaware(UnaryOperator<DiscoveryConfig.Builder> config) {
    DiscoveryConfig built =
        config
            .apply(DiscoveryConfig.builder().random(new Random(5)).wallClock(world.net.wallClock()))
            .build();
    NodeKey key = world.key();
    DiscoveryMachine machine =
        new DiscoveryMachine(key, built, new InetSocketAddress("0.0.0.0", US.getPort()));
    SimNet<DiscoveryEvent>.Host host = world.net.attach(US, machine);
    host.run((m, out) -> machine.start(world.net.now(), out));
    return new World.Peer(key, machine, host, US);
  }

  private static State state(World.Peer peer) {
    return Objects.requireNonNull(peer.machine().stats(0, 0, 0, 0).addresses().get(INET)).state();
  }

  private void askTen(World.Peer us, Version version) {
    for (int i = 0; i < 10; i++) {
      World.Peer other = world.quiet("52.0." + i + ".1");
      Node node = version == Version.V4 ? other.bare() : other.node();
      Pinged pinged = world.value(us, (m, out) -> m.ping(world.net.now(), version, node, out));
      assertThat(pinged.observed()).isEqualTo(US);
    }
    world.net.run(Duration.ofSeconds(2));
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void aStrangerOfEitherProtocolVerifiesWhatOthersSay(Version version) {
    World.Peer us = unaware(c -> c);
    assertThat(state(us)).isEqualTo(State.LISTEN);
    askTen(us, version);
    assertThat(state(us)).isEqualTo(State.VOTED);
    assertThat(us.machine().self().endpoints()).isEmpty();
    World.Peer stranger = world.quiet("53.0.0.1");
    Node node = version == Version.V4 ? us.bare() : us.node();
    Node found = new Node(node.id(), node.key(), bareEndpoint(us), node.record());
    world.value(stranger, (m, out) -> m.ping(world.net.now(), version, found, out));
    world.net.run(Duration.ofSeconds(5));
    assertThat(state(us)).isEqualTo(State.VERIFIED);
    assertThat(us.machine().self().endpoints()).extracting(e -> e.udpAddress()).containsExactly(US);
  }

  /** The record that we know of it has no address; we know where it is all the same. */
  private static Endpoint bareEndpoint(World.Peer us) {
    return us.bare().endpoint();
  }

  /** V4-17: what a Ping says of us counts only from a node with an endpoint proof. */
  @Test
  void aPingWithoutAProofHasNoVote() {
    World.Peer us = unaware(c -> c.revalidate(false));
    for (int i = 0; i < 12; i++) {
      pingAs(us, new Tester(world, us), "52.1." + i + ".1", false);
    }
    world.net.run(Duration.ofSeconds(2));
    assertThat(state(us)).isEqualTo(State.LISTEN);
    for (int i = 0; i < 12; i++) {
      pingAs(us, new Tester(world, us), "52.2." + i + ".1", true);
    }
    world.net.run(Duration.ofSeconds(2));
    assertThat(state(us)).isIn(State.VOTED, State.VERIFIED);
  }

  private void pingAs(World.Peer us, Tester tester, String ip, boolean proof) {
    SimNet<DiscoveryEvent>.Host socket = tester.socket(ip);
    if (proof) {
      tester.bond(socket);
    }
    Endpoint named = new Endpoint(us.address().getAddress(), us.address().getPort(), 0);
    V4Packet ping =
        new V4Packet.Ping(
            Optional.empty(), Optional.of(named), tester.unix() + 20, OptionalLong.empty());
    tester.send4(socket, ping);
    world.net.run(Duration.ofMillis(100));
  }

  @Test
  void whatIsRememberedMustAnswerFirst() {
    World.Peer living = world.quiet("52.0.0.1");
    Node dead = world.nobody("52.0.1.1", 30303);
    World.Peer us = world.peer("52.9.9.9", c -> c);
    us.machine().remember(List.of(living.node(), dead));
    world.net.run(Duration.ofSeconds(1));
    World.Peer asker = world.quiet("52.0.2.1");
    world.net.run(Duration.ofSeconds(60));
    NodeId self = us.node().id();
    Set<Integer> distances =
        Set.of(self.logDistance(living.node().id()), self.logDistance(dead.id()));
    List<Node> told =
        world.value(asker, (m, out) -> m.findNode(world.net.now(), us.node(), distances, out));
    assertThat(told).extracting(Node::id).containsExactly(living.node().id());
  }
}
