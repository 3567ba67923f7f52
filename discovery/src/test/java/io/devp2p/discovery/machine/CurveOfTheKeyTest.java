package io.devp2p.discovery.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.Pinged;
import io.devp2p.discovery.Target;
import io.devp2p.discovery.Version;
import io.devp2p.testkit.SimCrypto;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A machine computes by the curve of its key and by no other: on a simulated curve, which no other
 * one understands, all of a dialogue works.
 */
final class CurveOfTheKeyTest {

  private final World world = new World(11, new SimCrypto(11));

  @ParameterizedTest
  @EnumSource(Version.class)
  void dialoguesWorkOnASimulatedCurve(Version version) {
    World.Peer a = world.quiet("10.0.0.1");
    World.Peer b = world.quiet("10.0.0.2");
    Pinged pinged = world.value(a, (m, out) -> m.ping(world.net.now(), version, b.node(), out));
    assertThat(pinged.observed()).isEqualTo(a.address());
    NodeRecord record =
        world.value(a, (m, out) -> m.requestRecord(world.net.now(), version, b.node(), out));
    assertThat(record).isEqualTo(b.machine().self());
    assertThat(a.machine().stats(0, 0, 0, 0).curve()).isEqualTo("simulated");
    assertThat(a.machine().stats(0, 0, 0, 0).refused()).isEmpty();
    assertThat(b.machine().stats(0, 0, 0, 0).refused()).isEmpty();
  }

  @Test
  void aLookupWorksOnASimulatedCurve() {
    List<Node> nodes = new ArrayList<>();
    for (int i = 1; i <= 12; i++) {
      nodes.add(world.quiet("10.0." + i + ".1").node());
    }
    World.Peer hub = world.quiet("10.1.0.1").knowing(nodes);
    World.Peer asker = world.quiet("10.2.0.1").knowing(List.of(hub.node()));
    Target target = Target.of(nodes.getFirst().key());
    List<Node> found = world.value(asker, (m, out) -> m.lookup(world.net.now(), target, out));
    assertThat(found).extracting(Node::id).contains(nodes.getFirst().id());
  }
}
