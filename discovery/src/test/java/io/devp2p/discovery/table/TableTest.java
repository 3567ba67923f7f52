package io.devp2p.discovery.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.Target;
import io.devp2p.discovery.Version;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TableTest {

  private static final Set<Version> BOTH = EnumSet.allOf(Version.class);

  private final Random random = new Random(1);
  private final NodeKey self = NodeKey.generate(random);
  private final NodeId selfId = NodeId.of(self.publicKey());
  private final Table table = new Table(selfId, false, random);

  @Test
  void aBucketHoldsSixteenAndRemembersSome() throws Exception {
    List<Node> far = farNodes(30);
    far.forEach(table::add);
    assertThat(table.size()).isEqualTo(16);
    Node first = far.getFirst();
    assertThat(table.failed(first.id(), Version.V5, BOTH)).isEmpty();
    Entry gone = table.failed(first.id(), Version.V4, BOTH).orElseThrow();
    assertThat(table.size()).isEqualTo(15);
    Entry promoted = table.promote(gone).orElseThrow();
    assertThat(promoted.isAlive()).isFalse();
    assertThat(far.subList(20, 30)).contains(promoted.node());
    assertThat(table.size()).isEqualTo(16);
  }

  @Test
  void oneNetworkGetsTwoPlacesInABucketAndTenInAll() throws Exception {
    for (int i = 0; i < 400; i++) {
      table.add(node("52.1.1." + i % 250));
    }
    assertThat(table.size()).isLessThanOrEqualTo(10);
    for (int distance = 253; distance <= 256; distance++) {
      assertThat(table.atDistance(distance, e -> true)).hasSize(2);
    }
  }

  @Test
  void oneIpv6NetworkIsA48() throws Exception {
    for (int i = 0; i < 400; i++) {
      table.add(node("2a00:1:1:" + Integer.toHexString(i) + "::1"));
    }
    assertThat(table.size()).isLessThanOrEqualTo(10);
  }

  @Test
  void loopbackAndLanAreExemptUnlessLimited() throws Exception {
    Table limited = new Table(selfId, true, random);
    for (Node node : farNodes(16)) {
      table.add(node);
    }
    for (int i = 0; i < 100; i++) {
      limited.add(node("127.0.0.1"));
    }
    assertThat(table.size()).isEqualTo(16);
    assertThat(limited.size()).isEqualTo(4);
  }

  @Test
  void whatIsRemovedLeavesRoomForItsNetwork() throws Exception {
    Node node = node("52.1.1.1");
    for (int i = 0; i < 20; i++) {
      assertThat(table.add(node)).isTrue();
      table.failed(node.id(), Version.V5, BOTH);
      assertThat(table.failed(node.id(), Version.V4, BOTH)).isPresent();
    }
  }

  @Test
  void ourselvesAndNodesWithoutPortAreNotTaken() throws Exception {
    Endpoint endpoint = new Endpoint(InetAddress.getByName("52.1.1.1"), 0, 1);
    assertThat(table.add(Node.of(self.publicKey(), new Endpoint(endpoint.address(), 1, 1))))
        .isFalse();
    assertThat(table.add(Node.of(NodeKey.generate(random).publicKey(), endpoint))).isFalse();
  }

  @Test
  void aNodeThatMovedIsUnverifiedAgain() throws Exception {
    NodeKey key = NodeKey.generate(random);
    table.answered(Node.of(record(key, "52.1.1.1", 1)).orElseThrow(), Version.V5);
    assertThat(table.alive()).hasSize(1);
    table.add(Node.of(record(key, "52.1.2.1", 2)).orElseThrow());
    assertThat(table.alive()).isEmpty();
    table.add(Node.of(record(key, "52.1.3.1", 1)).orElseThrow());
    NodeId id = NodeId.of(key.publicKey());
    assertThat(table.entry(id).orElseThrow().node().seq()).isEqualTo(2);
  }

  @Test
  void aNodeIsGivenUpWhenNeitherProtocolWorks() throws Exception {
    Node node = node("52.1.1.1");
    table.answered(node, Version.V4);
    table.answered(node, Version.V4);
    table.answered(node, Version.V4);
    Entry entry = table.entry(node.id()).orElseThrow();
    assertThat(entry.nextCheck(BOTH)).isEqualTo(Version.V5);
    assertThat(table.failed(node.id(), Version.V5, BOTH)).isEmpty();
    assertThat(entry.nextCheck(BOTH)).isEqualTo(Version.V4);
    assertThat(table.failed(node.id(), Version.V4, BOTH)).isEmpty();
    assertThat(table.failed(node.id(), Version.V4, BOTH)).isPresent();
    assertThat(table.size()).isZero();
  }

  @Test
  void revalidationComesSoonForNewcomersAndRarelyForTheRest() {
    Revalidation revalidation = new Revalidation(new Random(2));
    List<NodeId> ids = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      ids.add(NodeId.random(random));
      revalidation.soon(0, ids.get(i));
    }
    assertThat(revalidation.poll(999_999_999L)).isEmpty();
    for (int i = 0; i < 100; i++) {
      NodeId due = revalidation.poll(4_000_000_000L).orElseThrow();
      revalidation.later(4_000_000_000L, due, 100);
    }
    int checked = 0;
    long end = 904_000_000_000L; // 15 minutes
    Optional<NodeId> due = revalidation.poll(end);
    while (due.isPresent()) {
      checked++;
      due = revalidation.poll(end);
    }
    assertThat(checked).isEqualTo(100);
    assertThat(revalidation.deadline()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aLookupAsksThreeAtATimeAndNobodyTwice() throws Exception {
    Lookup lookup = new Lookup(Target.random(random), selfId, 0);
    List<Candidate> all = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      all.add(new Candidate(node("52.1." + i + ".1"), Version.V5));
    }
    lookup.offer(all);
    List<Candidate> asked = new ArrayList<>();
    while (true) {
      List<Candidate> round = new ArrayList<>();
      lookup.next(0).ifPresent(round::add);
      lookup.next(0).ifPresent(round::add);
      lookup.next(0).ifPresent(round::add);
      assertThat(lookup.next(0)).isEmpty();
      if (round.isEmpty()) {
        break;
      }
      round.forEach(candidate -> lookup.answered(candidate.node(), all));
      asked.addAll(round);
    }
    assertThat(lookup.isIdle()).isTrue();
    assertThat(asked).doesNotHaveDuplicates().hasSizeBetween(16, 18);
    assertThat(lookup.result()).hasSize(16);
  }

  @Test
  void aLookupGivesUpAfterSixtyQuestionsOrThirtySeconds() throws Exception {
    Lookup lookup = new Lookup(Target.random(random), selfId, 0);
    List<Candidate> all = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      all.add(new Candidate(node("52.1." + i + ".1"), Version.V5));
    }
    lookup.offer(all);
    int questions = 0;
    while (lookup.next(0).isPresent()) {
      questions++;
      lookup.failed();
    }
    assertThat(questions).isEqualTo(60);
    Lookup late = new Lookup(Target.random(random), selfId, 0);
    late.offer(all);
    assertThat(late.next(29_999_999_999L)).isPresent();
    assertThat(late.next(30_000_000_000L)).isEmpty();
  }

  private Node node(String ip) throws Exception {
    return Node.of(
        NodeKey.generate(random).publicKey(), new Endpoint(InetAddress.getByName(ip), 30303, 0));
  }

  private NodeRecord record(NodeKey key, String ip, long seq) throws Exception {
    return NodeRecord.builder().address(InetAddress.getByName(ip)).port("udp", 1).sign(key, seq);
  }

  private List<Node> farNodes(int count) throws Exception {
    List<Node> far = new ArrayList<>();
    while (far.size() < count) {
      Node node = node("10.0.0.1");
      if (node.id().logDistance(selfId) == 256) {
        far.add(node);
      }
    }
    return far;
  }
}
