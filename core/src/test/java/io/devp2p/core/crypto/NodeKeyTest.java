package io.devp2p.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import java.util.random.RandomGenerator;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NodeKeyTest {

  private static final String N =
      "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        N,
        "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364142",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
      })
  void scalarsOutsideTheGroupAreRefused(String hex) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NodeKey.of(Bytes32.fromHexString(hex)))
        .withMessageNotContaining(hex);
  }

  @Test
  void keysAreDrawnAgainUntilOneFits() {
    Bytes tooLarge = Bytes.fromHexString(N);
    int[] draws = {0};
    RandomGenerator random =
        new RandomGenerator() {
          @Override
          public void nextBytes(byte[] bytes) {
            Bytes next =
                switch (draws[0]++) {
                  case 0 -> Bytes32.ZERO;
                  case 1 -> tooLarge;
                  default -> Bytes32.leftPad(Bytes.of(1));
                };
            System.arraycopy(next.toArrayUnsafe(), 0, bytes, 0, 32);
          }

          @Override
          public long nextLong() {
            throw new AssertionError("a key is drawn whole");
          }
        };
    assertThat(NodeKey.generate(random).publicKey())
        .isEqualTo(NodeKey.of(Bytes32.leftPad(Bytes.of(1))).publicKey());
  }

  @Test
  void aKeyOwnsItsScalar() {
    byte[] secret = Bytes32.leftPad(Bytes.of(7)).toArray();
    NodeKey key = NodeKey.of(Bytes32.wrap(secret));
    Bytes before = key.sign(Bytes32.ZERO);
    secret[31] = 8;
    assertThat(key.sign(Bytes32.ZERO)).isEqualTo(before);
  }

  @Test
  void theSecretIsNeverPrinted() {
    NodeKey key = NodeKey.generate(new Random(20261124));
    String secret = key.secret().toUnprefixedHexString();
    assertThat(key.toString()).startsWith("NodeKey[public ").doesNotContain(secret.substring(0, 8));
  }
}
