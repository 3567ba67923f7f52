package io.devp2p.bench;

import io.devp2p.core.crypto.Curves;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.crypto.Secp256k1;
import io.devp2p.core.machine.Effect;
import io.devp2p.core.machine.Outbox;
import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.Node;
import io.devp2p.discovery.DiscoveryConfig;
import io.devp2p.discovery.DiscoveryEvent;
import io.devp2p.discovery.Profile;
import io.devp2p.discovery.Target;
import io.devp2p.discovery.Version;
import io.devp2p.discovery.machine.DiscoveryMachine;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
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

/**
 * A machine that is asked by a node it knows, and answers: a datagram in, and the datagrams of the
 * answer out, without a socket. The same question comes again and again.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class DiscoveryBenchmark {

  private static final InetSocketAddress ASKER = new InetSocketAddress("127.0.0.1", 30301);
  private static final InetSocketAddress ASKED = new InetSocketAddress("127.0.0.1", 30302);
  private static final long NOW = 0;

  @Param({"bouncycastle", "libsecp256k1"})
  public String tier;

  private DiscoveryMachine asker;
  private DiscoveryMachine asked;
  private Bytes ping4;
  private Bytes findNode4;
  private Bytes ping5;
  private Bytes findNode5;

  @Setup
  public void make() {
    SplittableRandom random = new SplittableRandom(1);
    Secp256k1 curve = Curves.named(tier);
    asker = machine(NodeKey.generate(curve, random), ASKER);
    asked = machine(NodeKey.generate(curve, random), ASKED);
    List<Node> known = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      InetSocketAddress at = new InetSocketAddress("127.0.1." + i, 30303);
      known.add(
          Node.of(
              NodeKey.generate(curve, random).publicKey(),
              new Endpoint(at.getAddress(), at.getPort(), 0)));
    }
    asked.introduce(known, EnumSet.allOf(Version.class));
    Node node = Node.of(asked.self()).orElseThrow();
    Target target = Target.random(random);
    // The first questions prove both endpoints and make a session.
    for (int i = 0; i < 2; i++) {
      ping4 = question(out -> asker.ping(NOW, Version.V4, node, out));
      ping5 = question(out -> asker.ping(NOW, Version.V5, node, out));
    }
    findNode4 = question(out -> asker.findNode(NOW, node, target, out));
    findNode5 = question(out -> asker.findNode(NOW, node, Set.of(256, 255, 254), out));
  }

  private static DiscoveryMachine machine(NodeKey key, InetSocketAddress at) {
    InstantSource clock = InstantSource.fixed(Instant.ofEpochSecond(1_800_000_000));
    DiscoveryConfig config =
        DiscoveryConfig.builder()
            .wallClock(clock)
            .revalidate(false)
            .profile(Profile.CRAWLER) // time stands still, so limits for each second would be met
            .build();
    return new DiscoveryMachine(key, config, at);
  }

  /** A command of the asker. */
  private interface Command {
    long begin(Outbox<DiscoveryEvent> out);
  }

  /** Has a command answered; gives the first datagram that it sent. */
  private Bytes question(Command command) {
    Outbox<DiscoveryEvent> out = new Outbox<>();
    command.begin(out);
    List<Bytes> first = sent(out);
    Deque<Bytes> toAsked = new ArrayDeque<>(first);
    Deque<Bytes> toAsker = new ArrayDeque<>();
    while (!toAsked.isEmpty() || !toAsker.isEmpty()) {
      while (!toAsked.isEmpty()) {
        toAsker.addAll(answer(asked, ASKER, toAsked.remove()));
      }
      while (!toAsker.isEmpty()) {
        toAsked.addAll(answer(asker, ASKED, toAsker.remove()));
      }
      if (toAsked.isEmpty() && asker.deadline() < Long.MAX_VALUE) {
        Outbox<DiscoveryEvent> late = new Outbox<>();
        asker.onTime(asker.deadline(), late);
        toAsked.addAll(sent(late));
      }
    }
    return first.getFirst();
  }

  private static List<Bytes> answer(DiscoveryMachine by, InetSocketAddress from, Bytes datagram) {
    Outbox<DiscoveryEvent> out = new Outbox<>();
    by.onDatagram(NOW, from, datagram, out);
    return sent(out);
  }

  private static List<Bytes> sent(Outbox<DiscoveryEvent> out) {
    List<Bytes> sent = new ArrayList<>();
    for (List<Effect<DiscoveryEvent>> due = out.drain(); !due.isEmpty(); due = out.drain()) {
      for (Effect<DiscoveryEvent> effect : due) {
        switch (effect) {
          case Effect.Send<DiscoveryEvent> send -> sent.add(send.datagram());
          case Effect.Work<DiscoveryEvent> work -> work.task().compute().resume(NOW, out);
          case Effect.Refused<DiscoveryEvent> refused ->
              throw new IllegalStateException("refused", refused.why());
          case Effect.Emit<DiscoveryEvent> emit -> {}
          case Effect.Done<DiscoveryEvent> done -> {}
        }
      }
    }
    return sent;
  }

  private List<Bytes> answered(Bytes question) {
    List<Bytes> answer = answer(asked, ASKER, question);
    if (answer.isEmpty()) {
      throw new IllegalStateException("a question that was answered before");
    }
    return answer;
  }

  /** Ping in, Pong out: a recovery and a signature. */
  @Benchmark
  public List<Bytes> ping4() {
    return answered(ping4);
  }

  /** FindNode in, 16 neighbors in two packets out: a recovery and two signatures. */
  @Benchmark
  public List<Bytes> findNode4() {
    return answered(findNode4);
  }

  /** PING in, PONG out, in a session. */
  @Benchmark
  public List<Bytes> ping5() {
    return answered(ping5);
  }

  /** FINDNODE in, NODES out, in a session. */
  @Benchmark
  public List<Bytes> findNode5() {
    return answered(findNode5);
  }
}
