package io.devp2p.bench;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.Enode;
import io.devp2p.wire.Host;
import io.devp2p.wire.HostStats;
import io.devp2p.wire.Protocol;
import io.devp2p.wire.Session;
import io.devp2p.wire.SessionContext;
import io.devp2p.wire.SessionOutbox;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.apache.tuweni.bytes.Bytes;

/**
 * Prints what honest peers notice of hostile ones: how long a host takes to answer them while it is
 * left alone, and under each {@link Attack}, with what the host counted meanwhile and what it holds
 * afterwards. Host, honest peers and attacker are processes; the attacker is the least urgent one,
 * because on the Internet it has a machine of its own.
 */
public final class HostilePeers {

  private static final int HONEST = 20;
  private static final int WINDOW_SECONDS = 6;
  private static final int ASK = 0;
  private static final int ANSWER = 1;

  /** Answers what it is asked; keeps how long it waited for answers to what it has asked. */
  private record Echo(SessionContext peer, ConcurrentLinkedQueue<Long> waited) implements Session {

    static Protocol<Echo> protocol(ConcurrentLinkedQueue<Long> waited) {
      return Protocol.of("echo", 1, 2, peer -> new Echo(peer, waited));
    }

    void ask() {
      peer.submit((now, out) -> out.send(ASK, Bytes.ofUnsignedLong(System.nanoTime())));
    }

    @Override
    public void onMessage(long now, int code, Bytes payload, SessionOutbox out) {
      if (code == ASK) {
        out.send(ANSWER, payload);
      } else {
        waited.add(System.nanoTime() - payload.getLong(0));
      }
    }
  }

  private HostilePeers() {}

  /** No arguments. */
  public static void main(String[] args) throws Exception {
    if (args.length == 0) {
      measure();
    } else if (args[0].equals("honest")) {
      beHonest(Enode.parse(args[1]));
    } else {
      Attack.valueOf(args[0]).run(Enode.parse(args[1]));
    }
  }

  private static void measure() throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    NodeKey key = NodeKey.generate(new SecureRandom());
    try (Host host =
        Host.start(
            key,
            c ->
                c.listen(new InetSocketAddress(loopback, 0))
                    .offer(Echo.protocol(new ConcurrentLinkedQueue<>()))
                    .maxPeers(200)
                    .exempt(loopback::equals))) {
      int port = host.localAddress().orElseThrow().getPort();
      Enode self = Enode.of(key.publicKey(), new Endpoint(loopback, 0, port));
      Process honest = start(List.of(), "honest", self);
      try (BufferedReader lines = honest.inputReader();
          PrintStream window = new PrintStream(honest.getOutputStream(), true)) {
        lines.readLine();
        for (String warmUpThenCalm : List.of("", "calm")) {
          window.println();
          System.out.printf("%-10s %s%n", warmUpThenCalm, lines.readLine());
        }
        for (Attack attack : Attack.values()) {
          HostStats before = host.stats();
          Process attacker = start(List.of("nice", "-n", "19"), attack.name(), self);
          TimeUnit.SECONDS.sleep(2); // its JVM starts
          window.println();
          String seen = lines.readLine();
          attacker.destroyForcibly().waitFor();
          System.out.printf(
              Locale.ROOT, "%-10s %s; %s%n", attack, seen, difference(before, host.stats()));
        }
        window.println();
        System.out.printf("%-10s %s%n", "calm again", lines.readLine());
      } finally {
        honest.destroy();
      }
    }
  }

  private static String difference(HostStats before, HostStats after) {
    System.gc();
    Runtime jvm = Runtime.getRuntime();
    return String.format(
        Locale.ROOT,
        "accepted %d, refused %d, banned %d, %s %s %s, heap %d MiB",
        after.accepted() - before.accepted(),
        after.refused() - before.refused(),
        after.bans() - before.bans(),
        difference(before.violations(), after.violations()),
        difference(before.inboundFailures(), after.inboundFailures()),
        difference(before.ends(), after.ends()),
        (jvm.totalMemory() - jvm.freeMemory()) >> 20);
  }

  private static <K> Map<String, Long> difference(Map<K, Long> before, Map<K, Long> after) {
    Map<String, Long> more = new TreeMap<>();
    after.forEach((what, count) -> {
      long added = count - before.getOrDefault(what, 0L);
      if (added > 0) {
        more.put(what.toString(), added);
      }
    });
    return more;
  }

  private static Process start(List<String> prefix, String role, Enode target) throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of("-Xmx256m", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(HostilePeers.class.getName(), role, target.toString()));
    return new ProcessBuilder(command).redirectError(Redirect.DISCARD).start();
  }

  /** Connects, then for each line asks for some seconds and prints how long answers took. */
  private static void beHonest(Enode target) throws Exception {
    ConcurrentLinkedQueue<Long> waited = new ConcurrentLinkedQueue<>();
    List<Echo> sessions = new ArrayList<>();
    EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    for (int i = 0; i < HONEST; i++) {
      Protocol<Echo> echo = Echo.protocol(waited);
      Host host =
          Host.start(
              NodeKey.generate(new SecureRandom()),
              c -> c.offer(echo).eventLoopGroup(loops).cryptoPool(loops));
      sessions.add(host.dial(target).get(30, TimeUnit.SECONDS).session(echo).orElseThrow());
    }
    System.out.println("connected");
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    while (lines.readLine() != null) {
      waited.clear();
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WINDOW_SECONDS);
      while (System.nanoTime() < end) {
        sessions.forEach(Echo::ask);
        TimeUnit.MILLISECONDS.sleep(10);
      }
      TimeUnit.SECONDS.sleep(1);
      long[] sorted = waited.stream().mapToLong(Long::longValue).sorted().toArray();
      System.out.printf(
          Locale.ROOT,
          "%5d answers, p50 %6.2f ms, p99 %6.2f ms, worst %6.1f ms%n",
          sorted.length,
          millis(sorted, 0.5),
          millis(sorted, 0.99),
          Arrays.stream(sorted).max().orElse(0) / 1e6);
    }
  }

  private static double millis(long[] sorted, double part) {
    return sorted.length == 0 ? 0 : sorted[(int) (part * (sorted.length - 1))] / 1e6;
  }
}
