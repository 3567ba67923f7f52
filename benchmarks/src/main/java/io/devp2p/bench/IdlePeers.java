package io.devp2p.bench;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.Enode;
import io.devp2p.wire.Host;
import io.devp2p.wire.Peer;
import io.devp2p.wire.eth.Eth;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.internal.PlatformDependent;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Prints what a peer costs that is connected and says nothing: heap, direct memory and resident set
 * of a host with so many inbound peers over loopback, each past Hello and one Ping. The peers live
 * in a process of their own; what the kernel keeps for a socket is not counted. Give the JVM a heap
 * that is touched before ({@code -Xms256m -Xmx256m -XX:+AlwaysPreTouch}): then the growth of the
 * resident set is what lies outside of the heap, and all a peer costs is both together.
 */
public final class IdlePeers {

  private static final int AT_ONCE = 64;

  /** Each peer has sent and answered a Ping by then. */
  private static final int IDLE_SECONDS = 20;

  private record Memory(long heap, long direct, long resident) {

    static Memory now() throws IOException, InterruptedException {
      for (int i = 0; i < 3; i++) {
        System.gc();
        TimeUnit.MILLISECONDS.sleep(200);
      }
      long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
      long pools =
          ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
              .mapToLong(BufferPoolMXBean::getMemoryUsed)
              .sum();
      return new Memory(
          heap, pools + Math.max(0, PlatformDependent.usedDirectMemory()), residentSet());
    }

    /** Of Linux; 0 elsewhere. */
    private static long residentSet() throws IOException {
      Path status = Path.of("/proc/self/status");
      if (!Files.exists(status)) {
        return 0;
      }
      return Files.readAllLines(status).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
          .sum();
    }
  }

  private IdlePeers() {}

  /** Arguments: the number of peers, 1,000 by default. */
  public static void main(String[] args) throws Exception {
    if (args.length == 2) {
      dial(Enode.parse(args[0]), Integer.parseInt(args[1]));
    } else {
      measure(args.length == 0 ? 1000 : Integer.parseInt(args[0]));
    }
  }

  private static void measure(int peers) throws Exception {
    NodeKey key = NodeKey.generate(new SecureRandom());
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (Host host =
        Host.start(
            key,
            c ->
                c.listen(new InetSocketAddress(loopback, 0))
                    .offer(Eth.observing(Eth.VERSIONS))
                    .maxPeers(peers + 1)
                    .maxInbound(peers + 1)
                    .acceptsPerSecond(10_000))) {
      int port = host.localAddress().orElseThrow().getPort();
      Enode self = Enode.of(key.publicKey(), new Endpoint(loopback, 0, port));
      warmUp(host, self);
      Memory before = Memory.now();
      Process dialer = start(self, peers);
      try {
        await(dialer, peers);
        TimeUnit.SECONDS.sleep(IDLE_SECONDS);
        Memory after = Memory.now();
        if (host.peers().size() != peers) {
          throw new IllegalStateException(host.peers().size() + " peers are left of " + peers);
        }
        System.out.printf(
            Locale.ROOT,
            "%d idle peers, each: heap %.1f KiB, direct %.1f KiB, resident %.1f KiB%n",
            peers,
            perPeer(after.heap - before.heap, peers),
            perPeer(after.direct - before.direct, peers),
            perPeer(after.resident - before.resident, peers));
      } finally {
        dialer.destroy();
      }
    }
  }

  /** One peer comes and goes, so that its classes are loaded. */
  private static void warmUp(Host host, Enode self) throws Exception {
    Process dialer = start(self, 1);
    await(dialer, 1);
    dialer.destroy();
    dialer.waitFor();
    while (!host.peers().isEmpty()) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  private static double perPeer(long bytes, int peers) {
    return bytes / 1024.0 / peers;
  }

  private static Process start(Enode target, int peers) throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElse("java"),
            "-cp",
            System.getProperty("java.class.path"),
            IdlePeers.class.getName(),
            target.toString(),
            Integer.toString(peers))
        .redirectError(Redirect.INHERIT)
        .start();
  }

  /** The dialer prints a line when all are connected. */
  private static void await(Process dialer, int peers) throws IOException {
    BufferedReader lines = dialer.inputReader();
    if (lines.readLine() == null) {
      throw new IllegalStateException("the dialer of " + peers + " peers has failed");
    }
  }

  private static void dial(Enode target, int peers) throws Exception {
    EventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    List<Host> hosts = new ArrayList<>();
    Queue<CompletableFuture<Peer>> dials = new ArrayDeque<>();
    for (int i = 0; i < peers; i++) {
      Host host =
          Host.start(
              NodeKey.generate(new SecureRandom()),
              c -> c.offer(Eth.observing(Eth.VERSIONS)).eventLoopGroup(loops).cryptoPool(loops));
      hosts.add(host);
      dials.add(host.dial(target));
      if (dials.size() >= AT_ONCE) {
        dials.remove().get(30, TimeUnit.SECONDS);
      }
    }
    for (CompletableFuture<Peer> dial : dials) {
      dial.get(30, TimeUnit.SECONDS);
    }
    System.out.println(hosts.size() + " connected");
    TimeUnit.HOURS.sleep(1);
  }
}
