package io.devp2p.lab.sim;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.crypto.Secp256k1;
import io.devp2p.core.machine.Effect;
import io.devp2p.core.machine.Outbox;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import io.devp2p.discovery.DiscoveryConfig;
import io.devp2p.discovery.DiscoveryEvent;
import io.devp2p.discovery.Target;
import io.devp2p.discovery.machine.DiscoveryMachine;
import io.devp2p.testkit.Nat;
import io.devp2p.testkit.SimCrypto;
import io.devp2p.testkit.SimNet;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;

/**
 * A network of the shipped discovery machines in virtual time. Everything follows from the seed:
 * keys, what machines choose, and what the network does to datagrams. Not thread-safe.
 */
public final class SimWorld {

  /** What a machine is asked to do; gives the number of the call. */
  @FunctionalInterface
  public interface Command {
    /** Asks the machine. */
    long apply(DiscoveryMachine machine, Outbox<DiscoveryEvent> out);
  }

  /** A lookup ends by itself long before. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final int PORT = 30_303;

  private final SimNet<DiscoveryEvent> net;
  private final Secp256k1 curve;
  private final long seed;
  private final Random random;
  private int count;

  /** A world whose curve costs next to nothing. */
  public SimWorld(long seed) {
    this(seed, new SimCrypto(seed));
  }

  /** A world with a curve. */
  public SimWorld(long seed, Secp256k1 curve) {
    this.seed = seed;
    this.curve = curve;
    random = new Random(seed);
    net = new SimNet<>(seed);
    net.keepNoTrace();
  }

  public SimNet<DiscoveryEvent> net() {
    return net;
  }

  /** Chance that belongs to the world, and to none of its machines. */
  public Random random() {
    return random;
  }

  /** An address of a network of its own: no two of the first 40,000 share a /24. */
  public static InetSocketAddress place(int number) {
    return new InetSocketAddress(
        "%d.%d.%d.%d"
            .formatted(52 + number / 40_000, number / 200 % 200, number % 200, 1 + number % 199),
        PORT);
  }

  /** A machine at an address, which it knows to be its own. */
  public SimPeer peer(InetSocketAddress address, UnaryOperator<DiscoveryConfig.Builder> config) {
    return peer(address, address, List.of(), config);
  }

  /** A machine behind routers, the nearest first, which does not know how others see it. */
  public SimPeer unaware(
      InetSocketAddress address, List<Nat> routers, UnaryOperator<DiscoveryConfig.Builder> config) {
    String any = address.getAddress().getAddress().length == 4 ? "0.0.0.0" : "::";
    return peer(address, new InetSocketAddress(any, address.getPort()), routers, config);
  }

  private SimPeer peer(
      InetSocketAddress address,
      InetSocketAddress bound,
      List<Nat> routers,
      UnaryOperator<DiscoveryConfig.Builder> config) {
    NodeKey key = NodeKey.generate(curve, new Random(seed * 1_000_003 + ++count));
    DiscoveryMachine machine = new DiscoveryMachine(key, config(config), bound);
    return start(new SimPeer(key, machine, net.attach(address, machine, routers)));
  }

  /** A peer ends, and begins anew at its place with what it remembers. */
  public SimPeer restart(
      SimPeer peer, List<Node> remembered, UnaryOperator<DiscoveryConfig.Builder> config) {
    peer.host().detach();
    count++;
    DiscoveryMachine machine = new DiscoveryMachine(peer.key(), config(config), peer.address());
    machine.remember(remembered);
    return start(new SimPeer(peer.key(), machine, net.attach(peer.address(), machine)));
  }

  private DiscoveryConfig config(UnaryOperator<DiscoveryConfig.Builder> config) {
    return config
        .apply(
            DiscoveryConfig.builder().random(new Random(seed + count)).wallClock(net.wallClock()))
        .build();
  }

  private static SimPeer start(SimPeer peer) {
    peer.host().run((m, out) -> peer.machine().start(peer.host().now(), out));
    return peer;
  }

  /**
   * Peers at places of their own, from {@code first} on, which come one after the other within a
   * time, and each of which knows one who was there before, if anybody was.
   */
  public List<SimPeer> join(
      int first, int size, Duration within, UnaryOperator<DiscoveryConfig.Builder> config) {
    List<SimPeer> peers = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      List<Node> known =
          peers.isEmpty() ? List.of() : List.of(peers.get(random.nextInt(peers.size())).node());
      peers.add(peer(place(first + i), c -> config.apply(c).bootnodes(known)));
      net.run(within.dividedBy(size));
    }
    return peers;
  }

  /** Tells a machine to do something, and does not wait. */
  public static void tell(SimPeer peer, Command command) {
    peer.host().run((m, out) -> command.apply(peer.machine(), out));
  }

  /** Asks a machine, and lets time pass until it has answered. */
  public Effect.Outcome ask(SimPeer peer, Command command) {
    long[] call = new long[1];
    peer.host().run((m, out) -> call[0] = command.apply(peer.machine(), out));
    List<Effect.Outcome> outcome = new ArrayList<>(1);
    net.runUntil(() -> peer.outcome(call[0]).map(outcome::add).orElse(false), PATIENCE);
    return outcome.getFirst();
  }

  /** Looks for the nodes closest to a target. */
  @SuppressWarnings("unchecked") // a lookup ends with nodes
  public List<Node> lookup(SimPeer seeker, Target target) {
    Effect.Outcome outcome = ask(seeker, (m, out) -> m.lookup(seeker.host().now(), target, out));
    return outcome instanceof Effect.Outcome.Value value ? (List<Node>) value.value() : List.of();
  }

  /** Whether a lookup by one finds the other. */
  public boolean finds(SimPeer seeker, SimPeer sought) {
    NodeId id = sought.id();
    return lookup(seeker, Target.of(sought.key().publicKey())).stream()
        .anyMatch(node -> node.id().equals(id));
  }

  /** Any of the peers but one. */
  public SimPeer anyBut(SimPeer one, List<SimPeer> peers) {
    Optional<SimPeer> any = Optional.empty();
    while (any.isEmpty() || any.get() == one) {
      any = Optional.of(peers.get(random.nextInt(peers.size())));
    }
    return any.get();
  }
}
