package io.devp2p.discovery.dns;

import static io.devp2p.discovery.dns.DnsSamples.KEY;
import static io.devp2p.discovery.dns.DnsSamples.TREE;
import static io.devp2p.discovery.dns.DnsSamples.record;
import static io.devp2p.discovery.dns.DnsSamples.records;
import static io.devp2p.discovery.dns.DnsSamples.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.devp2p.core.node.NodeId;
import io.devp2p.core.node.NodeRecord;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Following trees, in virtual time. */
final class DnsSyncTest {

  private static final long SEED = 459;

  private final SeqMemory memory = SeqMemory.ofThisProcess();
  private final DnsWorld<DnsSync> world = following(TREE);

  private DnsWorld<DnsSync> following(TreeUrl... trees) {
    DnsSync machine = new DnsSync(DnsLimits.USUAL, memory, new Random(SEED), 0);
    DnsWorld<DnsSync> of = new DnsWorld<>(machine);
    for (TreeUrl tree : trees) {
      of.input((now, out) -> machine.follow(now, tree, out));
    }
    return of;
  }

  private static void want(DnsWorld<DnsSync> world, int records) {
    world.input((now, out) -> world.machine().request(now, records, out));
  }

  private static Duration minutes(long minutes) {
    return Duration.ofMinutes(minutes);
  }

  private TreeHealth health() {
    return world.machine().health().getFirst();
  }

  private static Set<NodeId> ids(List<NodeRecord> records) {
    return records.stream().map(NodeRecord::id).collect(Collectors.toSet());
  }

  @Test
  void nothingIsAskedWhileNothingIsWanted() {
    world.put(TREE, signed(1, records(1, 3))).run(minutes(60));
    assertThat(world.asked).isEmpty();
    want(world, 1);
    world.run(minutes(1));
    assertThat(world.found).hasSize(1);
    int questions = world.asked.size();
    world.run(minutes(120));
    assertThat(world.asked).hasSize(questions);
  }

  @Test
  void everyRecordComesOnceThenAllOverAgainInAnotherOrder() {
    world.put(TREE, signed(1, records(1, 40)));
    want(world, 80);
    world.run(minutes(2));
    List<NodeRecord> first = world.records().subList(0, 40);
    List<NodeRecord> second = world.records().subList(40, 80);
    assertThat(first).containsExactlyInAnyOrderElementsOf(records(1, 40));
    assertThat(second).containsExactlyInAnyOrderElementsOf(first).isNotEqualTo(first);
    assertThat(ids(first.subList(0, 20))).isNotEqualTo(ids(records(1, 20)));
    assertThat(world.adopted).containsExactly(new DnsEvent.Adopted(TREE, 1));
    // The second time they come from the cache.
    assertThat(world.asked).hasSize(1 + signed(1, records(1, 40)).txt("").size() - 1);
  }

  @Test
  void threeEntriesASecondAndTenAtFirst() {
    world.put(TREE, signed(1, records(1, 200)));
    want(world, 10_000);
    world.run(Duration.ofSeconds(1));
    assertThat(world.asked.size()).isBetween(10, 14);
    world.run(Duration.ofSeconds(29));
    assertThat(world.asked).hasSizeLessThanOrEqualTo(10 + 3 * 30);
    int before = world.found.size();
    world.run(minutes(10)); // all is in the cache by now: the pace stays
    assertThat(world.found.size() - before).isLessThanOrEqualTo(10 + 3 * 600);
  }

  @Test
  void linksAreReadBeforeRecords() {
    TreeUrl other = DnsSamples.tree(1);
    world
        .put(TREE, signed(1, records(1, 3), other, DnsSamples.tree(2)))
        .put(other, DnsTree.of(records(11, 13), List.of()).sign(DnsSamples.key(1001), 5));
    want(world, 1);
    world.run(minutes(1));
    String linkRoot = signed(1, List.of(), other, DnsSamples.tree(2)).root().links().text();
    assertThat(world.asked.get(1).name()).startsWith(linkRoot);
    want(world, 30);
    world.run(minutes(1));
    assertThat(ids(world.records())).isEqualTo(union(ids(records(1, 3)), ids(records(11, 13))));
    assertThat(world.machine().health())
        .extracting(TreeHealth::tree, TreeHealth::linked)
        .contains(tuple(TREE, false), tuple(other, true));
  }

  private static Set<NodeId> union(Set<NodeId> a, Set<NodeId> b) {
    Set<NodeId> both = new HashSet<>(a);
    both.addAll(b);
    return both;
  }

