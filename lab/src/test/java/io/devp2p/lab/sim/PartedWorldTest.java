package io.devp2p.lab.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.node.NodeId;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Networks that fall apart and heal, and computers that sleep. */
class PartedWorldTest {

  private static final int SIZE = 30;

  private static SimWorld world(long seed) {
    System.out.println("seed " + seed);
    return new SimWorld(seed);
  }

  @Test
  void aPartitionOfTwentyMinutesHeals() {
    SimWorld world = world(101);
    List<SimPeer> all = world.join(0, SIZE, Duration.ofMinutes(1), c -> c);
    world.net().run(Duration.ofMinutes(5));
    List<SimPeer> left = all.subList(0, SIZE / 2);
    List<SimPeer> right = all.subList(SIZE / 2, SIZE);
    Set<InetAddress> side =
        left.stream().map(p -> p.address().getAddress()).collect(Collectors.toSet());
    double before = crossing(left, right);
    world.net().partition(side::contains);
    world.net().run(Duration.ofMinutes(20));
    double parted = crossing(left, right);
    assertThat(foundAcross(world, left, right)).isZero();
    world.net().heal();
    world.net().run(Duration.ofMinutes(5));
    double after = crossing(left, right);
    int found = foundAcross(world, left, right);
    System.out.printf(
        "nodes of the other side in a table: %.1f before, %.1f parted, %.1f after; %d of %d found%n",
        before, parted, after, found, SIZE / 2);
    assertThat(parted).isLessThan(before / 10);
    assertThat(after).isGreaterThan(before * 0.9);
    assertThat(found * 100).isGreaterThanOrEqualTo(SIZE / 2 * 95);
  }

  /** Nodes of the right side that one of the left has in its table, on average. */
  private static double crossing(List<SimPeer> left, List<SimPeer> right) {
    Set<NodeId> ids = right.stream().map(SimPeer::id).collect(Collectors.toSet());
    return left.stream()
        .mapToLong(p -> p.machine().alive().stream().filter(n -> ids.contains(n.id())).count())
        .average()
        .orElseThrow();
  }

  private static int foundAcross(SimWorld world, List<SimPeer> left, List<SimPeer> right) {
    int found = 0;
    for (int i = 0; i < left.size(); i++) {
      found += world.finds(left.get(i), right.get(i)) ? 1 : 0;
    }
    return found;
  }

  /** Its monotonic clock stood still, its wall clock did not. */
  @Test
  void aLaptopThatSleptAnHourIsBackWithinTwoMinutes() {
    SimWorld world = world(102);
    List<SimPeer> all = world.join(0, SIZE, Duration.ofMinutes(1), c -> c);
    world.net().run(Duration.ofMinutes(5));
    SimPeer laptop = all.get(7);
    int knew = laptop.machine().alive().size();
    laptop.host().sleep();
    world.net().run(Duration.ofHours(1));
    assertThat(whoKnow(all, laptop)).as("who still know it").isZero();
    laptop.host().wake();
    world.net().run(Duration.ofMinutes(2));
    long known = whoKnow(all, laptop);
    System.out.printf(
        "the laptop knew %d nodes, now %d; %d know it%n",
        knew, laptop.machine().alive().size(), known);
    assertThat(laptop.machine().alive()).hasSizeGreaterThanOrEqualTo(knew * 9 / 10);
    assertThat(known).isGreaterThanOrEqualTo(6);
    SimPeer seeker = world.anyBut(laptop, all);
    assertThat(world.finds(seeker, laptop)).isTrue();
    assertThat(laptop.machine().stats(0, 0, 0, 0).clockDrift().orElse(0)).isBetween(-2L, 2L);
  }

  private static long whoKnow(List<SimPeer> all, SimPeer one) {
    NodeId id = one.id();
    return all.stream()
        .filter(p -> p.machine().alive().stream().anyMatch(n -> n.id().equals(id)))
        .count();
  }
}
