package io.devp2p.bench;

import io.devp2p.core.crypto.Keccak;
import java.util.concurrent.TimeUnit;
import org.apache.tuweni.bytes.Bytes32;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Keccak-256. Of 136 bytes it is two permutations, the unit in which frames are counted. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class KeccakBenchmark {

  @Param({"32", "136", "1024", "16384"})
  public int size;

  private byte[] input;

  @Setup
  public void make() {
    input = new byte[size];
  }

  @Benchmark
  public Bytes32 hash() {
    return Keccak.hash(input, 0, size);
  }
}
