package io.devp2p.lab.sim;

import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import io.devp2p.discovery.DiscoveryEvent;
import io.devp2p.discovery.NodeStore;
import io.devp2p.discovery.Version;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * An attacker with many ids on two networks of 256 addresses, all of which live, answer, name only
 * each other, and come to one honest node again and again: before and after it has restarted.
 */
public final class SybilWorld {

  /** Of how many nodes of its own a sybil knows. */
  private static final int ACCOMPLICES = 48;

  private static final Duration CALM = Duration.ofMinutes(1);
  private static final Duration ROUND = Duration.ofMinutes(2);
  private static final int ROUNDS = 2;

  /** Nodes of a store that {@code Discovery} begins with. */
  private static final int DRAWN = 256;

  private final SimWorld world;
  private final List<SimPeer> honest;
  private final SimPeer victim;
  private final NodeStore store;
  private final List<SimPeer> sybils = new ArrayList<>();
  private final Set<NodeId> ids = new HashSet<>();

  /**
   * What came of it.
   *
   * @param table nodes in the victim's table
   * @param sybils how many of them are the attacker's
   * @param tableAfter the same after it restarted from its store
   * @param sybilsAfter the same after it restarted from its store
   * @param stored the attacker's part of what the store gave
   * @param traceHash the same for the same seed
   */
  public record Result(
      int table, int sybils, int tableAfter, int sybilsAfter, double stored, long traceHash) {
    @Override
    public String toString() {
      return "%d of %d entries are the attacker's, %d of %d after a restart (%.0f %% of the store), trace %016x"
          .formatted(sybils, table, sybilsAfter, tableAfter, 100 * stored, traceHash);
    }
  }

  private SybilWorld(long seed, int size) {
    world = new SimWorld(seed);
    honest = world.join(0, size, Duration.ofMinutes(1), c -> c);
    victim = honest.getLast();
    store = NodeStore.inMemory(world.net().wallClock());
    victim.onEvent(this::keep);
  }

  /** Runs the world. */
  public static Result run(long seed, int honest, int sybils) {
    SybilWorld world = new SybilWorld(seed, honest);
    world.world.net().run(CALM);
    world.recruit(sybils);
    return world.attack();
  }

  private void recruit(int size) {
    for (int i = 0; i < size; i++) {
      String ip = "%d.66.66.%d".formatted(45 + i % 2, i / 2 % 250 + 1);
      InetSocketAddress place = new InetSocketAddress(ip, 20_000 + i / 500);
      SimPeer sybil = world.peer(place, c -> c.revalidate(false));
      sybils.add(sybil);
      ids.add(sybil.id());
    }
    List<Node> nodes = sybils.stream().map(SimPeer::node).toList();
    for (SimPeer sybil : sybils) {
      List<Node> accomplices = new ArrayList<>(ACCOMPLICES);
      for (int i = 0; i < ACCOMPLICES; i++) {
        accomplices.add(nodes.get(world.random().nextInt(nodes.size())));
      }
      sybil.machine().introduce(accomplices, EnumSet.allOf(Version.class));
    }
  }

  private Result attack() {
    come(victim);
    int table = victim.machine().alive().size();
    int own = sybils(victim.machine().alive());
    List<Node> drawn =
        store.draw(victim.key().curve(), DRAWN, new Random(1)).stream()
            .map(NodeStore.Sighting::node)
            .toList();
    SimPeer again =
        world.restart(victim, drawn, c -> c.bootnodes(List.of(honest.getFirst().node())));
    come(again);
    List<Node> alive = again.machine().alive();
    return new Result(
        table,
        own,
        alive.size(),
        sybils(alive),
        (double) sybils(drawn) / drawn.size(),
        world.net().traceHash());
  }

  private void keep(DiscoveryEvent event) {
    if (event instanceof DiscoveryEvent.NodeAnswered seen) {
      store.saw(
          new NodeStore.Sighting(seen.node(), seen.answered(), world.net().wallClock().instant()));
    }
  }

  /** All sybils come to the victim, in every round, in both versions. */
  private void come(SimPeer to) {
    for (int round = 0; round < ROUNDS; round++) {
      for (SimPeer sybil : sybils) {
        Version version = world.random().nextBoolean() ? Version.V4 : Version.V5;
        SimWorld.tell(sybil, (m, out) -> m.ping(world.net().now(), version, to.node(), out));
        world.net().run(ROUND.dividedBy(sybils.size()));
      }
    }
  }

  private int sybils(List<Node> nodes) {
    return (int) nodes.stream().filter(node -> ids.contains(node.id())).count();
  }
}
