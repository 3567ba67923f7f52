package io.devp2p.wire.tx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;

final class FingerprintsTest {

  private static Bytes32 hash(long number) {
    return Bytes32.rightPad(Bytes.ofUnsignedLong(number));
  }

  @Test
  void remembersAGenerationAndAtMostTwo() {
    Fingerprints prints = new Fingerprints(1000, 77);
    List<Bytes32> all = IntStream.range(0, 5000).mapToObj(FingerprintsTest::hash).toList();
    all.forEach(prints::add);
    assertThat(all.subList(4000, 5000)).allMatch(prints::has);
    assertThat(all.stream().filter(prints::has).count()).isBetween(1000L, 2000L);
    assertThat(prints.bytes()).isLessThanOrEqualTo(2 * 2048 * 8);
  }

  @Test
  void costsNextToNothingWhileItIsEmpty() {
    Fingerprints prints = new Fingerprints(TxSpread.KNOWN, 77);
    assertThat(prints.bytes()).isEqualTo(512);
    assertThat(prints.has(hash(0))).isFalse();
    prints.add(hash(0));
    assertThat(prints.has(hash(0))).isTrue();
  }
}
