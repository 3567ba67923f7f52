package io.devp2p.discovery.machine;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.machine.Effect;
import io.devp2p.core.machine.Outbox;
import io.devp2p.core.node.Node;
import io.devp2p.discovery.DiscoveryConfig;
import io.devp2p.discovery.DiscoveryEvent;
import io.devp2p.discovery.Version;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Lets two machines that nobody sees talk to each other, once in the life of a JVM: in a fresh one,
 * loading classes and the first signature take longer than others wait for an answer.
 */
public final class WarmUp {

  /** Datagrams that a dialogue of two Pings can need, and more. */
  private static final int ROUNDS = 10;

  private WarmUp() {}

  /** The first caller does the work. */
  public static void run() {
    Once.touch();
  }

  /** Is loaded, and so done, once. */
  private static final class Once {
    static {
      dialogue();
    }

    static void touch() {}
  }

  private static void dialogue() {
    InetSocketAddress here = new InetSocketAddress("127.0.0.1", 1);
    InetSocketAddress there = new InetSocketAddress("127.0.0.1", 2);
    DiscoveryMachine asker = machine(here, 1);
    DiscoveryMachine asked = machine(there, 2);
    Node node = Node.of(asked.self()).orElseThrow();
    for (Version version : Version.values()) {
      Outbox<DiscoveryEvent> out = new Outbox<>();
      asker.ping(0, version, node, out);
      List<Effect<DiscoveryEvent>> effects = effects(out);
      for (int i = 0; i < ROUNDS && !effects.isEmpty(); i++) {
        boolean toAsked = i % 2 == 0;
        Outbox<DiscoveryEvent> next = new Outbox<>();
        for (Effect<DiscoveryEvent> effect : effects) {
          if (effect instanceof Effect.Send<DiscoveryEvent> send) {
            (toAsked ? asked : asker).onDatagram(0, toAsked ? here : there, send.datagram(), next);
          }
        }
        effects = effects(next);
      }
    }
  }

  /** What is left to do when all work is done. */
  private static List<Effect<DiscoveryEvent>> effects(Outbox<DiscoveryEvent> out) {
    List<Effect<DiscoveryEvent>> effects = new ArrayList<>();
    for (List<Effect<DiscoveryEvent>> due = out.drain(); !due.isEmpty(); due = out.drain()) {
      for (Effect<DiscoveryEvent> effect : due) {
        if (effect instanceof Effect.Work<DiscoveryEvent> work) {
          work.task().compute().resume(0, out);
        } else {
          effects.add(effect);
        }
      }
    }
    return effects;
  }

  private static DiscoveryMachine machine(InetSocketAddress at, int seed) {
    // Not a cryptographic source: what these keys sign goes nowhere.
    SplittableRandom random = new SplittableRandom(seed);
    DiscoveryConfig config = DiscoveryConfig.builder().random(random).revalidate(false).build();
    return new DiscoveryMachine(NodeKey.generate(random), config, at);
  }
}
