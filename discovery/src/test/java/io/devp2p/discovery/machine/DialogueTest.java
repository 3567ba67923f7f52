package io.devp2p.discovery.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.NetworkException;
import io.devp2p.core.machine.Effect;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.DiscoveryConfig;
import io.devp2p.discovery.DiscoveryEvent;
import io.devp2p.discovery.Pinged;
import io.devp2p.discovery.Target;
import io.devp2p.discovery.Version;
import io.devp2p.discovery.guard.AddressPolicy;
import io.devp2p.discovery.v4.V4Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two machines, or a few, talk in virtual time. */
class DialogueTest {

  private final World world = new World(7);

  @ParameterizedTest
  @EnumSource(Version.class)
  void pingIsAnsweredWithRttSeqAndOurAddress(Version version) {
    World.Peer a = world.quiet("10.0.0.1");
    World.Peer b = world.quiet("10.0.0.2");
    Pinged pinged = world.value(a, (m, out) -> m.ping(now(), version, b.node(), out));
    assertThat(pinged.rttNanos())
        .isBetween(Duration.ofMillis(10).toNanos(), Duration.ofMillis(50).toNanos());
    assertThat(pinged.seq()).isEqualTo(b.machine().self().seq());
    assertThat(pinged.observed()).isEqualTo(a.address());
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void ipv6WorksAsIpv4Does(Version version) {
    World.Peer a = world.quiet("fd00::1");
    World.Peer b = world.quiet("fd00::2");
    Pinged pinged = world.value(a, (m, out) -> m.ping(now(), version, b.node(), out));
    assertThat(pinged.observed()).isEqualTo(a.address());
    assertThat(a.machine().self().ip6().orElseThrow().udp()).isEqualTo(30303);
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void recordIsAskedFor(Version version) {
    World.Peer a = world.quiet("10.0.0.1");
    World.Peer b = world.quiet("10.0.0.2");
    NodeRecord record = world.value(a, (m, out) -> m.requestRecord(now(), version, b.bare(), out));
    assertThat(record).isEqualTo(b.machine().self());
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void nobodyAnswersThereTimesOut(Version version) {
    World.Peer a = world.quiet("10.0.0.1");
    Node gone = world.nobody("10.0.0.9", 30303);
    assertThat(world.timesOut(a, (m, out) -> m.ping(now(), version, gone, out))).isTrue();
    assertThat(world.timesOut(a, (m, out) -> m.requestRecord(now(), version, gone, out))).isTrue();
    assertThat(a.machine().stats(0, 0, 0, 0).pending()).isZero();
  }

  @Test
  void findNodeOfV4BondsFirstAndGetsSixteen() {
    World.Peer a = world.quiet("10.0.0.1");
    List<Node> known = nobodies(40);
    World.Peer b = world.peer("10.0.0.2", c -> c.revalidate(false)).knowing(known);
    Target target = Target.random(new Random(1));
    List<Node> found = world.value(a, (m, out) -> m.findNode(now(), b.bare(), target, out));
    assertThat(found).hasSize(16).allMatch(n -> ids(known).contains(n.id()));
    assertThat(b.received("PING/v4")).isEqualTo(1);
    assertThat(a.received("PING/v4")).isEqualTo(1);
    // The second question needs no proof any more.
    world.value(a, (m, out) -> m.findNode(now(), b.bare(), Target.random(new Random(2)), out));
    assertThat(b.received("PING/v4")).isEqualTo(1);
    assertThat(b.received("FINDNODE/v4")).isEqualTo(2);
  }

  @Test
  void findNodeOfV4WithFewNeighborsDoesNotWaitForTheWholeTimeout() {
    World.Peer a = world.quiet("10.0.0.1");
    World.Peer b = world.peer("10.0.0.2", c -> c.revalidate(false)).knowing(nobodies(3));
    world.value(a, (m, out) -> m.ping(now(), Version.V4, b.bare(), out));
    world.net.run(Duration.ofSeconds(1));
    long before = now();
    Target target = Target.random(new Random(1));
    List<Node> found = world.value(a, (m, out) -> m.findNode(now(), b.bare(), target, out));
    assertThat(found).hasSize(3);
    assertThat(now() - before).isLessThan(Duration.ofMillis(200).toNanos());
  }

  @Test
  void aNodeThatTrustsAnEarlierProofIsAskedAfterAPause() {
    World.Peer a = world.quiet("10.0.0.1");
    World.Peer b = world.peer("10.0.0.2", c -> c.revalidate(false)).knowing(nobodies(20));
    world.value(a, (m, out) -> m.ping(now(), Version.V4, b.bare(), out));
    world.net.run(Duration.ofHours(13)); // b still holds our proof, and will not ping
    Target target = Target.random(new Random(1));
    List<Node> found = world.value(a, (m, out) -> m.findNode(now(), b.bare(), target, out));
    assertThat(found).hasSize(16);
    assertThat(a.received("PING/v4")).isEqualTo(1);
  }

  @Test
  void manyQuestionsToOneNodeAreAnsweredOneAfterAnother() {
    World.Peer a = world.quiet("10.0.0.1");
    World.Peer b = world.peer("10.0.0.2", c -> c.revalidate(false)).knowing(nobodies(40));
    List<Long> calls = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Target target = Target.random(new Random(i));
      calls.add(world.begin(a, (m, out) -> m.findNode(now(), b.bare(), target, out)));
      calls.add(world.begin(a, (m, out) -> m.findNode(now(), b.node(), Set.of(256, 255), out)));
      calls.add(world.begin(a, (m, out) -> m.requestRecord(now(), Version.V4, b.bare(), out)));
    }
    world.net.run(Duration.ofSeconds(10));
    assertThat(calls).allMatch(call -> a.host().outcome(call).isPresent());
    assertThat(a.machine().stats(0, 0, 0, 0).pending()).isZero();
    assertThat(calls).allMatch(call -> succeeded(a, call));
    assertThat(b.received("HANDSHAKE/v5")).isEqualTo(1);
  }

  @Test
  void callsToADeadNodeFailTogether() {
    World.Peer a = world.quiet("10.0.0.1");
    Node gone = world.nobody("10.0.0.9", 30303);
    List<Long> calls = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      Target target = Target.random(new Random(i));
      calls.add(world.begin(a, (m, out) -> m.findNode(now(), gone, target, out)));
      calls.add(world.begin(a, (m, out) -> m.findNode(now(), gone, Set.of(256), out)));
    }
    world.net.run(Duration.ofMillis(701));
    assertThat(calls).allMatch(call -> a.host().outcome(call).isPresent());
  }

  @Test
  void findNodeOfV5ServesEveryListedDistanceAndItself() {
    World.Peer a = world.quiet("10.0.0.1");
    List<Node> known = nobodies(30);
    World.Peer b = world.peer("10.0.0.2", c -> c.revalidate(false)).knowing(known);
    Set<Integer> distances = Set.of(252, 253, 254, 255);
    List<Node> found = world.value(a, (m, out) -> m.findNode(now(), b.node(), distances, out));
    List<Node> expected =
        known.stream().filter(n -> distances.contains(n.id().logDistance(b.node().id()))).toList();
    assertThat(ids(found)).containsExactlyInAnyOrderElementsOf(ids(expected));
    List<Node> self = world.value(a, (m, out) -> m.findNode(now(), b.node(), Set.of(0), out));
    assertThat(self).extracting(Node::id).containsExactly(b.node().id());
    List<Node> none = world.value(a, (m, out) -> m.findNode(now(), b.node(), Set.of(1), out));
    assertThat(none).isEmpty();
  }

  @Test
  void talkIsAnsweredByItsHandlerOrWithNothing() {
    World.Peer a = world.quiet("10.0.0.1");
    World.Peer b = world.quiet("10.0.0.2");
    Bytes hello = Bytes.of(1, 2, 3);
    Bytes unknown = world.value(a, (m, out) -> m.talk(now(), b.node(), "none", hello, out));
    assertThat(unknown.isEmpty()).isTrue();

    b.machine().serveTalk("echo");
    long call = world.begin(a, (m, out) -> m.talk(now(), b.node(), "echo", hello, out));
    assertThat(world.net.runUntil(() -> talks(b).size() == 1, Duration.ofSeconds(1))).isTrue();
    DiscoveryEvent.TalkRequested asked = talks(b).getFirst();
    assertThat(asked.request()).isEqualTo(hello);
    assertThat(asked.node()).isEqualTo(a.node().id());
    b.host().run((m, out) -> b.machine().answerTalk(now(), asked.token(), Bytes.of(9), out));
    world.net.run(Duration.ofMillis(100));
    assertThat(a.host().outcome(call).orElseThrow().toString()).contains("0x09");
  }

  @Test
  void aSlowTalkHandlerIsAnsweredForAfter400Millis() {
    World.Peer a = world.quiet("10.0.0.1");
    World.Peer b = world.quiet("10.0.0.2");
    b.machine().serveTalk("slow");
    world.value(a, (m, out) -> m.ping(now(), Version.V5, b.node(), out));
    Bytes answer = world.value(a, (m, out) -> m.talk(now(), b.node(), "slow", Bytes.of(1), out));
    assertThat(answer.isEmpty()).isTrue();
    long late = talks(b).getFirst().token();
    int sent = world.net.trace().size();
    b.host().run((m, out) -> b.machine().answerTalk(now(), late, Bytes.of(9), out));
    assertThat(world.net.trace()).hasSize(sent);
  }

  @Test
  void aFifthTalkOfOneNodeIsAnsweredAtOnce() {
    World.Peer a = world.quiet("10.0.0.1");
    World.Peer b = world.quiet("10.0.0.2");
    b.machine().serveTalk("slow");
    world.value(a, (m, out) -> m.ping(now(), Version.V5, b.node(), out));
    for (int i = 0; i < 6; i++) {
      world.begin(a, (m, out) -> m.talk(now(), b.node(), "slow", Bytes.of(1), out));
    }
    world.net.run(Duration.ofMillis(100));
    assertThat(talks(b)).hasSize(4);
    assertThat(a.received("TALKRESP/v5")).isEqualTo(2);
  }

  @Test
  void bothSidesMayShakeHandsAtOnce() {
    World.Peer a = world.quiet("10.0.0.1");
    World.Peer b = world.quiet("10.0.0.2");
    long fromA = world.begin(a, (m, out) -> m.ping(now(), Version.V5, b.node(), out));
    long fromB = world.begin(b, (m, out) -> m.ping(now(), Version.V5, a.node(), out));
    world.net.run(Duration.ofSeconds(1));
    assertThat(succeeded(a, fromA)).isTrue();
    assertThat(succeeded(b, fromB)).isTrue();
    // Both can go on without a new handshake.
    world.value(a, (m, out) -> m.ping(now(), Version.V5, b.node(), out));
    world.value(b, (m, out) -> m.ping(now(), Version.V5, a.node(), out));
    assertThat(a.received("HANDSHAKE/v5") + b.received("HANDSHAKE/v5")).isEqualTo(2);
  }

  @Test
  void aNodeThatForgotTheSessionGetsANewOne() {
    World.Peer a = world.quiet("10.0.0.1");
    World.Peer b = world.quiet("10.0.0.2");
    world.value(a, (m, out) -> m.ping(now(), Version.V5, b.node(), out));
    b.host().detach();
    DiscoveryMachine restarted =
        new DiscoveryMachine(
            b.key(),
            DiscoveryConfig.builder()
                .random(new Random(99))
                .wallClock(world.net.wallClock())
                .revalidate(false)
                .build(),
            b.address());
    world.net.attach(b.address(), restarted);
    List<Long> calls = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      calls.add(world.begin(a, (m, out) -> m.ping(now(), Version.V5, b.node(), out)));
    }
    world.net.run(Duration.ofSeconds(1));
    assertThat(calls).allMatch(call -> succeeded(a, call));
    assertThat(restarted.stats(0, 0, 0, 0).received()).containsEntry("HANDSHAKE/v5", 1L);
  }

