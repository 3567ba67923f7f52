package io.devp2p.bench;

import io.devp2p.core.crypto.Curves;
import io.devp2p.core.crypto.Keccak;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.crypto.PublicKey;
import io.devp2p.core.crypto.Secp256k1;
import io.devp2p.core.crypto.Signatures;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The elliptic-curve operations that handshakes and discv4 packets are made of. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SecpBenchmark {

  @Param({"bouncycastle", "libsecp256k1"})
  public String tier;

  private final SplittableRandom random = new SplittableRandom(1);
  private final Bytes32 hash = Keccak.hash(Bytes.of(1));
  private Secp256k1 curve;
  private NodeKey key;
  private PublicKey other;
  private Bytes compressed;
  private Bytes signature;
  private Bytes rs;

  @Setup
  public void make() {
    curve = Curves.named(tier);
    key = NodeKey.generate(curve, random);
    other = NodeKey.generate(curve, random).publicKey();
    compressed = other.compressed();
    signature = key.sign(hash);
    rs = signature.slice(0, 64).copy();
  }

  @Benchmark
  public Bytes ecdh() {
    return key.ecdh(other);
  }

  @Benchmark
  public NodeKey keygen() {
    return NodeKey.generate(curve, random);
  }

  @Benchmark
  public Bytes sign() {
    return key.sign(hash);
  }

  @Benchmark
  public boolean verify() {
    return Signatures.verify(curve, hash, rs, key.publicKey());
  }

  @Benchmark
  public PublicKey recover() {
    return Signatures.recover(curve, hash, signature);
  }

  @Benchmark
  public PublicKey decompress() {
    return PublicKey.ofCompressed(curve, compressed);
  }
}
