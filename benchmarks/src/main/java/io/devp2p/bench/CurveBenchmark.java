package io.devp2p.bench;

import io.devp2p.core.crypto.Keccak;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.crypto.PublicKey;
import io.devp2p.core.crypto.Signatures;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The elliptic-curve operations that handshakes and discv4 packets are made of. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CurveBenchmark {

  private final SecureRandom random = new SecureRandom();
  private final NodeKey key = NodeKey.generate(random);
  private final PublicKey other = NodeKey.generate(random).publicKey();
  private final Bytes32 hash = Keccak.hash(Bytes.of(1));
  private final Bytes signature = key.sign(hash);

  @Benchmark
  public NodeKey generate() {
    return NodeKey.generate(random);
  }

  @Benchmark
  public Bytes ecdh() {
    return key.ecdh(other);
  }

  @Benchmark
  public Bytes sign() {
    return key.sign(hash);
  }

  @Benchmark
  public PublicKey recover() {
    return Signatures.recover(hash, signature);
  }
}
