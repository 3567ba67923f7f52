package io.devp2p.core.rlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.units.bigints.UInt256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RlpWriterTest {

  // The sizes at which the form of the prefix changes.
  @ParameterizedTest
  @CsvSource({
    "0, 0x80, 0xc0",
    "2, 0x82, 0xc2",
    "55, 0xb7, 0xf7",
    "56, 0xb838, 0xf838",
    "255, 0xb8ff, 0xf8ff",
    "256, 0xb90100, 0xf90100",
    "65535, 0xb9ffff, 0xf9ffff",
    "65536, 0xba010000, 0xfa010000",
    "16777216, 0xbb01000000, 0xfb01000000"
  })
  void prefixes(int size, String stringPrefix, String listPrefix) {
    Bytes content = Bytes.wrap(new byte[size]);
    Bytes string = RlpWriter.encode(w -> w.bytes(content));
    assertThat(string.slice(0, string.size() - size)).isEqualTo(Bytes.fromHexString(stringPrefix));
    assertThat(RlpReader.of(string).bytes()).isEqualTo(content);

    Bytes list = RlpWriter.encodeList(w -> w.raw(content));
    assertThat(list.slice(0, list.size() - size)).isEqualTo(Bytes.fromHexString(listPrefix));
    assertThat(RlpReader.list(list).remaining()).isEqualTo(size);
  }

  @Test
  void bytesBelow80AreThemselves() {
    for (int b = 0; b < 256; b++) {
      Bytes one = Bytes.of(b);
      Bytes encoded = RlpWriter.encode(w -> w.bytes(one));
      assertThat(encoded).isEqualTo(b < 0x80 ? one : Bytes.of(0x81, b));
      assertThat(RlpReader.of(encoded).bytes()).isEqualTo(one);
    }
  }

  @Test
  void roundTripsOfRandomTrees() {
    long seed = 20261124;
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      RlpTree tree = RlpTree.random(random, 6);
      assertThat(RlpTree.decode(RlpWriter.encode(tree::write))).as("seed %d", seed).isEqualTo(tree);
    }
  }

  @Test
  void integers() {
    assertThat(RlpWriter.encode(w -> w.uint(0))).isEqualTo(Bytes.fromHexString("0x80"));
    assertThat(RlpWriter.encode(w -> w.uint(127))).isEqualTo(Bytes.fromHexString("0x7f"));
    assertThat(RlpWriter.encode(w -> w.uint(-1L)))
        .isEqualTo(Bytes.fromHexString("0x88ffffffffffffffff"));
    assertThat(RlpWriter.encode(w -> w.uint(UInt256.ZERO))).isEqualTo(Bytes.fromHexString("0x80"));
    assertThat(RlpWriter.encode(w -> w.uint(UInt256.MAX_VALUE)))
        .isEqualTo(Bytes.fromHexString("0xa0" + "ff".repeat(32)));
    assertThat(RlpWriter.encode(w -> w.bool(true).bool(false)))
        .isEqualTo(Bytes.fromHexString("0x0180"));
  }

  @Test
  void textIsUtf8() {
    assertThat(RlpWriter.encode(w -> w.text("Łódź")))
        .isEqualTo(Bytes.fromHexString("0x87c581c3b364c5ba"));
  }

  @Test
  void writesSlicesAndBuffers() {
    Bytes packet = Bytes.fromHexString("0x0011223344");
    assertThat(RlpWriter.encode(w -> w.bytes(packet.slice(1, 2))))
        .isEqualTo(Bytes.fromHexString("0x821122"));
    ByteBuffer part = ByteBuffer.wrap(packet.toArray(), 1, 2).slice();
    assertThat(RlpWriter.encode(w -> w.bytes(Bytes.wrapByteBuffer(part))))
        .isEqualTo(Bytes.fromHexString("0x821122"));
    Bytes joined = Bytes.wrap(packet.slice(1, 1), packet.slice(2, 1));
    assertThat(RlpWriter.encode(w -> w.bytes(joined))).isEqualTo(Bytes.fromHexString("0x821122"));
  }

  @Test
  void manyListsKeepTheirSizes() {
    Bytes encoded =
        RlpWriter.encodeList(
            w -> w.list(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 60), RlpWriterTest::listOf));
    RlpReader lists = RlpReader.list(encoded).list();
    for (int size : new int[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 60}) {
      assertThat(RlpTree.readAll(lists.list())).hasSize(size);
    }
    lists.end();
  }

  private static void listOf(RlpWriter out, int size) {
    out.list(w -> {
      for (int i = 0; i < size; i++) {
        w.uint(i);
      }
    });
  }

  @Test
  void aDescriptionThatChangesIsOurFault() {
    AtomicInteger pass = new AtomicInteger();
    assertThatThrownBy(() -> RlpWriter.encode(w -> writeFewer(w, pass.getAndIncrement())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("BUG");
  }

  private static void writeFewer(RlpWriter out, int pass) {
    for (int i = pass; i < 2; i++) {
      out.uint(1);
    }
  }

  @Test
  void integersAreAsShortAsTheyCanBe() {
    for (int bits = 0; bits < 64; bits++) {
      for (long value : new long[] {(1L << bits) - 1, 1L << bits, (1L << bits) + 1}) {
        assertThat(RlpWriter.encode(w -> w.uint(value)))
            .isEqualTo(RlpWriter.encode(w -> w.bytes(Bytes.minimalBytes(value))))
            .satisfies(rlp -> assertThat(rlp.size()).isEqualTo(RlpWriter.size(value)));
      }
    }
    for (int bits = 0; bits < 256; bits++) {
      UInt256 power = UInt256.ONE.shiftLeft(bits);
      for (UInt256 value : List.of(power.subtract(1), power, power.add(1))) {
        assertThat(RlpWriter.encode(w -> w.uint(value)))
            .isEqualTo(RlpWriter.encode(w -> w.bytes(value.toMinimalBytes())))
            .satisfies(rlp -> assertThat(rlp.size()).isEqualTo(RlpWriter.size(value)));
      }
    }
    assertThat(RlpWriter.encode(w -> w.uint(-1)))
        .isEqualTo(Bytes.fromHexString("0x88ffffffffffffffff"));
  }

  @Test
  void listsOfKnownSizeTakeOnePass() {
    for (int size : new int[] {0, 1, 2, 54, 55, 56, 300, 70_000}) {
      Bytes value = Bytes.wrap(new byte[size]);
      int known = RlpWriter.size(value) + RlpWriter.size(1000);
      Bytes list = RlpWriter.encodeFlatList(known, w -> w.bytes(value).uint(1000));
      assertThat(list).isEqualTo(RlpWriter.encodeList(w -> w.bytes(value).uint(1000)));
    }
    assertThatThrownBy(() -> RlpWriter.encodeFlatList(3, w -> w.uint(1)))
        .isInstanceOf(IllegalStateException.class);
  }
}
