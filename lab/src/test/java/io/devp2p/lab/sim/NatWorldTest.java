package io.devp2p.lab.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.machine.Effect;
import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.Node;
import io.devp2p.discovery.Version;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a node behind a router says of itself, while strangers try whether it is true. */
class NatWorldTest {

  /** Who is there when it begins; one more comes each minute, and hears of it by discv4. */
  private static final int OTHERS = 12;

  private static final int MINUTES = 12;
  private static final long SEED = 91;

  private int strangers;

  @ParameterizedTest
  @EnumSource(NatKind.class)
  void nothingUnreachableIsPublished(NatKind kind) {
    SimWorld world = new SimWorld(SEED);
    System.out.println("seed " + SEED);
    boolean six = kind == NatKind.IPV6_FIREWALL;
    List<SimPeer> others = new ArrayList<>();
    for (int i = 0; i < OTHERS; i++) {
      List<Node> known = i == 0 ? List.of() : List.of(others.getFirst().node());
      others.add(world.peer(place(i, six), c -> c.bootnodes(known)));
    }
    world.net().run(Duration.ofMinutes(1));
    SimPeer us =
        world.unaware(
            kind.inside(), kind.routers(), c -> c.bootnodes(List.of(others.getFirst().node())));
    int published = 0;
    for (int minute = 0; minute < MINUTES; minute++) {
      int newcomer = 1_000 + minute;
      world.peer(
          place(newcomer, six), c -> c.v5(false).bootnodes(List.of(others.getLast().node())));
      world.net().run(Duration.ofMinutes(1));
      for (Endpoint endpoint : us.machine().self().endpoints()) {
        published++;
        for (Version version : Version.values()) {
          assertThat(isReached(world, us, endpoint, version, six))
              .as("%s at %s by %s after %d min", kind, endpoint, version, minute + 1)
              .isTrue();
        }
      }
    }
    int known = us.machine().alive().size();
    System.out.printf(
        "%s: %d nodes known, an address published in %d of %d minutes, %s%n",
        kind, known, published, MINUTES, us.machine().stats(0, 0, 0, 0).addresses());
    assertThat(known).as("its own discovery works").isGreaterThanOrEqualTo(OTHERS * 3 / 4);
    assertThat(published > 0).isEqualTo(kind.isReachable());
  }

  private boolean isReached(
      SimWorld world, SimPeer us, Endpoint endpoint, Version version, boolean six) {
    InetSocketAddress from = place(100 + strangers++, six);
    SimPeer stranger = world.peer(from, c -> c.revalidate(false));
    Node node = Node.of(us.machine().self(), endpoint);
    Effect.Outcome outcome =
        world.ask(stranger, (m, out) -> m.ping(world.net().now(), version, node, out));
    stranger.host().detach();
    return outcome instanceof Effect.Outcome.Value;
  }

  private static InetSocketAddress place(int number, boolean six) {
    return six
        ? new InetSocketAddress("2a02:%x::1".formatted(number + 1), 30_303)
        : SimWorld.place(number);
  }
}
