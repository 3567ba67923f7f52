package io.devp2p.discovery.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.BucketEntry;
import io.devp2p.discovery.Version;
import io.devp2p.discovery.guard.Prefix;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableTest {

  private static final Set<Version> BOTH = EnumSet.allOf(Version.class);

  private static final Instant ADDED = Instant.ofEpochSecond(1_700_000_000);

  private final Random random = new Random(1);
  private final NodeKey self = NodeKey.generate(random);
  private final NodeId selfId = NodeId.of(self.publicKey());
  private final Table table = new Table(selfId, false, InstantSource.fixed(ADDED), random);

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
  void aSnapshotTellsWhoIsInWhichBucket() {
    Node node = idAt(256, "52.1.1.1");
    table.answered(node, Version.V5);
    table.add(idAt(250, "52.1.1.2"));
    List<List<BucketEntry>> buckets = table.snapshot();
    assertThat(buckets).hasSize(Table.BUCKETS);
    assertThat(buckets.getLast()).containsExactly(new BucketEntry(node, ADDED, 1, true));
    assertThat(buckets.get(10)).singleElement().matches(e -> !e.alive() && e.checks() == 0);
  }

  @ParameterizedTest
  @CsvSource({"52.1.1.%d, 0, 3", "2a00:1:1:%x::1, 0, 3", "52.1.1.%d, 7, 6", "52.1.1.%d, 12, 10"})
  void oneNetworkGetsTwoPlacesInABucketAndFewInAll(String network, int others, int most) {
    fillBuckets(others);
    for (int i = 0; i < 170; i++) {
      table.add(idAt(240 + i % 17, String.format(network, i)));
    }
    Prefix there = Prefix.of(address(String.format(network, 1)));
    Predicate<Entry> isThere = e -> Prefix.of(e.node().endpoint().address()).equals(there);
    for (int distance = 240; distance <= 256; distance++) {
      assertThat(table.atDistance(distance, isThere)).hasSizeLessThanOrEqualTo(2);
    }
    assertThat(table.closest(selfId, 1_000, isThere)).hasSize(most);
  }

  @Test
  void anAddressHasFourIds() {
    fillBuckets(12);
    for (int i = 0; i < 17; i++) {
      table.add(idAt(240 + i, "52.1.1.1"));
    }
    assertThat(table.closest(selfId, 1_000, e -> ip(e).equals("52.1.1.1"))).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void tenThousandIdsOfTwoNetworksAreAnEighthOfASmallTable(boolean attackersFirst) {
    List<Node> honest = new ArrayList<>();
    List<Node> sybils = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      honest.add(anyId("51." + i + ".1.1"));
    }
    for (int i = 0; i < 10_000; i++) {
      sybils.add(anyId("52.1." + i % 2 + "." + i % 250));
    }
    List<Node> all = new ArrayList<>(attackersFirst ? sybils : honest);
    all.addAll(attackersFirst ? honest : sybils);
    all.forEach(node -> table.answered(node, Version.V5));
    long bad = table.alive().stream().filter(n -> ip(n).startsWith("52.")).count();
    System.out.println(bad + " of " + table.size() + " entries are of the attacker");
    assertThat(bad).isLessThanOrEqualTo(table.size() * 12L / 100);
  }

  @Test
  void newcomersOfOneNetworkDoNotPushOthersOutOfTheReplacements() throws Exception {
    List<Node> far = farNodes(26);
    far.forEach(table::add);
    for (int i = 0; i < 1_000; i++) {
      table.add(anyId("52.1.1." + i % 250));
    }
    int attackers = 0;
    for (Node node : far.subList(0, 8)) {
      table.failed(node.id(), Version.V5, BOTH);
      Entry gone = table.failed(node.id(), Version.V4, BOTH).orElseThrow();
      attackers += ip(table.promote(gone).orElseThrow().node()).startsWith("52.") ? 1 : 0;
    }
    assertThat(attackers).isLessThanOrEqualTo(2);
  }

  @Test
  void theClosestAreThoseThatAreWhereverTheTargetLies() {
    List<Node> all = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      Node node = anyId("10.0.0.1");
      table.add(node);
      table.entry(node.id()).ifPresent(e -> all.add(e.node()));
    }
    for (int i = 0; i < 500; i++) {
      NodeId target = i % 3 == 0 ? near(selfId, i % 40) : NodeId.random(random);
      Predicate<Entry> some = e -> e.node().id().bytes().get(31) % 3 != 0;
      List<NodeId> expected =
          all.stream()
              .map(Node::id)
              .filter(id -> id.bytes().get(31) % 3 != 0)
              .sorted(target::compareDistance)
              .limit(16)
              .toList();
      assertThat(table.closest(target, 16, some))
          .extracting(e -> e.node().id())
          .isEqualTo(expected);
    }
    assertThat(table.closest(selfId, 1_000, e -> true)).hasSize(all.size());
  }

  @Test
  void loopbackAndLanAreExemptUnlessLimited() throws Exception {
    Table limited = new Table(selfId, true, InstantSource.fixed(ADDED), random);
    for (Node node : farNodes(16)) {
      table.add(node);
    }
    for (int i = 0; i < 100; i++) {
      limited.add(node("127.0.0.1"));
    }
    assertThat(table.size()).isEqualTo(16);
    assertThat(limited.size()).isEqualTo(3);
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

  /** A node whose id is not that of its key, which takes less time to make. */
  private Node anyId(String ip) {
    Endpoint endpoint = new Endpoint(address(ip), 30303, 0);
    return new Node(NodeId.random(random), self.publicKey(), endpoint, Optional.empty());
  }

  private static InetAddress address(String literal) {
    return new InetSocketAddress(literal, 1).getAddress();
  }

  /** Takes nodes of other networks into each bucket. */
  private void fillBuckets(int each) {
    for (int i = 0; i < 17 * each; i++) {
      table.add(idAt(240 + i % 17, "51." + i / 250 + "." + i % 250 + ".1"));
    }
  }

  private Node idAt(int distance, String ip) {
    byte[] bytes = NodeId.random(random).bytes().toArray();
    byte[] own = near(selfId, 256 - distance).bytes().toArrayUnsafe();
    System.arraycopy(own, 0, bytes, 0, 4);
    Endpoint endpoint = new Endpoint(address(ip), 30303, 0);
    NodeId id = new NodeId(Bytes32.wrap(bytes));
    return new Node(id, self.publicKey(), endpoint, Optional.empty());
  }

  private static NodeId near(NodeId id, int bit) {
    byte[] bytes = id.bytes().toArray();
    bytes[bit / 8] ^= (byte) (0x80 >>> bit % 8);
    return new NodeId(Bytes32.wrap(bytes));
  }

  private static String ip(Entry entry) {
    return ip(entry.node());
  }

  private static String ip(Node node) {
    return node.endpoint().address().getHostAddress();
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
