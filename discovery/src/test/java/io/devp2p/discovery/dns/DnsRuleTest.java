package io.devp2p.discovery.dns;

import static io.devp2p.discovery.Violations.assertViolation;
import static io.devp2p.discovery.dns.DnsSamples.TREE;
import static io.devp2p.discovery.dns.DnsSamples.record;
import static io.devp2p.discovery.dns.DnsSamples.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.machine.Effect;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each rule refuses by its name. */
final class DnsRuleTest {

  private static final DnsTree TREE_OF_ONE = DnsSamples.signed(7, List.of(record(1)));
  private static final String ROOT = TREE_OF_ONE.root().text();
  private static final TreeEntry.Root PARSED = TREE_OF_ONE.root();

  @ParameterizedTest
  @EnumSource
  void refuses(DnsRule rule) {
    assertThat(rule.anchor()).startsWith("EIP-1459, ");
    List<Runnable> wrong =
        switch (rule) {
          case DNS_URL -> urls().<Runnable>map(url -> () -> TreeUrl.parse(url)).toList();
          case DNS_TXT_SIZE ->
              List.of(
                  entry("enr:" + "A".repeat(TreeCodec.TXT)),
                  root("enrtree-root:v1 " + "A".repeat(10_240)));
          case DNS_TXT_CHARACTERS ->
              List.of(entry("enr:\0"), entry("enrtree-branch:\u00c4"), root(ROOT + "\n"));
          case DNS_NO_ROOT ->
              List.of(
                  root(),
                  root("v=spf1 -all"),
                  root(ROOT.replace(":v1", "=v1")),
                  root("enrtree-branch:", "enrtree://", "enr:"));
          case DNS_ROOT_SYNTAX -> roots().<Runnable>map(text -> root(text)).toList();
          case DNS_ROOT_SIGNATURE -> forgeries().<Runnable>map(text -> root(text)).toList();
          case DNS_NO_ENTRY ->
              List.of(entry(), entry("v=spf1 -all"), entry("enrtree-x="), () -> decode("enrtree"));
          case DNS_HASH ->
              Stream.of("1,2", "AAAA,", ",", "A".repeat(53), "A".repeat(19), "a".repeat(26))
                  .<Runnable>map(children -> () -> decode("enrtree-branch:" + children))
                  .toList();
          case DNS_HASH_MISMATCH -> List.of(entry("enrtree-branch:"), entry(record(2).toString()));
          case DNS_CHILDREN ->
              List.of(
                  () -> decode("enrtree-branch:" + children(65)),
                  () -> decode("enrtree-branch:" + children(1_000_000)));
          case DNS_RECORD -> leaves().<Runnable>map(text -> () -> decode(text)).toList();
          case DNS_MISPLACED -> misplaced();
          case DNS_LOOP -> List.of(loop(0), loop(1), loop(15));
          case DNS_DEPTH -> List.of(() -> expand(16, children(1)));
          case DNS_TREE_SIZE -> List.of(DnsRuleTest::tooManyEntries, DnsRuleTest::tooManyBytes);
          // These ask for a memory or for a whole tree: the machines refuse.
          case DNS_ROLLBACK -> List.of(() -> clone(DnsSamples.signed(6, List.of(record(1)))));
          case DNS_LINKS, DNS_NO_LEAVES -> List.of();
        };
    wrong.forEach(input -> assertViolation(rule, input::run));
    if (wrong.isEmpty()) {
      DnsTree tree =
          rule == DnsRule.DNS_LINKS
              ? DnsSamples.signed(7, List.of(record(1)), links(17))
              : DnsSamples.signed(7, List.of());
      assertThat(clone(tree).defects())
          .extracting(defect -> defect.rule().orElseThrow())
          .containsExactly(rule);
    }
  }

  private static Stream<String> urls() {
    String good = TREE.toString();
    String key = good.substring(TreeUrl.SCHEME.length(), good.indexOf('@'));
    // One bit behind the last byte is set: not the text of these bytes.
    char last = key.charAt(key.length() - 1);
    String other = key.substring(0, key.length() - 1) + (char) (last + 1);
    return Stream.of(
        "",
        "enr://" + key + "@example.org",
        TreeUrl.SCHEME + "example.org",
        TreeUrl.SCHEME + key,
        TreeUrl.SCHEME + key + "@",
        TreeUrl.SCHEME + key + "@exa mple.org",
        TreeUrl.SCHEME + key + "@.org",
        TreeUrl.SCHEME + key + "@example.org.",
        TreeUrl.SCHEME + key + "@example.org/path",
        TreeUrl.SCHEME + key + "@" + "a".repeat(64),
        TreeUrl.SCHEME + key + "@" + "a.".repeat(100) + "aa",
        TreeUrl.SCHEME + key.substring(1) + "@example.org",
        TreeUrl.SCHEME + key + "A@example.org",
        TreeUrl.SCHEME + key.toLowerCase(Locale.ROOT) + "@example.org",
        TreeUrl.SCHEME + "B" + key.substring(1) + "@example.org",
        TreeUrl.SCHEME + other + "@example.org");
  }

