package io.devp2p.discovery.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.node.Node;
import io.devp2p.discovery.Target;
import io.devp2p.discovery.Version;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nodes of one owner among others. */
class SybilTest {

  private final World world = World.large(15);

  /** V-15, with the machines themselves: three in ten nodes name only each other. */
  @Test
  void lookupsReachNineInTenHonestNodesAmongSybilsThatNameOnlyThemselves() {
    World.Peer boot = world.peer("51.0.0.1", c -> c.v4(false));
    List<World.Peer> honest = new ArrayList<>(List.of(boot));
    for (int i = 1; i < 28; i++) {
      Node first = boot.node();
      honest.add(world.peer("51." + i + ".0.1", c -> c.v4(false).bootnodes(List.of(first))));
    }
    List<World.Peer> sybils = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      sybils.add(world.peer("52." + i + ".0.1", c -> c.v4(false).revalidate(false)));
    }
    List<Node> names = sybils.stream().map(World.Peer::node).toList();
    for (World.Peer sybil : sybils) {
      sybil.knowing(names);
      for (World.Peer victim : honest) {
        world.begin(sybil, (m, out) -> m.ping(world.net.now(), Version.V5, victim.node(), out));
      }
    }
    world.net.run(Duration.ofMinutes(1));
    long inTables =
        honest.stream()
            .flatMap(p -> p.machine().alive().stream())
            .filter(n -> names.stream().anyMatch(s -> s.id().equals(n.id())))
            .count();
    assertThat(inTables).as("they got in").isGreaterThan(honest.size());
    int found = 0;
    for (int i = 0; i < honest.size(); i++) {
      World.Peer sought = honest.get(i);
      World.Peer seeker = honest.get((i + 1) % honest.size());
      Target target = Target.of(sought.key().publicKey());
      List<Node> result = world.value(seeker, (m, out) -> m.lookup(world.net.now(), target, out));
      found += result.stream().anyMatch(n -> n.id().equals(sought.node().id())) ? 1 : 0;
    }
    System.out.printf(
        "%d of %d honest nodes found among %d sybils%n", found, honest.size(), sybils.size());
    assertThat(found * 10).isGreaterThanOrEqualTo(honest.size() * 9);
  }
}
