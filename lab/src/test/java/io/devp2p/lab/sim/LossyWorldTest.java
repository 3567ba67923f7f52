package io.devp2p.lab.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.discovery.Version;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Of ten datagrams one is lost, one is overtaken, and every twentieth arrives twice. */
class LossyWorldTest {

  private static final int SIZE = 100;

  private static SimWorld world(long seed) {
    System.out.println("seed " + seed);
    SimWorld world = new SimWorld(seed);
    world.net().loss(0.10);
    world.net().duplication(0.05);
    world.net().reordering(0.10);
    world.net().delay(Duration.ofMillis(30), Duration.ofMillis(70));
    return world;
  }

  private static List<SimPeer> network(SimWorld world, Set<Version> versions, int size) {
    return world.join(
        0,
        size,
        Duration.ofSeconds(20),
        c -> c.v4(versions.contains(Version.V4)).v5(versions.contains(Version.V5)));
  }

  @Test
  void newcomersBondByDiscv4() {
    SimWorld world = world(61);
    List<SimPeer> old = network(world, EnumSet.of(Version.V4), 10);
    List<SimPeer> asked = new ArrayList<>();
    List<SimPeer> newcomers = new ArrayList<>();
    for (int i = 0; i < SIZE; i++) {
      SimPeer first = old.get(i % old.size());
      asked.add(first);
      newcomers.add(
          world.peer(SimWorld.place(1_000 + i), c -> c.v5(false).bootnodes(List.of(first.node()))));
    }
    world.net().run(Duration.ofSeconds(35));
    int bonds = 0;
    for (int i = 0; i < SIZE; i++) {
      boolean both =
          isProved(newcomers.get(i), asked.get(i)) && isProved(asked.get(i), newcomers.get(i));
      bonds += both ? 1 : 0;
    }
    System.out.printf("%d of %d newcomers have a bond after 35 s%n", bonds, SIZE);
    assertThat(bonds).isGreaterThanOrEqualTo(SIZE * 95 / 100);
  }

  private static boolean isProved(SimPeer us, SimPeer them) {
    return us.machine().isProved(us.host().now(), them.address());
  }

  @Test
  void lookupsOfDiscv5FindNineInTenWithinAMinute() {
    SimWorld world = world(62);
    List<SimPeer> peers = network(world, EnumSet.of(Version.V5), SIZE);
    world.net().run(Duration.ofSeconds(80));
    int found = 0;
    long slowest = 0;
    for (SimPeer sought : peers) {
      long began = world.net().now();
      found += world.finds(world.anyBut(sought, peers), sought) ? 1 : 0;
      slowest = Math.max(slowest, world.net().now() - began);
    }
    System.out.printf("%d of %d found, the slowest in %d ms%n", found, SIZE, slowest / 1_000_000);
    assertThat(found).isGreaterThanOrEqualTo(SIZE * 90 / 100);
    assertThat(Duration.ofNanos(slowest)).isLessThanOrEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void theSameSeedGivesTheSameTraceAndAnotherOneAnother() {
    List<Long> hashes = new ArrayList<>();
    for (long seed : new long[] {63, 63, 64}) {
      SimWorld world = world(seed);
      network(world, EnumSet.allOf(Version.class), 12);
      hashes.add(world.net().traceHash());
    }
    System.out.printf("trace hashes %x %x %x%n", hashes.toArray());
    assertThat(hashes.get(1)).isEqualTo(hashes.get(0));
    assertThat(hashes.get(2)).isNotEqualTo(hashes.get(0));
  }
}
