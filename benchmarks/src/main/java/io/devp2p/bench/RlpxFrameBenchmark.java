package io.devp2p.bench;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.rlpx.FrameCodec;
import io.devp2p.rlpx.Handshake;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.apache.tuweni.bytes.Bytes;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One frame written and read, without Snappy and without a socket. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class RlpxFrameBenchmark {

  @Param({"64", "1024", "16384"})
  public int size;

  private Bytes body;
  private byte[] frame;
  private FrameCodec writer;
  private FrameCodec reader;

  @Setup
  public void make() {
    SplittableRandom random = new SplittableRandom(1);
    byte[] content = new byte[size];
    random.nextBytes(content);
    body = Bytes.wrap(content);
    frame = new byte[FrameCodec.frameSize(size)];
    NodeKey b = NodeKey.generate(random);
    Handshake initiator = Handshake.initiator(NodeKey.generate(random), b.publicKey(), random);
    Handshake recipient = Handshake.recipient(b, random);
    recipient.take(ByteBuffer.wrap(initiator.open().orElseThrow().toArray()));
    Handshake.Result answered = recipient.finish();
    initiator.take(ByteBuffer.wrap(answered.reply().orElseThrow().toArray()));
    writer = new FrameCodec(initiator.finish().secrets());
    reader = new FrameCodec(answered.secrets());
  }

  @Benchmark
  public Optional<Bytes> frame() {
    writer.encode(body, frame, 0);
    return reader.take(ByteBuffer.wrap(frame));
  }
}