  @Test
  void resolveAsksTheNodeThenTheOtherProtocol() {
    World.Peer a = world.quiet("10.0.0.1");
    World.Peer b = world.peer("10.0.0.2", c -> c.v5(false).revalidate(false));
    Node node = world.value(a, (m, out) -> m.resolve(now(), b.bare(), out));
    assertThat(node.record()).contains(b.machine().self());
    Node gone = world.nobody("10.0.0.9", 30303);
    assertThat(world.timesOut(a, (m, out) -> m.resolve(now(), gone, out))).isTrue();
  }

  @Test
  void whatIsSwitchedOffOrNotAllowedIsUnreachable() {
    World.Peer a =
        world.peer(
            "10.0.0.1",
            c -> c.v5(false).revalidate(false).addresses(AddressPolicy.only("10.0.0.0/24")));
    Node allowed = world.nobody("10.0.0.2", 30303);
    Node forbidden = world.nobody("10.0.1.2", 30303);
    assertThat(world.failure(a, (m, out) -> m.ping(now(), Version.V5, allowed, out)))
        .isInstanceOf(NetworkException.Unreachable.class)
        .hasMessageContaining("switched off");
    assertThat(world.failure(a, (m, out) -> m.ping(now(), Version.V4, forbidden, out)))
        .isInstanceOf(NetworkException.Unreachable.class)
        .hasMessageContaining("not allowed");
    assertThat(world.net.trace()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 30, 60})
  void callsEndWhateverIsLost(int lossPercent) {
    World.Peer a = world.quiet("10.0.0.1");
    World.Peer b = world.peer("10.0.0.2", c -> c.revalidate(false)).knowing(nobodies(40));
    world.net.loss(lossPercent / 100.0);
    for (int i = 0; i < 30; i++) {
      Target target = Target.random(new Random(i));
      world.begin(a, (m, out) -> m.findNode(now(), b.bare(), target, out));
      world.begin(a, (m, out) -> m.findNode(now(), b.node(), Set.of(256, 255), out));
      world.begin(a, (m, out) -> m.ping(now(), Version.V5, b.node(), out));
      world.begin(a, (m, out) -> m.lookup(now(), target, out));
      world.net.run(Duration.ofMillis(50));
    }
    world.net.run(Duration.ofMinutes(2));
    assertThat(a.machine().stats(0, 0, 0, 0).pending()).isZero();
    assertThat(a.host().effects().stream().filter(e -> e.toString().startsWith("Done")).count())
        .isEqualTo(120);
    assertThat(a.machine().deadline()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void anExpiredPacketIsNotAnswered() {
    World.Peer b = world.quiet("10.0.0.2");
    World.Peer a =
        world.peer(
            "10.0.0.1",
            c ->
                c.revalidate(false)
                    .wallClock(() -> world.net.wallClock().instant().minusSeconds(60)));
    assertThat(world.timesOut(a, (m, out) -> m.ping(now(), Version.V4, b.bare(), out))).isTrue();
    assertThat(b.refused(V4Rule.V4_EXPIRED)).isEqualTo(1);
    assertThat(world.net.trace()).hasSize(1);
  }

  private long now() {
    return world.net.now();
  }

  private List<Node> nobodies(int count) {
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      nodes.add(world.nobody("10.1." + i + ".1", 30303));
    }
    return nodes;
  }

  private static boolean succeeded(World.Peer peer, long call) {
    return peer.host().outcome(call).orElseThrow() instanceof Effect.Outcome.Value;
  }

  private static List<NodeId> ids(List<Node> nodes) {
    return nodes.stream().map(Node::id).toList();
  }

  private static List<DiscoveryEvent.TalkRequested> talks(World.Peer peer) {
    return peer.events().stream()
        .filter(e -> e instanceof DiscoveryEvent.TalkRequested)
        .map(e -> (DiscoveryEvent.TalkRequested) e)
        .toList();
  }
}