  @Test
  void aTreeThatNobodyLinksToAnyMoreIsNotFollowed() {
    TreeUrl other = DnsSamples.tree(1);
    world
        .put(TREE, signed(1, records(1, 3), other))
        .put(other, DnsTree.of(records(11, 13), List.of()).sign(DnsSamples.key(1001), 5));
    want(world, 10);
    world.run(minutes(1)).put(TREE, signed(2, records(1, 3))).run(minutes(30));
    want(world, 30);
    world.run(minutes(2));
    assertThat(world.machine().health()).extracting(TreeHealth::tree).containsExactly(TREE);
    assertThat(ids(world.records().subList(20, 40))).isEqualTo(ids(records(1, 3)));
  }

  @Test
  void treesTakeTurnsWhateverTheirSize() {
    TreeUrl small = DnsSamples.tree(1);
    TreeUrl dead = DnsSamples.tree(2);
    DnsWorld<DnsSync> three = following(TREE, small, dead);
    three
        .put(TREE, signed(1, records(1, 300)))
        .put(small, DnsTree.of(records(401, 402), List.of()).sign(DnsSamples.key(1001), 1))
        .silence(dead.domain());
    want(three, 200);
    three.run(minutes(5));
    Map<TreeUrl, Long> given =
        three.found.stream()
            .collect(Collectors.groupingBy(DnsEvent.Found::tree, Collectors.counting()));
    assertThat(given.keySet()).containsExactlyInAnyOrder(TREE, small);
    assertThat(given.get(TREE)).isBetween(90L, 110L);
    assertThat(three.machine().health().get(2).missing()).isPositive();
  }

  /** D-01. */
  @Test
  void anOlderTreeIsRefusedAlsoAfterARestart() {
    world.put(TREE, signed(7, records(1, 3)));
    want(world, 3);
    world.run(minutes(1)).put(TREE, signed(6, records(4, 6)));
    want(world, 10_000);
    world.run(minutes(40));
    assertThat(world.rules()).containsKey(DnsRule.DNS_ROLLBACK);
    assertThat(ids(world.records())).isEqualTo(ids(records(1, 3)));
    assertThat(health().seq()).hasValue(7);

    DnsWorld<DnsSync> restarted = following(TREE);
    restarted.put(TREE, signed(6, records(4, 6)));
    want(restarted, 1);
    restarted.run(minutes(40));
    assertThat(restarted.found).isEmpty();
    assertThat(restarted.rules()).containsOnlyKeys(DnsRule.DNS_ROLLBACK);
  }

  /** D-01: the same number again is no rollback, and the highest number there is is one too. */
  @Test
  void sequenceNumbersAreUnsignedAndMayStay() {
    world.put(TREE, signed(7, records(1, 3)));
    want(world, 3);
    world.run(minutes(1)).put(TREE, signed(7, records(4, 6)));
    want(world, 100_000);
    world.run(minutes(31)).put(TREE, signed(-1L, records(7, 9)));
    world.run(minutes(31)).put(TREE, signed(Long.MAX_VALUE, records(1, 3)));
    world.run(minutes(31));
    assertThat(world.adopted).extracting(DnsEvent.Adopted::seq).containsExactly(7L, 7L, -1L);
    assertThat(world.rules()).containsOnlyKeys(DnsRule.DNS_ROLLBACK);
  }

  @Test
  void aRootIsAskedForAgainAfterHalfAnHour() {
    world.put(TREE, signed(1, records(1, 3)));
    want(world, 1_000_000);
    world.run(minutes(29));
    assertThat(rootQuestions()).hasSize(1);
    world.put(TREE, signed(2, records(4, 6))).run(minutes(2));
    assertThat(rootQuestions()).hasSize(2);
    assertThat(ids(world.records().subList(world.found.size() - 6, world.found.size())))
        .isEqualTo(ids(records(4, 6)));
  }

  private List<Duration> rootQuestions() {
    return world.asked.stream()
        .filter(asked -> asked.name().equals(TREE.domain()))
        .map(asked -> Duration.ofNanos(asked.at()))
        .toList();
  }

