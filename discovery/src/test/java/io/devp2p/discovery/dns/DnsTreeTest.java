package io.devp2p.discovery.dns;

import static io.devp2p.discovery.dns.DnsSamples.record;
import static io.devp2p.discovery.dns.DnsSamples.records;
import static io.devp2p.discovery.dns.DnsSamples.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.devp2p.core.node.NodeRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Building and signing. That the bytes are those of go-ethereum is proved by the vectors. */
final class DnsTreeTest {

  /** DNS header, question and answer of the longest name beside its text; see RFC 1035. */
  private static final int OVERHEAD = 12 + (27 + 60 + 6) + 12 + 2;

  @ParameterizedTest
  @CsvSource({"0,1", "1,1", "2,3", "13,14", "14,16", "26,29", "27,30", "169,183", "170,185"})
  void thirteenEntriesToABranch(int count, int entries) {
    DnsTree tree = signed(1, records(1, count));
    // The root, and the empty branch of the links, which is that of the records too where they
    // are none.
    assertThat(tree.txt("example.org")).hasSize(1 + entries + (count == 0 ? 0 : 1));
  }

  @Test
  void everyEntryFitsAnAnswerOf512Bytes() {
    String domain = "a".repeat(56) + ".org";
    assertThat(signed(Long.MAX_VALUE, records(1, 400)).txt(domain).values())
        .allMatch(text -> text.length() + OVERHEAD <= 512);
  }

  @Test
  void theOrderOfTheRecordsDoesNotMatter() {
    List<NodeRecord> shuffled = new ArrayList<>(records(1, 50));
    Collections.shuffle(shuffled, new Random(5));
    assertThat(signed(1, shuffled).txt("n")).isEqualTo(signed(1, records(1, 50)).txt("n"));
    assertThat(signed(1, shuffled).records())
        .isSortedAccordingTo((a, b) -> a.id().bytes().compareTo(b.id().bytes()));
  }

  @Test
  void theOrderOfTheLinksIsKept() {
    TreeUrl one = DnsSamples.tree(1);
    TreeUrl two = DnsSamples.tree(2);
    DnsTree tree = signed(1, List.of(), two, one);
    assertThat(tree.links()).containsExactly(two, one);
    assertThat(tree.txt("n")).isNotEqualTo(signed(1, List.of(), one, two).txt("n"));
  }

  @Test
  void twoRecordsOfANodeAreNoTree() {
    NodeRecord newer = record(1).toBuilder().sign(DnsSamples.key(1), 2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> signed(1, List.of(record(1), newer)))
        .withMessageContaining(newer.id().toString());
  }

  /** D-06: such a record is valid, and readers that are strict would refuse the whole tree. */
  @ParameterizedTest
  @CsvSource({"tcp", "udp", "tcp6", "udp6", "quic", "quic6"})
  void aPortThatDoesNotDecodeIsNeverSigned(String key) {
    Bytes tooLarge = Bytes.fromHexString("0x83010000");
    NodeRecord record = record(1).toBuilder().entry(key, tooLarge).sign(DnsSamples.key(1), 1);
    assertThatIllegalArgumentException().isThrownBy(() -> signed(1, List.of(record)));
  }
}
