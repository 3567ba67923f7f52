package io.devp2p.discovery.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import io.devp2p.discovery.DiscoveryEvent;
import io.devp2p.discovery.Pinged;
import io.devp2p.discovery.Version;
import io.devp2p.discovery.v4.V4Packet;
import io.devp2p.discovery.v4.V4Rule;
import io.devp2p.testkit.SimNet;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clocks that are wrong, machines that slept, networks that were away. */
class ResilienceTest {

  private final World world = World.large(23);

  @Test
  void aMachineThatSleptTenMinutesMakesNoStormAndIsBackWithinOne() {
    List<World.Peer> peers = network(24);
    world.net.run(Duration.ofMinutes(5));
    World.Peer sleeper = peers.get(7);
    Set<NodeId> known = aliveIds(sleeper);
    long knowSleeper = whoKnow(peers, sleeper);
    assertThat(known).hasSizeGreaterThan(20);
    sleeper.host().detach();
    world.net.run(Duration.ofMinutes(10));
    world.net.attach(sleeper.address(), sleeper.machine());
    long before = sentBy(sleeper);
    world.net.run(Duration.ofSeconds(1));
    // Two checks, one refresh of four lookups with three questions each, and what these lead to.
    assertThat(sentBy(sleeper) - before).isLessThan(120);
    world.net.run(Duration.ofSeconds(59));
    Set<NodeId> after = aliveIds(sleeper);
    after.retainAll(known);
    assertThat(after).hasSizeGreaterThanOrEqualTo(known.size() * 9 / 10);
    assertThat(whoKnow(peers, sleeper)).isGreaterThanOrEqualTo(knowSleeper * 9 / 10);
  }

  @Test
  void aHalfThatWasAwayForAQuarterOfAnHourIsBackInTheTablesWithinOne() {
    List<World.Peer> peers = network(24);
    world.net.run(Duration.ofMinutes(5));
    List<World.Peer> stayed = peers.subList(0, 12);
    List<World.Peer> away = peers.subList(12, 24);
    long lost = away.stream().mapToLong(p -> whoKnow(stayed, p)).sum();
    away.forEach(p -> p.host().detach());
    world.net.run(Duration.ofMinutes(15));
    long forgotten = lost - away.stream().mapToLong(p -> whoKnow(stayed, p)).sum();
    assertThat(forgotten).isGreaterThan(lost * 9 / 10);
    away.forEach(p -> world.net.attach(p.address(), p.machine()));
    world.net.run(Duration.ofSeconds(60));
    long again = away.stream().mapToLong(p -> whoKnow(stayed, p)).sum();
    System.out.printf("%d entries, %d lost, %d after a minute%n", lost, forgotten, again);
    assertThat(again).isGreaterThanOrEqualTo(lost * 9 / 10);
  }

  @ParameterizedTest
  @ValueSource(longs = {-600, 600})
  void aWrongClockIsToldAndStopsNeitherDiscv5NorTheTable(long ahead) {
    InstantSource wrong = () -> world.net.wallClock().instant().plusSeconds(ahead);
    World.Peer us = world.peer("52.1.0.1", c -> c.wallClock(wrong));
    List<World.Peer> others = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Node boot = us.node();
      others.add(world.peer("52.0." + i + ".1", c -> c.bootnodes(List.of(boot))));
    }
    world.net.run(Duration.ofMinutes(4));
    List<DiscoveryEvent.ClockDrift> told =
        us.events().stream()
            .filter(DiscoveryEvent.ClockDrift.class::isInstance)
            .map(DiscoveryEvent.ClockDrift.class::cast)
            .toList();
    assertThat(told).hasSize(1);
    assertThat(told.getFirst().ahead().toSeconds()).isBetween(-ahead - 2, -ahead + 2);
    assertThat(us.machine().stats(0, 0, 0, 0).clockDrift())
        .hasValue(told.getLast().ahead().toSeconds());
    assertThat(us.refused(V4Rule.V4_EXPIRED) > 0).isEqualTo(ahead > 0);
    assertThat(us.machine().alive()).hasSizeGreaterThanOrEqualTo(18);
    World.Peer other = others.getFirst();
    Pinged pinged =
        world.value(us, (m, out) -> m.ping(world.net.now(), Version.V5, other.node(), out));
    assertThat(pinged.observed()).isEqualTo(us.address());
  }

  @Test
  void aRightClockIsNotDoubtedByAFewNorByClientsThatAddAMinute() {
    World.Peer us = world.peer("52.1.0.1", c -> c);
    for (int i = 0; i < 40; i++) {
      Tester tester = new Tester(world, us);
      SimNet<DiscoveryEvent>.Host socket = tester.socket("52.0." + i + ".1");
      tester.send4(socket, Tester.ping(tester.unix() + (i % 4 == 0 ? 20 : 60)));
      world.net.run(Duration.ofSeconds(1));
    }
    assertThat(us.events()).noneMatch(DiscoveryEvent.ClockDrift.class::isInstance);
    assertThat(us.machine().stats(0, 0, 0, 0).clockDrift().orElseThrow()).isBetween(-1L, 1L);
  }

  @Test
  void anEverHigherRecordNumberMakesUsAskOnceAMinute() {
    World.Peer us = world.peer("52.1.0.1", c -> c);
    Tester tester = new Tester(world, us);
    SimNet<DiscoveryEvent>.Host socket = tester.socket("52.0.0.1");
    tester.bond(socket);
    assertThat(us.machine().alive()).hasSize(1);
    for (int i = 0; i < 150; i++) {
      tester.send4(
          socket,
          new V4Packet.Ping(
              Optional.empty(), Optional.empty(), tester.unix() + 20, OptionalLong.of(1_000 + i)));
      for (int j = 0; j < 8; j++) {
        world.net.run(Duration.ofMillis(250));
        tester.answerPings(socket);
      }
    }
    long asked = us.machine().stats(0, 0, 0, 0).sent().getOrDefault("ENRREQUEST/v4", 0L);
    assertThat(asked).isBetween(4L, 6L);
  }

  /** So few that all of them fit the buckets of all, and none takes the place of a lost one. */
  private List<World.Peer> network(int size) {
    List<World.Peer> peers = new ArrayList<>();
    peers.add(world.peer("52.0.0.1", c -> c));
    Node boot = peers.getFirst().node();
    for (int i = 1; i < size; i++) {
      peers.add(world.peer("52.0." + i + ".1", c -> c.bootnodes(List.of(boot))));
    }
    return peers;
  }

  private static Set<NodeId> aliveIds(World.Peer peer) {
    return peer.machine().alive().stream().map(Node::id).collect(Collectors.toSet());
  }

  private static long whoKnow(List<World.Peer> peers, World.Peer sought) {
    NodeId id = NodeId.of(sought.key().publicKey());
    return peers.stream().filter(p -> aliveIds(p).contains(id)).count();
  }

  private long sentBy(World.Peer peer) {
    return peer.machine().stats(0, 0, 0, 0).sent().values().stream().mapToLong(n -> n).sum();
  }
}
