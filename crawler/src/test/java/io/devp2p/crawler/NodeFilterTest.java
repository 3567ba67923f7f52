package io.devp2p.crawler;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.node.Enode;
import io.devp2p.core.node.ForkId;
import io.devp2p.core.node.ForkSchedule;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.Networks;
import io.devp2p.discovery.guard.Cidr;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** What is taken of a node set. That geth's filters judge as geth does is proved with its tool. */
final class NodeFilterTest {

  private static final Instant NOW = Samples.TIME;
  private static final ForkSchedule FORKS = Networks.MAINNET.forks();
  private static final ForkId CURRENT = FORKS.forkId(-1, NOW.getEpochSecond());

  private static NodeSetEntry entry(NodeRecord record, History history) {
    return NodeSetEntry.of(new NodeSetEntry.Known.Signed(record), history);
  }

  private static NodeSetEntry entry(NodeRecord record) {
    return entry(record, History.NONE);
  }

  private static NodeRecord record() {
    return Samples.record(1, 1, "8.8.8.8", 30303, 30303);
  }

  private static NodeSetEntry with(String key, String rlp) {
    return entry(record().toBuilder().entry(key, Bytes.fromHexString(rlp)).sign(Samples.key(1), 2));
  }

  private static NodeSetEntry without(String key) {
    return entry(record().toBuilder().without(key).sign(Samples.key(1), 2));
  }

  private static NodeSetEntry at(ForkId id) {
    return entry(record().toBuilder().eth(id).sign(Samples.key(1), 2));
  }

  private static NodeSetEntry byUrl(int tcp) {
    return NodeSetEntry.of(
        new NodeSetEntry.Known.ByUrl(
            Enode.of(Samples.key(1).publicKey(), Samples.endpoint("8.8.8.8", 30303, tcp))),
        History.NONE);
  }

  @Test
  void byAddress() {
    Predicate<NodeSetEntry> filter = NodeFilter.in(Cidr.parse("8.8.0.0/16"));
    assertThat(filter).accepts(entry(record()), byUrl(1)).rejects(without("ip"));
    assertThat(NodeFilter.in(Cidr.parse("::/0"))).rejects(entry(record()));
  }

  @Test
  void byTime() {
    History day =
        new History(1, Optional.of(NOW.minusSeconds(86_400)), Optional.of(NOW), Optional.of(NOW));
    assertThat(NodeFilter.answeredFor(Duration.ofHours(24))).accepts(entry(record(), day));
    assertThat(NodeFilter.answeredFor(Duration.ofHours(25))).rejects(entry(record(), day));
    assertThat(NodeFilter.answeredFor(Duration.ZERO)).accepts(entry(record()));
    Instant later = NOW.plusSeconds(60);
    assertThat(NodeFilter.answeredWithin(Duration.ofSeconds(60), later))
        .accepts(entry(record(), day))
        .rejects(entry(record()));
    assertThat(NodeFilter.answeredWithin(Duration.ofSeconds(59), later))
        .rejects(entry(record(), day));
    assertThat(NodeFilter.probes(1)).accepts(entry(record(), day)).rejects(entry(record()));
  }

  @Test
  void byForkAsGethsStaticFilterDoes() {
    ForkId frontier = FORKS.forkId(0, 0);
    assertThat(NodeFilter.network(FORKS))
        .accepts(at(CURRENT), at(frontier), at(FORKS.forkId(2_000_000, 0)))
        .rejects(at(new ForkId(1, 0)), without("eth"), byUrl(1), with("eth", "0x01"));
    assertThat(NodeFilter.network(Networks.SEPOLIA.forks())).rejects(at(CURRENT));
  }

  @Test
  void byForkAtThisTime() {
    // Before the last fork of the schedule, so that there is a next one.
    Instant before = Instant.ofEpochSecond(1_767_747_000);
    ForkId ready = FORKS.forkId(-1, before.getEpochSecond());
    assertThat(ready.next()).isNotZero();
    ForkId unaware = new ForkId(ready.hash(), 0);
    ForkId stale = FORKS.forkId(2_000_000, 0);
    assertThat(NodeFilter.fork(FORKS, NodeFilter.Fork.READY, before))
        .accepts(at(ready))
        .rejects(at(unaware), at(stale));
    assertThat(NodeFilter.fork(FORKS, NodeFilter.Fork.CURRENT, before))
        .accepts(at(ready), at(unaware))
        .rejects(at(stale), without("eth"));
    assertThat(NodeFilter.fork(FORKS, NodeFilter.Fork.ANY, before))
        .accepts(at(ready), at(unaware), at(stale))
        .rejects(at(new ForkId(1, 0)));
  }

  @Test
  void byEntry() {
    assertThat(NodeFilter.list("snap"))
        .accepts(with("snap", "0xc0"), with("snap", "0xc101"))
        .rejects(with("snap", "0x01"), with("snap", "0x80"), entry(record()), byUrl(1));
  }

  @Test
  void byPort() {
    assertThat(NodeFilter.dialable())
        .accepts(entry(record()), byUrl(1), with("tcp6", "0x01"))
        .rejects(byUrl(0), without("tcp"), with("tcp", "0x80"), with("tcp", "0x83010000"));
  }

  @Test
  void byFamily() {
    NodeSetEntry six = entry(Samples.record(2, 1, "2a00::1", 30303, 30303));
    assertThat(NodeFilter.family(4)).accepts(entry(record())).rejects(six);
    assertThat(NodeFilter.family(6)).accepts(six).rejects(entry(record()));
  }

  @Test
  void theBestAreTheSameWhateverTheirOrder() {
    List<NodeSetEntry> entries = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      History history = new History(i % 3, Optional.empty(), Optional.empty(), Optional.empty());
      entries.add(entry(Samples.record(i, 1, "8.8.8." + i, 30303, 30303), history));
    }
    List<NodeSetEntry> best = NodeFilter.best(entries, 20);
    assertThat(best).hasSize(20);
    assertThat(best.subList(0, 16)).allMatch(e -> e.history().score() == 2);
    Collections.shuffle(entries, new Random(3));
    assertThat(NodeFilter.best(entries, 20)).isEqualTo(best);
    assertThat(NodeFilter.best(entries, 0)).isEmpty();
    assertThat(NodeFilter.perPrefix(entries, 3)).isEqualTo(best.subList(0, 3));
  }

  @Test
  void localAddressesAreOfNoOperator() {
    List<NodeSetEntry> local = new ArrayList<>();
    for (int i = 1; i < 10; i++) {
      local.add(entry(Samples.record(i, 1, "127.0.0." + i, 30303, 30303)));
    }
    assertThat(NodeFilter.perPrefix(local, 2)).hasSize(9);
    assertThat(NodeFilter.perPrefix(List.of(without("ip")), 2)).isEmpty();
  }
}
