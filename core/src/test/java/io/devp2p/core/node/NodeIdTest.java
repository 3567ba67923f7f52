package io.devp2p.core.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import io.devp2p.core.Vectors;
import java.math.BigInteger;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NodeIdTest {

  private static NodeId id(int bit) {
    return new NodeId(
        Bytes32.leftPad(
            Bytes.wrap(BigInteger.ONE.shiftLeft(bit).toByteArray()).trimLeadingZeros()));
  }

  @Test
  void logDistanceIsTheBitLengthOfTheExclusiveOr() {
    NodeId zero = new NodeId(Bytes32.ZERO);
    assertThat(zero.logDistance(zero)).isZero();
    for (int bit = 0; bit < 256; bit++) {
      assertThat(zero.logDistance(id(bit))).isEqualTo(bit + 1);
      assertThat(id(bit).logDistance(zero)).isEqualTo(bit + 1);
      assertThat(id(bit).logDistance(id(bit))).isZero();
    }
  }

  static Stream<JsonNode> distances() {
    return Vectors.each(Vectors.load("discv5-wire").get("log_distance"));
  }

  @ParameterizedTest
  @MethodSource("distances")
  void logDistanceOfTheVectors(JsonNode vector) {
    NodeId a = NodeId.fromHex(vector.get("a").asText());
    NodeId b = NodeId.fromHex(vector.get("b").asText());
    assertThat(a.logDistance(b)).isEqualTo(vector.get("log_distance").asInt());
  }

  @Test
  void distancesAgreeWithBigIntegers() {
    long seed = 20261124;
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      NodeId target = NodeId.random(random);
      NodeId a = near(target, random);
      NodeId b = near(target, random);
      BigInteger toA = target.bytes().xor(a.bytes()).toUnsignedBigInteger();
      BigInteger toB = target.bytes().xor(b.bytes()).toUnsignedBigInteger();
      assertThat(target.logDistance(a)).as("seed %d", seed).isEqualTo(toA.bitLength());
      assertThat(Integer.signum(target.compareDistance(a, b))).isEqualTo(toA.compareTo(toB));
      assertThat(target.compareDistance(a, a)).isZero();
    }
  }

  /** An id that shares a random number of leading bits. */
  private static NodeId near(NodeId target, Random random) {
    BigInteger difference = new BigInteger(random.nextInt(257), random);
    return new NodeId(
        target
            .bytes()
            .xor(Bytes32.leftPad(Bytes.wrap(difference.toByteArray()).trimLeadingZeros())));
  }

  @Test
  void textForm() {
    String hex = "a448f24c6d18e575453db13171562b71999873db5b286df957af199ec94617f7";
    assertThat(NodeId.fromHex(hex)).hasToString(hex).isEqualTo(NodeId.fromHex("0x" + hex));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0x", "a448", "zz"})
  void otherTextIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> NodeId.fromHex(text));
  }
}