  /** Whatever is wrong with the newer tree, the older one goes on. */
  @Test
  void theLastGoodTreeStaysInUse() {
    DnsTree good = signed(1, records(1, 3));
    DnsTree newer = signed(2, records(11, 60));
    String recordRoot = newer.root().records().below(TREE.domain());
    Map<String, Function<Map<String, String>, DnsRule>> faults =
        Map.of(
            "forged",
                txt -> {
                  txt.put(TREE.domain(), newer.root().text().replace("seq=2", "seq=3"));
                  return DnsRule.DNS_ROOT_SIGNATURE;
                },
            "no root",
                txt -> {
                  txt.put(TREE.domain(), "v=spf1 -all");
                  return DnsRule.DNS_NO_ROOT;
                },
            "another entry",
                txt -> {
                  txt.put(recordRoot, record(99).toString());
                  return DnsRule.DNS_HASH_MISMATCH;
                },
            "cut",
                txt -> {
                  txt.computeIfPresent(recordRoot, (name, text) -> text.substring(0, 50));
                  return DnsRule.DNS_HASH_MISMATCH;
                },
            "empty",
                txt -> {
                  txt.clear();
                  txt.putAll(signed(2, List.of()).txt(TREE.domain()));
                  return DnsRule.DNS_NO_LEAVES;
                },
            "links for records",
                txt -> {
                  EntryHash link = signed(2, List.of(), TREE).root().links();
                  txt.putAll(signed(2, List.of(), TREE).txt(TREE.domain()));
                  txt.put(TREE.domain(), TreeEntry.Root.sign(link, link, 2, KEY).text());
                  return DnsRule.DNS_MISPLACED;
                });
    faults.forEach((fault, apply) -> {
      SeqMemory fresh = SeqMemory.ofThisProcess();
      DnsSync machine = new DnsSync(DnsLimits.USUAL, fresh, new Random(SEED), 0);
      DnsWorld<DnsSync> faulty = new DnsWorld<>(machine).put(TREE, good);
      faulty.input((now, out) -> machine.follow(now, TREE, out));
      want(faulty, 10_000);
      faulty.run(minutes(10));
      Map<String, String> txt = new TreeMap<>(newer.txt(TREE.domain()));
      DnsRule rule = apply.apply(txt);
      txt.forEach((name, text) -> faulty.put(name, text));
      int before = faulty.found.size();
      faulty.run(minutes(50));
      assertThat(faulty.rules()).as(fault).containsOnlyKeys(rule);
      assertThat(ids(faulty.records())).as(fault).isEqualTo(ids(records(1, 3)));
      assertThat(faulty.found.size() - before).as(fault).isGreaterThan(1_000);
      assertThat(faulty.adopted).as(fault).hasSize(1);
      // Repaired, it is taken into use.
      faulty.put(TREE, signed(3, records(11, 60))).run(minutes(31));
      assertThat(faulty.adopted).as(fault).extracting(DnsEvent.Adopted::seq).contains(3L);
    });
  }

  @Test
  void aRootWhoseEntriesDoNotExistDoesNotTakeThePlaceOfOneThatLeadsSomewhere() {
    world.put(TREE, signed(1, records(1, 3)));
    want(world, 100_000);
    world.run(minutes(10));
    world.put(TREE.domain(), signed(2, records(11, 60)).root().text());
    int before = world.found.size();
    world.run(minutes(60));
    assertThat(world.missing).isNotEmpty();
    assertThat(world.adopted).hasSize(1);
    assertThat(world.found.size() - before).isGreaterThan(1_000);
  }

  @Test
  void afterFiveFailuresTheRootIsAskedForAgain() {
    DnsTree tree = signed(1, records(1, 100));
    world.put(TREE, tree);
    want(world, 20);
    world.run(minutes(1));
    world.zone.keySet().removeIf(name -> name.contains("."));
    world.put(TREE, signed(2, records(101, 200)));
    want(world, 20);
    world.run(minutes(5));
    assertThat(rootQuestions()).hasSize(2);
    assertThat(world.missing).hasSizeBetween(5, 10);
    assertThat(health().seq()).hasValue(2);
  }

  @Test
  void aNameIsAskedForThreeTimesWithGrowingPauses() {
    world.silence(TREE.domain());
    want(world, 1);
    world.run(Duration.ofSeconds(20));
    assertThat(rootQuestions())
        .containsExactly(
            Duration.ZERO, Duration.ofSeconds(5 + 1), Duration.ofSeconds(5 + 1 + 5 + 2));
    assertThat(world.missing).hasSize(1);
  }

  @Test
  void aRootThatDoesNotComeIsAskedForLessAndLess() {
    want(world, 1);
    world.run(Duration.ofHours(24));
    // After 10 s, 20 s, 40 s, up to half an hour.
    assertThat(rootQuestions().size()).isBetween(50, 60);
  }

  /** D-02: two domains, each with a self link, that link to each other and to a third. */
  @Test
  void treesThatLinkInALoopAreEachFollowedOnce() {
    TreeUrl one = DnsSamples.tree(1);
    TreeUrl two = DnsSamples.tree(2);
    world
        .put(TREE, signed(1, records(1, 2), TREE, one))
        .put(one, DnsTree.of(records(3, 4), List.of(two, TREE)).sign(DnsSamples.key(1001), 1))
        .put(two, DnsTree.of(records(5, 6), List.of(TREE, two)).sign(DnsSamples.key(1002), 1));
    want(world, 60);
    world.run(minutes(3));
    assertThat(world.machine().health()).hasSize(3);
    assertThat(ids(world.records())).isEqualTo(ids(records(1, 6)));
    assertThat(world.refused).isEmpty();
  }

