package io.devp2p.rlpx;

import io.devp2p.core.crypto.Curves;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.crypto.Secp256k1;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Decrypts and decodes an auth packet, and nothing more: what go-ethereum's {@code HandshakeRead}
 * does. In the package of what it measures, because nobody else reads one by itself.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class RlpxAuthBenchmark {

  @Param({"bouncycastle", "libsecp256k1"})
  public String tier;

  private NodeKey key;
  private byte[] auth;

  @Setup
  public void make() {
    SecureRandom random = new SecureRandom();
    Secp256k1 curve = Curves.named(tier);
    key = NodeKey.generate(curve, random);
    auth =
        Handshake.initiator(NodeKey.generate(curve, random), key.publicKey(), random)
            .open()
            .orElseThrow()
            .toArray();
  }

  @Benchmark
  public HandshakeMessage.Auth read() {
    return HandshakeMessage.Auth.decode(Ecies.decrypt(key, auth, 2, Arrays.copyOf(auth, 2)));
  }
}
