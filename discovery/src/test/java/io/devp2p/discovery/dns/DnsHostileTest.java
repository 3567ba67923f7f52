package io.devp2p.discovery.dns;

import static io.devp2p.discovery.Violations.assertTotal;
import static io.devp2p.discovery.dns.DnsSamples.TREE;
import static io.devp2p.discovery.dns.DnsSamples.record;
import static io.devp2p.discovery.dns.DnsSamples.records;
import static io.devp2p.discovery.dns.DnsSamples.signed;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** Nothing but a violation comes out of the codec, and nothing stops the machine. */
final class DnsHostileTest {

  private static final long SEED = 1459;

  private static List<String> entries() {
    DnsTree tree = signed(7, records(1, 3), DnsSamples.tree(1));
    return List.copyOf(tree.txt(TREE.domain()).values());
  }

  private static byte[] changed(Random random, String text) {
    byte[] bytes = DnsSamples.bytes(text).toArray();
    for (int i = random.nextInt(3); i >= 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return random.nextInt(4) == 0
        ? Bytes.wrap(bytes).slice(0, random.nextInt(bytes.length)).toArray()
        : bytes;
  }

  @Test
  void changedEntriesAreRefused() {
    Random random = new Random(SEED);
    List<String> entries = entries();
    Set<Rule> rules = new HashSet<>();
    for (int i = 0; i < 20_000; i++) {
      String text = entries.get(random.nextInt(entries.size()));
      List<Bytes> input = List.of(Bytes.wrap(changed(random, text)));
      String description = "seed " + SEED + ", input " + i;
      EntryHash hash = EntryHash.of(text);
      assertTotal(description, () -> TreeCodec.entry(input, hash)).ifPresent(rules::add);
      assertTotal(description, () -> TreeCodec.root(input, TREE)).ifPresent(rules::add);
      String changed = new String(input.getFirst().toArray(), ISO_8859_1);
      assertTotal(description, () -> TreeCodec.decode(changed)).ifPresent(rules::add);
      assertTotal(description, () -> TreeUrl.parse(changed)).ifPresent(rules::add);
    }
    assertThat(rules).contains(DnsRule.DNS_HASH_MISMATCH, DnsRule.DNS_ROOT_SIGNATURE);
  }

  @Test
  void aMachineInAZoneOfJunkGoesOn() {
    Random random = new Random(SEED);
    DnsTree tree = signed(1, records(1, 60), DnsSamples.tree(1));
    DnsSync machine = new DnsSync(DnsLimits.USUAL, SeqMemory.ofThisProcess(), random, 0);
    DnsWorld<DnsSync> world = new DnsWorld<>(machine).put(TREE, tree);
    world.input((now, out) -> machine.follow(now, TREE, out));
    world.input((now, out) -> machine.request(now, 100_000, out));
    List<Map.Entry<String, String>> names = new ArrayList<>(tree.txt(TREE.domain()).entrySet());
    for (int round = 0; round < 300; round++) {
      Map.Entry<String, String> name = names.get(random.nextInt(names.size()));
      byte[] junk = changed(random, name.getValue());
      world.zone.put(name.getKey(), new TxtAnswer.Texts(List.of(Bytes.wrap(junk))));
      world.run(Duration.ofSeconds(20));
      world.put(name.getKey(), name.getValue());
    }
    world.put(TREE, signed(2, List.of(record(100)))).run(Duration.ofMinutes(31));
    assertThat(world.records().getLast()).isEqualTo(record(100));
  }
}
