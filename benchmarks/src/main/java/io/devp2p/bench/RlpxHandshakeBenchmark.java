package io.devp2p.bench;

import io.devp2p.core.crypto.Curves;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.crypto.Secp256k1;
import io.devp2p.rlpx.Handshake;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
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
 * What a handshake costs each side, without a socket. An auth or an ack that was made before fits
 * any partner with the same static key, so that each side can be measured alone.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class RlpxHandshakeBenchmark {

  @Param({"bouncycastle", "libsecp256k1"})
  public String tier;

  private final SecureRandom random = new SecureRandom();
  private NodeKey a;
  private NodeKey b;
  private ByteBuffer auth;
  private ByteBuffer ack;

  @Setup
  public void make() {
    Secp256k1 curve = Curves.named(tier);
    a = NodeKey.generate(curve, random);
    b = NodeKey.generate(curve, random);
    auth = packet(Handshake.initiator(a, b.publicKey(), random).open().orElseThrow().toArray());
    ack = packet(respond().reply().orElseThrow().toArray());
  }

  private static ByteBuffer packet(byte[] bytes) {
    return ByteBuffer.wrap(bytes);
  }

  private Handshake.Result respond() {
    Handshake recipient = Handshake.recipient(b, random);
    recipient.take(auth.duplicate());
    return recipient.finish();
  }

  @Benchmark
  public Handshake.Result recipient() {
    return respond();
  }

  @Benchmark
  public Handshake.Result initiator() {
    Handshake initiator = Handshake.initiator(a, b.publicKey(), random);
    initiator.open();
    initiator.take(ack.duplicate());
    return initiator.finish();
  }

  @Benchmark
  public Handshake.Result both() {
    Handshake initiator = Handshake.initiator(a, b.publicKey(), random);
    Handshake recipient = Handshake.recipient(b, random);
    recipient.take(ByteBuffer.wrap(initiator.open().orElseThrow().toArrayUnsafe()));
    Handshake.Result answered = recipient.finish();
    initiator.take(ByteBuffer.wrap(answered.reply().orElseThrow().toArrayUnsafe()));
    return initiator.finish();
  }
}