  private static Stream<String> roots() {
    return Stream.of(
        ROOT.replace(" l=", " x="),
        ROOT.replaceFirst(" l=[A-Z2-7]+", ""),
        ROOT.replace("seq=7", "seq=-1"),
        ROOT.replace("seq=7", "seq="),
        ROOT.replace("seq=7", "seq=007"),
        ROOT.replace("seq=7", "seq=18446744073709551616"),
        ROOT.replace("root:v1", "root:v2"),
        ROOT.replaceFirst(" sig=.*", ""),
        ROOT.substring(0, ROOT.length() - 1),
        ROOT + "A",
        ROOT + "=",
        ROOT + " x=1",
        ROOT.replace(" e=", "  e="));
  }

  private static Stream<String> forgeries() {
    String signature = ROOT.substring(ROOT.indexOf("sig=") + 4);
    TreeEntry.Root of8 =
        new TreeEntry.Root(PARSED.records(), PARSED.links(), 8, PARSED.signature());
    DnsTree ofAnother = DnsTree.of(List.of(record(1)), List.of()).sign(DnsSamples.key(99), 7);
    EntryHash links = PARSED.links();
    TreeEntry.Root changed = new TreeEntry.Root(links, links, 7, PARSED.signature());
    return Stream.of(
        of8.text(),
        changed.text(),
        ofAnother.root().text(),
        ROOT.replace(signature, "A".repeat(87)),
        ROOT.replace(signature, "_".repeat(86) + "8"));
  }

  private static Stream<String> leaves() {
    String good = record(1).toString();
    return Stream.of(
        "enr:",
        "enr:-----",
        good + "=",
        good.substring(0, good.length() - 2),
        good.replace("enr:-", "enr:A"),
        "enr:" + "_".repeat(404));
  }

  private static String children(int count) {
    return String.join(",", Collections.nCopies(count, "A".repeat(26)));
  }

  private static TreeWalk.Place place(int depth, TreeWalk.Side side, String entry) {
    List<EntryHash> above =
        IntStream.range(0, depth).mapToObj(i -> EntryHash.of("above " + i)).toList();
    return new TreeWalk.Place(EntryHash.of(entry), side, above);
  }

  private static TreeWalk walk(DnsLimits limits) {
    return new TreeWalk(PARSED, limits);
  }

  private static void expand(int depth, String children) {
    walk(DnsLimits.USUAL)
        .expand(
            place(depth, TreeWalk.Side.RECORDS, "here"),
            (TreeEntry.Branch) decode("enrtree-branch:" + children));
  }

  /** No branch can have the hash of one that holds it, so the walk is told that it did. */
  private static Runnable loop(int depth) {
    String above = depth == 0 ? "here" : "above " + (depth - 1);
    return () -> expand(depth, children(1) + "," + EntryHash.of(above));
  }

  private static List<Runnable> misplaced() {
    return List.of(
        () -> accept(TreeWalk.Side.LINKS, record(1).toString()),
        () -> accept(TreeWalk.Side.RECORDS, TREE.toString()),
        () -> accept(TreeWalk.Side.LINKS, ROOT),
        () -> accept(TreeWalk.Side.RECORDS, ROOT));
  }

  private static void accept(TreeWalk.Side side, String text) {
    walk(DnsLimits.USUAL).accept(place(1, side, text), texts(text));
  }

  private static DnsLimits small(int entries, long bytes) {
    DnsLimits usual = DnsLimits.USUAL;
    return new DnsLimits(
        usual.perSecond(),
        usual.burst(),
        usual.timeout(),
        usual.attempts(),
        usual.backoff(),
        usual.recheck(),
        usual.cache(),
        usual.failures(),
        usual.links(),
        entries,
        bytes);
  }

  private static void tooManyEntries() {
    TreeWalk walk = walk(small(100, 1 << 20));
    for (int i = 0; i < 9; i++) {
      int part = i;
      List<EntryHash> children =
          IntStream.range(0, 13).mapToObj(n -> EntryHash.of(part + "/" + n)).toList();
      walk.expand(place(1, TreeWalk.Side.RECORDS, "part " + i), new TreeEntry.Branch(children));
    }
  }

  private static void tooManyBytes() {
    TreeWalk walk = walk(small(100, 1_000));
    for (int i = 1; i < 100; i++) {
      String text = record(i).toString();
      walk.accept(place(1, TreeWalk.Side.RECORDS, text), texts(text));
    }
  }

  private static TreeUrl[] links(int count) {
    return IntStream.range(0, count).mapToObj(DnsSamples::tree).toArray(TreeUrl[]::new);
  }

  private static ClonedTree clone(DnsTree tree) {
    SeqMemory memory = SeqMemory.ofThisProcess();
    memory.highest(TREE, 7);
    TreeClone clone = new TreeClone(TREE, DnsLimits.USUAL, memory, new Random(1), 0);
    DnsWorld<TreeClone> world = new DnsWorld<>(clone).put(TREE, tree);
    world.input(clone::start);
    return switch (world.run(Duration.ofMinutes(2)).outcome.orElseThrow()) {
      case Effect.Outcome.Value value -> (ClonedTree) value.value();
      case Effect.Outcome.Failure failure -> throw (RuntimeException) failure.cause();
    };
  }

  private static TreeEntry decode(String text) {
    return TreeCodec.decode(text);
  }

  private static Runnable entry(String... texts) {
    return () -> TreeCodec.entry(texts(texts), EntryHash.of(record(1).toString()));
  }

  private static Runnable root(String... texts) {
    List<Bytes> all = texts(texts);
    return () -> TreeCodec.root(all, TREE);
  }
}