  /** D-04. */
  @Test
  void ofAThousandLinkedTreesSixteenAreFollowed() {
    TreeUrl[] many = IntStream.range(0, 1_000).mapToObj(DnsSamples::tree).toArray(TreeUrl[]::new);
    world.put(TREE, signed(1, records(1, 3), many));
    want(world, 10);
    world.run(minutes(5));
    assertThat(world.machine().health()).hasSize(1 + 16);
    assertThat(world.rules()).containsEntry(DnsRule.DNS_LINKS, 1);
    assertThat(ids(world.records())).isEqualTo(ids(records(1, 3)));
  }

  @Test
  void linksOfLinkedTreesCountToo() {
    TreeUrl[] ten = IntStream.range(0, 10).mapToObj(DnsSamples::tree).toArray(TreeUrl[]::new);
    List<TreeUrl> more = IntStream.range(10, 22).mapToObj(DnsSamples::tree).toList();
    world
        .put(TREE, signed(1, records(1, 3), ten))
        .put(ten[0], DnsTree.of(records(4, 6), more).sign(DnsSamples.key(1000), 1));
    want(world, 50);
    world.run(minutes(10));
    assertThat(world.machine().health()).hasSize(1 + 16);
    assertThat(world.rules()).containsEntry(DnsRule.DNS_LINKS, 6);
  }

  /** D-05. */
  @Test
  void aRecordThatIsInvalidIsPassedOver() {
    List<String> leaves =
        IntStream.rangeClosed(1, 3)
            .mapToObj(i -> record(i).toString())
            .collect(Collectors.toList());
    leaves.add("enr:-----");
    leaves.add(record(4).toString().replace("enr:-", "enr:A"));
    TreeEntry.Branch branch = new TreeEntry.Branch(leaves.stream().map(EntryHash::of).toList());
    TreeEntry.Branch none = new TreeEntry.Branch(List.of());
    TreeEntry.Root root =
        TreeEntry.Root.sign(EntryHash.of(branch.text()), EntryHash.of(none.text()), 1, KEY);
    world.put(TREE.domain(), root.text());
    List.of(branch.text(), none.text()).forEach(this::putEntry);
    leaves.forEach(this::putEntry);
    want(world, 30);
    world.run(minutes(2));
    assertThat(world.found).hasSize(30);
    assertThat(ids(world.records())).isEqualTo(ids(records(1, 3)));
    assertThat(world.rules()).containsOnlyKeys(DnsRule.DNS_RECORD);
    assertThat(health().refused()).containsKey("DNS_RECORD");
  }

  private void putEntry(String entry) {
    world.put(EntryHash.of(entry).below(TREE.domain()), entry);
  }

  @Test
  void ofTwoRootsTheNewerCountsAndOtherTextsArePassedOver() {
    DnsTree old = signed(1, records(1, 3));
    DnsTree fresh = signed(2, records(4, 6));
    world.put(TREE, old).put(TREE, fresh);
    String forged = old.root().text().replace("seq=1", "seq=9");
    world.put(TREE.domain(), "v=spf1 -all", forged, old.root().text(), fresh.root().text());
    want(world, 9);
    world.run(minutes(2));
    assertThat(ids(world.records())).isEqualTo(ids(records(4, 6)));
    assertThat(world.refused).isEmpty();
  }

  @Test
  void anAnswerThatComesTwiceOrLateIsPassedOver() {
    DnsSync machine = world.machine();
    world.put(TREE, signed(1, records(1, 3)));
    want(world, 3);
    world.run(minutes(1));
    int found = world.found.size();
    TxtAnswer answer = new TxtAnswer.Texts(DnsSamples.texts(record(9).toString()));
    for (long query = 0; query < 20; query++) {
      long number = query;
      world.input((now, out) -> machine.onAnswer(now, number, answer, out));
    }
    assertThat(world.found).hasSize(found);
    assertThat(world.refused).isEmpty();
  }

  @Test
  void whoWantsRecordsIsToldOnceThatThereAreNone() {
    want(world, 5);
    world.run(Duration.ofSeconds(2));
    assertThat(world.exhausted).isEqualTo(1);
    want(world, 5);
    assertThat(world.exhausted).isEqualTo(2);
    world.put(TREE, signed(1, records(1, 3)));
    world.input((now, out) -> world.machine().withdraw(7));
    world.run(minutes(5));
    assertThat(world.found).hasSize(3);
    assertThat(world.exhausted).isEqualTo(2);
  }
}
