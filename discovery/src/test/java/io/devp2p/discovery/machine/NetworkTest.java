package io.devp2p.discovery.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import io.devp2p.discovery.DiscoveryEvent;
import io.devp2p.discovery.Target;
import io.devp2p.discovery.Version;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks of machines that keep their tables by themselves. */
class NetworkTest {

  private final World world = World.large(42);

  @ParameterizedTest
  @CsvSource({"50,true,true", "12,true,false", "30,false,true"})
  void nodesFindEachOtherThroughOne(int size, boolean four, boolean five) {
    List<World.Peer> peers = network(size, four, five);
    world.net.run(Duration.ofMinutes(1));
    for (int i = 0; i < 5; i++) {
      World.Peer sought = peers.get(size - 1 - i);
      World.Peer seeker = peers.get(1 + i);
      Target target = Target.of(sought.key().publicKey());
      List<Node> found = world.value(seeker, (m, out) -> m.lookup(now(), target, out));
      assertThat(found.getFirst().id()).isEqualTo(NodeId.of(sought.key().publicKey()));
      assertThat(found)
          .hasSize(Math.min(16, size - 1))
          .isSortedAccordingTo((a, b) -> target.id().compareDistance(a.id(), b.id()));
    }
    for (World.Peer peer : peers) {
      assertThat(peer.machine().alive()).hasSizeGreaterThanOrEqualTo(Math.min(16, size - 1));
    }
  }

  @Test
  void deadNodesLeaveTheTables() {
    List<World.Peer> peers = network(20, true, true);
    world.net.run(Duration.ofMinutes(5));
    Set<NodeId> dead = new HashSet<>();
    for (World.Peer peer : peers.subList(10, 20)) {
      peer.host().detach();
      dead.add(NodeId.of(peer.key().publicKey()));
    }
    world.net.run(Duration.ofMinutes(40));
    for (World.Peer peer : peers.subList(0, 10)) {
      assertThat(peer.machine().alive()).hasSize(9).noneMatch(n -> dead.contains(n.id()));
      assertThat(peer.events()).anyMatch(e -> e instanceof DiscoveryEvent.NodeGone);
    }
  }

  @Test
  void aNodeThatShookHandsIsPingedSoonButNotAtOnceAndThenRelayed() {
    World.Peer server = world.peer("10.0.0.1", c -> c);
    World.Peer bystander = world.quiet("10.0.0.2");
    World.Peer asker = world.quiet("10.0.0.3");
    world.value(bystander, (m, out) -> m.ping(now(), Version.V5, server.node(), out));
    int distance = server.node().id().logDistance(bystander.node().id());
    assertThat(findNode(asker, server, distance)).isEmpty();
    assertThat(bystander.received("PING/v5")).isZero();
    world.net.run(Duration.ofSeconds(6));
    assertThat(bystander.received("PING/v5")).isEqualTo(1);
    assertThat(findNode(asker, server, distance)).containsExactly(bystander.node().id());
  }

  @Test
  void aNewerRecordIsFetchedWithinAMinute() {
    World.Peer a = world.peer("10.0.0.1", c -> c);
    World.Peer b = world.peer("10.0.0.2", c -> c.bootnodes(List.of(a.node())));
    world.net.run(Duration.ofMinutes(2));
    b.host().run((m, out) -> b.machine().updateSelf(r -> r.port("tcp", 4), out));
    world.net.run(Duration.ofMinutes(2));
    assertThat(a.machine().alive())
        .extracting(Node::record)
        .containsExactly(java.util.Optional.of(b.machine().self()));
  }

  @Test
  void introducedNodesAreRelayedWithoutBeingChecked() {
    Node dead = world.nobody("10.0.0.9", 30303);
    World.Peer server = world.peer("10.0.0.1", c -> c.revalidate(false)).knowing(List.of(dead));
    World.Peer asker = world.quiet("10.0.0.3");
    world.net.run(Duration.ofHours(1));
    int distance = server.node().id().logDistance(dead.id());
    assertThat(findNode(asker, server, distance)).containsExactly(dead.id());
    Target any = Target.random(new Random(3));
    List<Node> found = world.value(asker, (m, out) -> m.findNode(now(), server.bare(), any, out));
    assertThat(found).extracting(Node::id).contains(dead.id());
    assertThat(server.machine().deadline()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aNodeWhoseBootnodeComesLateJoinsLater() {
    World.Peer boot = world.quiet("10.0.0.1");
    boot.host().detach();
    World.Peer late = world.peer("10.0.0.2", c -> c.bootnodes(List.of(boot.node())));
    world.net.run(Duration.ofSeconds(35));
    assertThat(late.machine().alive()).isEmpty();
    world.net.attach(boot.address(), boot.machine());
    world.net.run(Duration.ofSeconds(25));
    assertThat(late.machine().alive()).hasSize(1);
  }

  @Test
  void theSameSeedGivesTheSameRun() {
    List<List<Integer>> sizes = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      World again = World.large(5);
      World.Peer boot = again.peer("10.0.0.1", c -> c);
      for (int i = 2; i < 8; i++) {
        again.peer("10.0.0." + i, c -> c.bootnodes(List.of(boot.node())));
      }
      again.net.run(Duration.ofMinutes(1));
      sizes.add(again.net.trace().stream().map(t -> t.datagram().hashCode()).toList());
    }
    assertThat(sizes.get(0)).isEqualTo(sizes.get(1)).hasSizeGreaterThan(100);
  }

  private List<World.Peer> network(int size, boolean four, boolean five) {
    List<World.Peer> peers = new ArrayList<>();
    peers.add(world.peer("10.0.1.1", c -> c.v4(four).v5(five)));
    Node boot = peers.getFirst().node();
    for (int i = 1; i < size; i++) {
      peers.add(
          world.peer("10.0." + (i + 1) + ".1", c -> c.v4(four).v5(five).bootnodes(List.of(boot))));
    }
    return peers;
  }

  private List<NodeId> findNode(World.Peer asker, World.Peer server, int distance) {
    List<Node> found =
        world.value(asker, (m, out) -> m.findNode(now(), server.node(), Set.of(distance), out));
    return found.stream().map(Node::id).toList();
  }

  private long now() {
    return world.net.now();
  }
}
