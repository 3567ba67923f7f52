package io.devp2p.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What the kernel takes for one datagram in and one out, over loopback: what any answer to a packet
 * of discovery costs beside the machine. Each of two sockets does that once.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class UdpBenchmark {

  private static final int DATAGRAM = 128;

  private final ByteBuffer buffer = ByteBuffer.allocateDirect(2 * DATAGRAM);
  private DatagramChannel asker;
  private DatagramChannel asked;
  private SocketAddress address;

  @Setup
  public void open() throws IOException {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    asker = DatagramChannel.open().bind(any);
    asked = DatagramChannel.open().bind(any);
    address = asked.getLocalAddress();
  }

  @Benchmark
  @OperationsPerInvocation(2)
  public SocketAddress echo() throws IOException {
    buffer.clear().limit(DATAGRAM);
    asker.send(buffer, address);
    SocketAddress from = take(asked);
    buffer.flip();
    asked.send(buffer, from);
    return take(asker);
  }

  private SocketAddress take(DatagramChannel channel) throws IOException {
    buffer.clear();
    SocketAddress from = channel.receive(buffer);
    if (from == null) {
      throw new IOException("nothing came in");
    }
    return from;
  }

  @TearDown
  public void close() throws IOException {
    asker.close();
    asked.close();
  }
}
