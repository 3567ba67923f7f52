package io.devp2p.core.rlp;

import static io.devp2p.core.Violations.assertViolation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.fail;

import io.devp2p.core.Violation;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing but a Violation comes out of the reader, whatever goes in. */
final class RlpHostileTest {

  private static final long SEED = 20261124;

  // Every way in which a codec reads; all of them are tried on every hostile input.
  private static final List<Consumer<RlpReader>> READS =
      List.of(
          RlpTree::readAll,
          RlpReader::bytes,
          in -> in.bytes(3),
          in -> in.bytesUpTo(40),
          RlpReader::bytes32,
          RlpReader::uint64,
          RlpReader::uint16,
          RlpReader::uint256,
          RlpReader::bool,
          RlpReader::raw,
          RlpReader::skip,
          RlpReader::list,
          RlpReader::nextIsList,
          RlpReader::nextLength,
          RlpReader::end);

  private static void readEveryWay(byte[] input) {
    for (Consumer<RlpReader> read : READS) {
      try {
        read.accept(RlpReader.of(input));
      } catch (Violation expected) {
        assertThat(expected.rule()).isInstanceOf(RlpRule.class);
      } catch (RuntimeException | Error escaped) {
        fail("seed " + SEED + ", input " + Bytes.wrap(input), escaped);
      }
    }
  }

  @Test
  void randomBytes() {
    Random random = new Random(SEED);
    for (int i = 0; i < 50_000; i++) {
      byte[] input = new byte[random.nextInt(80)];
      random.nextBytes(input);
      readEveryWay(input);
    }
  }

  @Test
  void randomPrefixes() {
    // Mostly bytes that start something, with small lengths, so that more of it is nearly right.
    Random random = new Random(SEED + 1);
    byte[] prefixes = {
      0x00,
      0x01,
      0x7f,
      (byte) 0x80,
      (byte) 0x81,
      (byte) 0x82,
      (byte) 0xb7,
      (byte) 0xb8,
      (byte) 0xb9,
      (byte) 0xbf,
      (byte) 0xc0,
      (byte) 0xc1,
      (byte) 0xc8,
      (byte) 0xf7,
      (byte) 0xf8,
      (byte) 0xff
    };
    for (int i = 0; i < 50_000; i++) {
      byte[] input = new byte[random.nextInt(60)];
      for (int j = 0; j < input.length; j++) {
        input[j] = prefixes[random.nextInt(prefixes.length)];
      }
      readEveryWay(input);
    }
  }

  @Test
  void oneByteChanged() {
    Random random = new Random(SEED + 2);
    for (int i = 0; i < 500; i++) {
      byte[] valid = RlpWriter.encode(RlpTree.random(random, 4)::write).toArray();
      for (int j = 0; j < Math.min(valid.length, 60); j++) {
        byte[] changed = valid.clone();
        changed[j] ^= (byte) (1 << random.nextInt(8));
        readEveryWay(changed);
      }
    }
  }

  @Test
  void cutAtEveryByte() {
    Random random = new Random(SEED + 3);
    for (int i = 0; i < 300; i++) {
      byte[] valid = RlpWriter.encode(RlpTree.random(random, 4)::write).toArray();
      for (int size = 0; size < Math.min(valid.length, 400); size++) {
        Bytes cut = Bytes.wrap(Arrays.copyOf(valid, size));
        assertThatExceptionOfType(Violation.class)
            .as("seed %d, %s", SEED, cut)
            .isThrownBy(() -> RlpTree.decode(cut));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {17, 100, 1_000, 100_000})
  void depthBombsEndOnASmallStack(int depth) throws InterruptedException {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread small =
        new Thread(
            null,
            () -> assertViolation(RlpRule.RLP_TOO_DEEP, () -> RlpTree.decode(bomb(depth))),
            "small stack",
            256 * 1024);
    small.setUncaughtExceptionHandler((thread, cause) -> thrown.set(cause));
    small.start();
    small.join();
    assertThat(thrown.get()).isNull();
  }

  /** Lists in lists, without building them one by one. */
  private static Bytes bomb(int depth) {
    byte[] reversed = new byte[5 * depth];
    int size = 0;
    for (int i = 0; i < depth; i++) {
      int payload = size;
      if (payload < 56) {
        reversed[size++] = (byte) (0xc0 + payload);
        continue;
      }
      int lengthBytes = 0;
      for (int rest = payload; rest > 0; rest >>>= 8) {
        reversed[size++] = (byte) rest;
        lengthBytes++;
      }
      reversed[size++] = (byte) (0xf7 + lengthBytes);
    }
    return Bytes.wrap(Arrays.copyOf(reversed, size)).reverse();
  }

  @Test
  void aMillionElementsAreWalkedOnce() {
    byte[] elements = new byte[1 << 20];
    Arrays.fill(elements, (byte) 0xc0);
    RlpReader in = RlpReader.of(elements);
    int count = 0;
    while (!in.isAtEnd()) {
      in.skip();
      count++;
    }
    assertThat(count).isEqualTo(elements.length);
  }
}
