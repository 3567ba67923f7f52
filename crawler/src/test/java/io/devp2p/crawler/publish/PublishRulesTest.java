package io.devp2p.crawler.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.node.NodeId;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.crawler.History;
import io.devp2p.crawler.NodeSetEntry;
import io.devp2p.crawler.Samples;
import io.devp2p.discovery.guard.AddressPolicy;
import io.devp2p.discovery.guard.Prefix;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** Which nodes are published. */
final class PublishRulesTest {

  private static final Instant START = Samples.TIME;
  private static final PublishRules RULES =
      new PublishRules(AddressPolicy.publicOnly(), 3, Duration.ofDays(1), 2, entry -> true);

  private static NodeSetEntry seen(NodeRecord record, long score, Duration age) {
    return NodeSetEntry.of(
        new NodeSetEntry.Known.Signed(record),
        new History(
            score, Optional.of(START), Optional.of(START.plus(age)), Optional.of(START.plus(age))));
  }

  private static NodeSetEntry old(NodeRecord record) {
    return seen(record, 9, Duration.ofDays(9));
  }

  private static NodeRecord record(int seed, String address) {
    return Samples.record(seed, 1, address, 30303, 30303);
  }

  private static Map<NodeId, String> refused(List<NodeSetEntry> entries) {
    return RULES.select(entries).refused().stream()
        .collect(Collectors.toMap(PublishRules.Refused::id, PublishRules.Refused::why));
  }

  @Test
  void whatWasThereForLongIsPublished() {
    NodeRecord record = record(1, "8.8.8.8");
    assertThat(RULES.select(List.of(old(record))).chosen()).containsExactly(record);
  }

  /** D-06. */
  @Test
  void whatNobodyCanDialIsNeverPublished() {
    NodeRecord badPort =
        record(1, "8.8.8.8").toBuilder()
            .entry("tcp6", Bytes.fromHexString("0x83010000"))
            .sign(Samples.key(1), 2);
    List<NodeSetEntry> entries =
        List.of(
            old(badPort),
            old(Samples.record(2, 1, "8.8.8.8", 30303, 0)),
            old(record(3, "127.0.0.1")),
            old(record(4, "192.168.1.1")),
            old(record(5, "203.0.113.1")));
    PublishRules.Selection selection = RULES.select(entries);
    assertThat(selection.chosen()).isEmpty();
    assertThat(selection.refused()).hasSize(5).allMatch(r -> !r.why().isEmpty());
  }

  @Test
  void whatWasNotSeenOftenOrLongEnoughIsLeftOut() {
    NodeSetEntry rare = seen(record(1, "8.8.8.8"), 2, Duration.ofDays(9));
    NodeSetEntry young = seen(record(2, "8.8.9.8"), 9, Duration.ofHours(23));
    assertThat(refused(List.of(rare, young)))
        .containsEntry(rare.id(), "it passed fewer than 3 checks")
        .containsEntry(young.id(), "it has not been there for long enough");
  }

  @Test
  void whatIsOfAnotherNetworkIsLeftOut() {
    PublishRules none =
        new PublishRules(AddressPolicy.publicOnly(), 3, Duration.ofDays(1), 2, entry -> false);
    assertThat(none.select(List.of(old(record(1, "8.8.8.8")))).refused())
        .extracting(PublishRules.Refused::why)
        .containsExactly("it is of another network or fork");
  }

  @Test
  void ofANetworkTheTwoThatWereSeenMostOften() {
    List<NodeSetEntry> entries = new ArrayList<>();
    for (int i = 1; i <= 6; i++) {
      entries.add(seen(record(i, "8.8.8." + i), 10 + i % 4, Duration.ofDays(9)));
    }
    assertThat(RULES.select(entries).chosen())
        .containsExactlyInAnyOrder(
            record(3, "8.8.8.3"),
            entries.get(1).id().bytes().compareTo(entries.get(5).id().bytes()) < 0
                ? record(2, "8.8.8.2")
                : record(6, "8.8.8.6"));
  }

  /**
   * K-05: for a hundred days the owner of 28 addresses in 4 networks runs as many nodes as fit,
   * with new identities whenever the old ones are not in the list.
   */
  @Test
  void whoHasFourNetworksHasEightPlacesAfterAHundredDaysToo() {
    List<NodeSetEntry> honest = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      honest.add(old(record(i, "9." + i + ".0.1")));
    }
    int seed = 1_000;
    for (int day = 0; day < 100; day++) {
      List<NodeSetEntry> entries = new ArrayList<>(honest);
      for (int host = 0; host < 28; host++) {
        for (int port = 0; port < 3; port++) {
          NodeRecord record =
              Samples.record(
                  seed + day / 10 * 100 + host * 3 + port,
                  1,
                  "8.8." + host % 4 + "." + host,
                  30303 + port,
                  30303);
          entries.add(seen(record, 100, Duration.ofDays(Math.max(1, day))));
        }
      }
      List<NodeRecord> chosen = RULES.select(entries).chosen();
      Map<Prefix, Long> perPrefix =
          chosen.stream()
              .collect(
                  Collectors.groupingBy(
                      r -> Prefix.of(r.ip4().orElseThrow().address()), Collectors.counting()));
      assertThat(perPrefix.values()).allMatch(count -> count <= 2);
      assertThat(chosen).hasSize(200 + 8);
    }
  }

  /** K-05: an attacker with very many networks is seen by the size of the change. */
  @Test
  void manyNewNodesAtOnceAreAChangeToLookAt() {
    List<NodeSetEntry> entries = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      entries.add(old(record(i, "9." + i + ".0.1")));
    }
    List<NodeRecord> before = RULES.select(entries).chosen();
    for (int i = 0; i < 28; i++) {
      entries.add(old(record(1_000 + 2 * i, "8.8." + i + ".1")));
      entries.add(old(record(1_001 + 2 * i, "8.8." + i + ".2")));
    }
    TreeChange change = TreeChange.between(before, RULES.select(entries).chosen());
    assertThat(change.share()).isEqualTo(56 / 200.0).isGreaterThan(0.2);
  }
}
