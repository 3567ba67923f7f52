package io.devp2p.discovery.dns;

import static io.devp2p.discovery.dns.DnsSamples.TREE;
import static io.devp2p.discovery.dns.DnsSamples.record;
import static io.devp2p.discovery.dns.DnsSamples.records;
import static io.devp2p.discovery.dns.DnsSamples.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.devp2p.core.NetworkException;
import io.devp2p.core.Rule;
import io.devp2p.core.Violation;
import io.devp2p.core.machine.Effect;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Reading a whole tree, in virtual time. */
final class TreeCloneTest {

  private static final Duration LONG = Duration.ofMinutes(30);

  private final TreeClone clone =
      new TreeClone(TREE, DnsLimits.USUAL, SeqMemory.ofThisProcess(), new Random(1), 0);
  private final DnsWorld<TreeClone> world = new DnsWorld<>(clone);

  private Effect.Outcome outcome() {
    world.input(clone::start);
    return world.run(LONG).outcome.orElseThrow();
  }

  private ClonedTree cloned() {
    return (ClonedTree) ((Effect.Outcome.Value) outcome()).value();
  }

  private Exception failure() {
    return ((Effect.Outcome.Failure) outcome()).cause();
  }

  @Test
  void aTreeIsReadWholeInTheOrderOfItsLinks() {
    TreeUrl[] links = {DnsSamples.tree(5), DnsSamples.tree(3), DnsSamples.tree(9)};
    DnsTree tree = signed(4, records(1, 100), links);
    world.put(TREE, tree);
    ClonedTree read = cloned();
    assertThat(read.isWhole()).isTrue();
    assertThat(read.txt()).isEqualTo(tree.txt(TREE.domain()));
    assertThat(read.records()).isEqualTo(tree.records());
    assertThat(read.links()).containsExactly(links);
    assertThat(
            DnsTree.of(read.records(), read.links())
                .signed(TREE.key(), read.root().seq(), read.root().signature())
                .txt(TREE.domain()))
        .isEqualTo(tree.txt(TREE.domain()));
    assertThat(world.asked).hasSize(tree.txt(TREE.domain()).size());
  }

  @Test
  void threeQuestionsASecond() {
    world.put(TREE, signed(1, records(1, 100)));
    world.input(clone::start);
    world.run(Duration.ofSeconds(20));
    assertThat(world.asked.size()).isBetween(60, 70);
    assertThat(world.outcome).isEmpty();
  }

  @Test
  void whatCannotBeHadIsNamedAndTheRestIsThere() {
    DnsTree tree = signed(1, records(1, 30));
    world.put(TREE, tree);
    String silent = EntryHash.of(record(5).toString()).below(TREE.domain());
    String absent = EntryHash.of(record(6).toString()).below(TREE.domain());
    String changed = EntryHash.of(record(7).toString()).below(TREE.domain());
    world.silence(silent);
    world.zone.remove(absent);
    world.put(changed, record(8).toString());
    ClonedTree read = cloned();
    assertThat(read.isWhole()).isFalse();
    assertThat(read.records()).hasSize(27);
    assertThat(read.defects())
        .extracting(ClonedTree.Defect::name, ClonedTree.Defect::rule)
        .containsExactlyInAnyOrder(
            tuple(silent, Optional.<Rule>empty()),
            tuple(absent, Optional.<Rule>empty()),
            tuple(changed, Optional.of(DnsRule.DNS_HASH_MISMATCH)));
  }

  @Test
  void aNameThatFailsTwiceIsHadAtTheThirdAttempt() {
    world.put(TREE, signed(1, List.of(record(1))));
    String root = signed(1, List.of(record(1))).root().text();
    world.zone.put(TREE.domain(), new TxtAnswer.Failed("SERVFAIL"));
    world.input(clone::start);
    world.run(Duration.ofSeconds(3));
    assertThat(world.asked).hasSize(2);
    world.put(TREE.domain(), root);
    world.run(LONG);
    assertThat(world.outcome).containsInstanceOf(Effect.Outcome.Value.class);
  }

  @Test
  void withoutARootThereIsNoTree() {
    assertThat(failure()).hasMessageStartingWith("DNS_NO_ROOT");
  }

  @Test
  void withoutAnAnswerNothingIsKnown() {
    world.silence(TREE.domain());
    assertThat(failure()).isInstanceOf(NetworkException.Unreachable.class);
  }

  @Test
  void aForgedRootIsRefused() {
    world.put(TREE, DnsTree.of(records(1, 3), List.of()).sign(DnsSamples.key(2), 1));
    assertThat(failure())
        .isInstanceOfSatisfying(
            Violation.class, v -> assertThat(v.rule()).isEqualTo(DnsRule.DNS_ROOT_SIGNATURE));
  }

  /** A hundred thousand entries below shared branches are looked at once each. */
  @Test
  void branchesThatShareTheirEntriesEndSoon() {
    String below = new TreeEntry.Branch(List.of()).text();
    world.put(EntryHash.of(below).below(TREE.domain()), below);
    for (int depth = 0; depth < 15; depth++) {
      EntryHash hash = EntryHash.of(below);
      below = new TreeEntry.Branch(Collections.nCopies(64, hash)).text();
      world.put(EntryHash.of(below).below(TREE.domain()), below);
    }
    EntryHash top = EntryHash.of(below);
    world.put(TREE.domain(), TreeEntry.Root.sign(top, top, 1, DnsSamples.KEY).text());
    assertThat(cloned().defects())
        .extracting(defect -> defect.rule().orElseThrow())
        .containsExactly(DnsRule.DNS_NO_LEAVES);
    assertThat(world.asked).hasSizeLessThan(50);
  }
}
