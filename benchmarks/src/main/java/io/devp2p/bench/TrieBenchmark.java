package io.devp2p.bench;

import io.devp2p.wire.trie.Leaf;
import io.devp2p.wire.trie.OrderedRoot;
import io.devp2p.wire.trie.RangeProof;
import io.devp2p.wire.trie.Trie;
import io.devp2p.wire.trie.TrieBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Tries of the shapes that go-ethereum's benchmarks have: DeriveSha200 (core/types), Prove and
 * VerifyRangeProof (trie). Random keys and values from one seed.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class TrieBenchmark {

  /** A legacy transfer with its signature has about so many bytes there. */
  private static final int TRANSACTION = 98;

  private static final int LEAVES = 8192;

  private final Random random = new Random(1);
  private final List<Bytes> transactions =
      Stream.generate(() -> Bytes.random(TRANSACTION, random)).limit(200).toList();
  private final List<Leaf> leaves =
      Stream.generate(() -> new Leaf(Bytes32.random(random), Bytes.random(20, random)))
          .limit(LEAVES)
          .sorted((a, b) -> a.key().compareTo(b.key()))
          .toList();
  private final Trie trie = build(leaves);
  private final Range range100 = range(trie, leaves, 100);
  private final Range range1000 = range(trie, leaves, 1000);
  private final Range range5000 = range(trie, leaves, 5000);
  private int next;

  private record Range(List<Leaf> leaves, List<Bytes> proof) {}

  private static Trie build(List<Leaf> leaves) {
    Map<Bytes32, Bytes> nodes = new HashMap<>();
    TrieBuilder builder = new TrieBuilder(nodes::put);
    leaves.forEach(leaf -> builder.add(leaf.key(), leaf.value()));
    return Trie.of(hash -> Optional.ofNullable(nodes.get(hash)).orElseThrow(), builder.finish());
  }

  private static Range range(Trie trie, List<Leaf> leaves, int size) {
    List<Leaf> part = leaves.subList(2, 2 + size);
    return new Range(
        part, RangeProof.prove(trie, part.getFirst().key(), Optional.of(part.getLast().key())));
  }

  @Benchmark
  public Bytes32 deriveRoot200() {
    return OrderedRoot.of(transactions);
  }

  @Benchmark
  public List<Bytes> prove() {
    next = (next + 1) % LEAVES;
    return trie.prove(leaves.get(next).key());
  }

  @Benchmark
  public boolean verifyRange100() {
    return verify(range100);
  }

  @Benchmark
  public boolean verifyRange1000() {
    return verify(range1000);
  }

  @Benchmark
  public boolean verifyRange5000() {
    return verify(range5000);
  }

  private boolean verify(Range range) {
    return RangeProof.verify(
        trie.root(), range.leaves().getFirst().key(), range.leaves(), range.proof());
  }
}
