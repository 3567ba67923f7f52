package io.devp2p.wire.p2p;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devp2p.core.Rule;
import io.devp2p.core.Vectors;
import io.devp2p.core.Violation;
import java.util.Random;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SnappyTest {

  private static final int LIMIT = 10 * 1024 * 1024;

  private static Bytes uncompress(Bytes block, int limit) {
    return Snappy.uncompress(block.toArray(), 0, block.size(), limit);
  }

  private static void assertRefused(Rule rule, String hex, int limit) {
    assertThatThrownBy(() -> uncompress(Bytes.fromHexString(hex), limit))
        .isInstanceOfSatisfying(Violation.class, v -> assertThat(v.rule()).isEqualTo(rule));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 59, 60, 61, 1000, 65_535, 65_536, 65_537, 1_000_000})
  void roundTrip(int size) {
    byte[] random = new byte[size];
    new Random(size).nextBytes(random);
    for (byte[] plain : new byte[][] {random, new byte[size]}) {
      Bytes block = Bytes.wrap(Snappy.compress(Bytes.wrap(plain)));
      assertThat(uncompress(block, size)).isEqualTo(Bytes.wrap(plain));
    }
  }

  @Test
  void readsLiteralBlocksOfVectors() {
    Vectors.each(Vectors.load("rlpx-frames").get("derived_session").get("messages"))
        .filter(m -> m.get("snappy").asBoolean())
        .forEach(m ->
            assertThat(uncompress(Vectors.hex(m, "frame_payload"), LIMIT))
                .isEqualTo(Vectors.hex(m, "message_data")));
  }

  /** Z-01: lengths that are none, or absurd. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "80",
        "ffffff",
        "ffffffff07",
        "ffffffff0f",
        "80808080808001",
        "ffffffffffffffffff01"
      })
  void lengthsThatAreRefused(String hex) {
    assertRefused(P2pRule.P2P_SNAPPY_LENGTH, hex, LIMIT);
  }

  /** Z-02: one byte more than the limit. */
  @Test
  void oneByteTooMany() {
    Bytes block = Bytes.wrap(Snappy.compress(Bytes.wrap(new byte[LIMIT + 1])));
    assertRefused(P2pRule.P2P_SNAPPY_LENGTH, block.toHexString(), LIMIT);
    assertThat(uncompress(block, LIMIT + 1).size()).isEqualTo(LIMIT + 1);
  }

  /** Z-03 and Z-06: blocks that lie. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "01", // nothing follows
        "0100", // a literal without its byte
        "0501000000", // a copy before the start
        "0200410500", // offset 0
        "02004142", // more than declared
        "0500414243", // less than declared
        "05fc414243", // a literal beyond the end
        "0408414243440400", // a copy beyond the end
      })
  void blocksThatAreRefused(String hex) {
    assertRefused(P2pRule.P2P_SNAPPY_BLOCK, hex, LIMIT);
  }

  @Test
  void onlyViolationsComeOut() {
    Random random = new Random(9);
    for (int i = 0; i < 50_000; i++) {
      Bytes block = Bytes.random(1 + random.nextInt(40), random);
      try {
        assertThat(uncompress(block, 4096).size()).isLessThanOrEqualTo(4096);
      } catch (Violation refused) {
        assertThat(refused.rule()).isInstanceOf(P2pRule.class);
      }
    }
  }
}
