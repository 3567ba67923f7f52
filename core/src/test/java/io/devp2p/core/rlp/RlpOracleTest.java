package io.devp2p.core.rlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.Violation;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.rlp.RLP;
import org.apache.tuweni.rlp.RLPException;
import org.apache.tuweni.rlp.RLPReader;
import org.apache.tuweni.rlp.RLPWriter;
import org.apache.tuweni.units.bigints.UInt256;
import org.junit.jupiter.api.Test;

/** Our RLP against Tuweni's, in both directions, on random structures and on broken ones. */
final class RlpOracleTest {

  private static final long SEED = 20261124;

  @Test
  void encodesTheSameAndReadsEachOther() {
    Random random = new Random(SEED);
    for (int i = 0; i < 1_000; i++) {
      RlpTree tree = RlpTree.random(random, 4);
      Bytes ours = RlpWriter.encode(tree::write);
      Bytes theirs = RLP.encode(w -> write(w, tree));
      assertThat(ours).as("seed %d, tree %d", SEED, i).isEqualTo(theirs);
      assertThat(RlpTree.decode(theirs)).isEqualTo(tree);
      assertThat(RLP.<RlpTree>decode(ours, RlpOracleTest::read)).isEqualTo(tree);
    }
  }

  @Test
  void integersAreTheSame() {
    Random random = new Random(SEED);
    for (int i = 0; i < 2_000; i++) {
      long value = random.nextLong() >>> random.nextInt(64);
      Bytes ours = RlpWriter.encode(w -> w.uint(value));
      assertThat(ours)
          .isEqualTo(RLP.encodeBigInteger(new BigInteger(Long.toUnsignedString(value))));
      assertThat(RlpReader.of(ours).uint64()).isEqualTo(value);
      UInt256 big = UInt256.valueOf(new BigInteger(random.nextInt(257), random));
      assertThat(RlpWriter.encode(w -> w.uint(big)))
          .isEqualTo(RLP.encodeBigInteger(big.toUnsignedBigInteger()));
    }
  }

  // Tuweni ignores bytes after the value, so both are asked for the first value alone.
  @Test
  void refusesTheSame() {
    Random random = new Random(SEED);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] changed = RlpWriter.encode(RlpTree.random(random, 3)::write).toArray();
      changed[random.nextInt(Math.min(changed.length, 40))] = (byte) random.nextInt(256);
      Bytes input = Bytes.wrap(changed);
      Optional<RlpTree> ours = ours(input);
      assertThat(ours).as("seed %d, input %s", SEED, input).isEqualTo(theirs(input));
      refused += ours.isEmpty() ? 1 : 0;
    }
    assertThat(refused).as("inputs that both refuse").isGreaterThan(1_000);
  }

  private static Optional<RlpTree> ours(Bytes input) {
    try {
      return Optional.of(RlpTree.read(RlpReader.of(input)));
    } catch (Violation refused) {
      return Optional.empty();
    }
  }

  private static Optional<RlpTree> theirs(Bytes input) {
    try {
      return Optional.of(RLP.<RlpTree>decode(input, RlpOracleTest::read));
    } catch (RLPException refused) {
      return Optional.empty();
    }
  }

  private static void write(RLPWriter out, RlpTree tree) {
    switch (tree) {
      case RlpTree.Text text -> out.writeValue(text.bytes());
      case RlpTree.Branch branch ->
          out.writeList(w -> branch.elements().forEach(element -> write(w, element)));
    }
  }

  private static RlpTree read(RLPReader in) {
    return in.nextIsList()
        ? new RlpTree.Branch(in.<List<RlpTree>>readList(RlpOracleTest::readAll))
        : new RlpTree.Text(in.readValue());
  }

  private static List<RlpTree> readAll(RLPReader in) {
    List<RlpTree> elements = new ArrayList<>();
    while (!in.isComplete()) {
      elements.add(read(in));
    }
    return elements;
  }
}
