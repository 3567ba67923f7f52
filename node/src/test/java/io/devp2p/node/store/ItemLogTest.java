package io.devp2p.node.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devp2p.core.crypto.Keccak;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ItemLogTest {

  private static final Item FIRST = item(Kind.NODE, "first");
  private static final Item SECOND = item(Kind.CODE, "second");
  private static final Item THIRD = item(Kind.HEADER, "third");

  @TempDir Path folder;
  private Path file = Path.of("");

  @BeforeEach
  void name() {
    file = folder.resolve("items");
  }

  private static Item item(Kind kind, String value) {
    Bytes bytes = Bytes.wrap(value.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return new Item(kind, Keccak.hash(bytes), bytes);
  }

  private void keep(Item... items) throws IOException {
    try (ItemLog log = ItemLog.open(file)) {
      log.append(List.of(items));
    }
  }

  private static void assertHas(ItemLog log, Item item) {
    assertThat(log.has(item.kind(), item.key())).isTrue();
    assertThat(log.get(item.kind(), item.key())).contains(item.value());
  }

  @Test
  void keepsItemsUntilTheNextTime() throws IOException {
    try (ItemLog log = ItemLog.open(file)) {
      log.append(List.of(FIRST, SECOND));
      log.append(List.of(THIRD));
      assertHas(log, FIRST);
      assertHas(log, THIRD);
    }
    try (ItemLog log = ItemLog.open(file)) {
      assertHas(log, FIRST);
      assertHas(log, SECOND);
      assertHas(log, THIRD);
      assertThat(log.get(Kind.BODY, FIRST.key())).isEmpty();
      assertThat(log.has(Kind.NODE, Bytes32.ZERO)).isFalse();
    }
  }

  @Test
  void keepsMarks() throws IOException {
    keep(Item.mark(Kind.STATE, Bytes32.ZERO));
    try (ItemLog log = ItemLog.open(file)) {
      assertThat(log.get(Kind.STATE, Bytes32.ZERO)).contains(Bytes.EMPTY);
    }
  }

  @Test
  void writesNothingTwice() throws IOException {
    keep(FIRST, FIRST, SECOND);
    long size = Files.size(file);
    keep(FIRST, SECOND);
    assertThat(Files.size(file)).isEqualTo(size);
  }

  /** Wherever a process is killed, the file is one that was written whole up to some batch. */
  @Test
  void isWholeUpToSomeBatchWhereverItEnds() throws IOException {
    keep(FIRST, SECOND);
    int whole = (int) Files.size(file);
    keep(THIRD);
    byte[] all = Files.readAllBytes(file);
    for (int length = 0; length < all.length; length++) {
      Files.write(file, Arrays.copyOf(all, length));
      try (ItemLog log = ItemLog.open(file)) {
        assertThat(log.has(FIRST.kind(), FIRST.key())).isEqualTo(length >= whole);
        assertThat(log.has(SECOND.kind(), SECOND.key())).isEqualTo(length >= whole);
        assertThat(log.has(THIRD.kind(), THIRD.key())).isFalse();
        log.append(List.of(THIRD));
        assertHas(log, THIRD);
      }
      try (ItemLog log = ItemLog.open(file)) {
        assertHas(log, THIRD);
      }
    }
  }

  @Test
  void cutsOffABatchWithAWrongBit() throws IOException {
    keep(FIRST);
    long before = Files.size(file);
    keep(SECOND);
    byte[] all = Files.readAllBytes(file);
    for (int at = (int) before; at < all.length; at++) {
      byte[] damaged = all.clone();
      damaged[at] ^= 1;
      Files.write(file, damaged);
      try (ItemLog log = ItemLog.open(file)) {
        assertHas(log, FIRST);
        assertThat(log.has(SECOND.kind(), SECOND.key())).isFalse();
      }
      assertThat(Files.size(file)).isEqualTo(before);
    }
  }

  @Test
  void leavesAloneWhatIsDamagedFarFromItsEnd() throws IOException {
    keep(FIRST);
    byte[] zeros = new byte[1 << 20];
    for (int i = 0; i <= ItemLog.BATCH / zeros.length; i++) {
      Files.write(file, zeros, StandardOpenOption.APPEND);
    }
    long size = Files.size(file);
    assertThatThrownBy(() -> ItemLog.open(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("damaged at byte");
    assertThat(Files.size(file)).isEqualTo(size);
  }

  @Test
  void leavesAloneWhatIsNotItsOwn() throws IOException {
    Files.writeString(file, "somebody's letters, longer than a name");
    assertThatThrownBy(() -> ItemLog.open(file)).hasMessageEndingWith("not a file of items");
    assertThat(file).content().startsWith("somebody");
    Files.write(
        file,
        Bytes.concatenate(
                Bytes.wrap("devp2p items".getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                Bytes.ofUnsignedInt(2))
            .toArray());
    assertThatThrownBy(() -> ItemLog.open(file)).hasMessageEndingWith("of another version");
  }

  @Test
  void belongsToOneAtATime() throws IOException {
    try (ItemLog log = ItemLog.open(file)) {
      assertThatThrownBy(() -> ItemLog.open(file)).hasMessageEndingWith("uses it already");
      log.append(List.of(FIRST));
      assertHas(log, FIRST);
    }
  }

  @Test
  void refusesABatchThatIsTooLarge() throws IOException {
    Bytes half = Bytes.wrap(new byte[ItemLog.BATCH / 2]);
    Item one = new Item(Kind.RECEIPTS, Bytes32.ZERO, half);
    Item two = new Item(Kind.RECEIPTS, Bytes32.leftPad(Bytes.of(1)), half);
    try (ItemLog log = ItemLog.open(file)) {
      assertThatThrownBy(() -> log.append(List.of(one, two)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(log.has(Kind.RECEIPTS, Bytes32.ZERO)).isFalse();
    }
  }
}
