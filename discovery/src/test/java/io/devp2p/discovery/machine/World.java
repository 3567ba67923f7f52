package io.devp2p.discovery.machine;

import io.devp2p.core.NetworkException;
import io.devp2p.core.crypto.Curves;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.crypto.Secp256k1;
import io.devp2p.core.machine.Effect;
import io.devp2p.core.machine.Outbox;
import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.DiscoveryConfig;
import io.devp2p.discovery.DiscoveryEvent;
import io.devp2p.discovery.Version;
import io.devp2p.testkit.SimCrypto;
import io.devp2p.testkit.SimNet;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/** Discovery machines in a simulated network, none of which may amplify what others send. */
final class World {

  /** A machine, its place and its key. */
  record Peer(
      NodeKey key,
      DiscoveryMachine machine,
      SimNet<DiscoveryEvent>.Host host,
      InetSocketAddress address) {

    /** This node, after other ones were introduced to it in both versions. */
    Peer knowing(List<Node> others) {
      machine.introduce(others, EnumSet.allOf(Version.class));
      return this;
    }

    /** As others learn of it by discv5. */
    Node node() {
      return Node.of(machine.self(), endpoint());
    }

    /** As others learn of it by discv4. */
    Node bare() {
      return Node.of(key.publicKey(), endpoint());
    }

    private Endpoint endpoint() {
      return new Endpoint(address.getAddress(), address.getPort(), 0);
    }

    List<DiscoveryEvent> events() {
      return host.effects().stream()
          .filter(e -> e instanceof Effect.Emit)
          .map(e -> ((Effect.Emit<DiscoveryEvent>) e).event())
          .toList();
    }

    long refused(Enum<?> rule) {
      return machine.stats(0, 0, 0, 0).refused().getOrDefault(rule.name(), 0L);
    }

    long received(String message) {
      return machine.stats(0, 0, 0, 0).received().getOrDefault(message, 0L);
    }
  }

  /** A command of a machine. */
  interface Command {
    long apply(DiscoveryMachine machine, Outbox<DiscoveryEvent> out);
  }

  final SimNet<DiscoveryEvent> net;
  final Amplification amplification;
  final Secp256k1 curve;
  private final long seed;
  private int count;

  World(long seed) {
    this(seed, Curves.bouncyCastle());
  }

  World(long seed, Secp256k1 curve) {
    System.out.println("seed " + seed);
    this.seed = seed;
    this.curve = curve;
    this.net = new SimNet<>(seed);
    this.amplification = new Amplification(this);
  }

  /** A world of many nodes, with a curve that costs next to nothing. */
  static World large(long seed) {
    return new World(seed, new SimCrypto(seed));
  }

  NodeKey key() {
    return NodeKey.generate(curve, new Random(seed * 1_000_003 + ++count));
  }

  /** A machine at an address, with the defaults, and nothing on its own initiative. */
  Peer quiet(String ip) {
    return peer(ip, c -> c.revalidate(false));
  }

  Peer peer(String ip, UnaryOperator<DiscoveryConfig.Builder> config) {
    NodeKey key = key();
    InetSocketAddress address = new InetSocketAddress(ip, 30303);
    DiscoveryConfig built =
        config
            .apply(
                DiscoveryConfig.builder()
                    .random(new Random(seed + count))
                    .wallClock(net.wallClock()))
            .build();
    DiscoveryMachine machine = new DiscoveryMachine(key, built, address);
    SimNet<DiscoveryEvent>.Host host = net.attach(address, machine);
    Peer peer = new Peer(key, machine, host, address);
    amplification.watch(peer);
    host.run((m, out) -> machine.start(net.now(), out));
    return peer;
  }

  /** A record of a node that does not exist. */
  Node nobody(String ip, int port) {
    NodeKey key = key();
    InetSocketAddress address = new InetSocketAddress(ip, port);
    NodeRecord record =
        NodeRecord.builder().address(address.getAddress()).port("udp", port).sign(key, 1);
    return Node.of(record).orElseThrow();
  }

  long begin(Peer peer, Command command) {
    long[] call = new long[1];
    peer.host.run((m, out) -> call[0] = command.apply(peer.machine, out));
    return call[0];
  }

  Effect.Outcome outcome(Peer peer, Command command) {
    long call = begin(peer, command);
    net.runUntil(() -> peer.host.outcome(call).isPresent(), Duration.ofMinutes(2));
    return peer.host.outcome(call).orElseThrow();
  }

  @SuppressWarnings({
    "unchecked",
    "TypeParameterUnusedInFormals"
  }) // the test knows what it asked for
  <T> T value(Peer peer, Command command) {
    Effect.Outcome outcome = outcome(peer, command);
    if (outcome instanceof Effect.Outcome.Value value) {
      return (T) value.value();
    }
    throw new AssertionError("the call failed: " + outcome);
  }

  Exception failure(Peer peer, Command command) {
    Effect.Outcome outcome = outcome(peer, command);
    if (outcome instanceof Effect.Outcome.Failure failure) {
      return failure.cause();
    }
    throw new AssertionError("the call succeeded: " + outcome);
  }

  boolean timesOut(Peer peer, Command command) {
    return failure(peer, command) instanceof NetworkException.TimedOut;
  }
}
