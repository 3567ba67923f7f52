package io.devp2p.wire.dial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.crypto.PublicKey;
import io.devp2p.core.node.NodeId;
import io.devp2p.wire.Capability;
import io.devp2p.wire.Cause;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two nodes dial each other at once. Whatever the order in which the steps of both connections come
 * at both of them, one connection is left in the end, and both have the same.
 */
final class CrossingDialsTest {

  private static final int A = 0;
  private static final int B = 1;

  /** How a node treats two connections with the same other one. */
  private interface Policy {
    Verdict onProved(int connection, boolean inbound);

    /** Whether the connection is a session. */
    boolean onGreeted(int connection);

    void onGone(int connection);

    /** Connections that may go on, and such that must not. */
    List<PeerSlots.Effect<Integer>> drain();
  }

  /** Ours. */
  private record Ours(PeerSlots<Integer> slots, PublicKey peer) implements Policy {
    @Override
    public Verdict onProved(int connection, boolean inbound) {
      return slots.onProved(connection, peer, inbound);
    }

    @Override
    public boolean onGreeted(int connection) {
      return slots
          .onGreeted(connection, peer, List.of(new Capability("eth", 69)))
          .equals(Verdict.GO);
    }

    @Override
    public void onGone(int connection) {
      slots.onGone(connection, peer);
    }

    @Override
    public List<PeerSlots.Effect<Integer>> drain() {
      return slots.drain();
    }
  }

  /** That of go-ethereum: both say Hello, the first that is complete is the session. */
  private static final class FirstCome implements Policy {
    private int session = -1;

    @Override
    public Verdict onProved(int connection, boolean inbound) {
      return session < 0 ? Verdict.GO : Verdict.refuse(Cause.ALREADY_CONNECTED);
    }

    @Override
    public boolean onGreeted(int connection) {
      if (session >= 0) {
        return false;
      }
      session = connection;
      return true;
    }

    @Override
    public void onGone(int connection) {
      session = session == connection ? -1 : session;
    }

    @Override
    public List<PeerSlots.Effect<Integer>> drain() {
      return List.of();
    }
  }

  /** One end of one connection: what has arrived there waits until its turn comes. */
  private static final class End {
    final List<String> arrived = new ArrayList<>(List.of("proved"));
    boolean saidHello;
    boolean isSession;
    boolean isGone;
  }

  /** Two nodes and the connections 0, dialed by A, and 1, dialed by B. */
  static final class World {
    private final Policy[] nodes;
    private final End[][] ends = {
      {new End(), new End()}, {new End(), new End()}
    }; // [node][connection]

    private World(Policy a, Policy b) {
      nodes = new Policy[] {a, b};
    }

    List<int[]> choices() {
      return IntStream.range(0, 4)
          .mapToObj(i -> new int[] {i / 2, i % 2})
          .filter(c -> canStep(ends[c[0]][c[1]]))
          .toList();
    }

    private static boolean canStep(End end) {
      return !end.isGone
          && !end.arrived.isEmpty()
          && (end.saidHello || !end.arrived.getFirst().equals("hello"));
    }

    void step(int node, int connection) {
      End end = ends[node][connection];
      switch (end.arrived.removeFirst()) {
        case "proved" -> {
          switch (nodes[node].onProved(connection, node != connection)) {
            case Verdict.Go go -> sayHello(node, connection);
            case Verdict.Hold hold -> {}
            case Verdict.Refuse no -> goodbye(node, connection);
          }
        }
        case "hello" -> {
          end.isSession = nodes[node].onGreeted(connection);
          if (!end.isSession) {
            goodbye(node, connection);
          }
        }
        default -> gone(node, connection);
      }
      for (PeerSlots.Effect<Integer> effect : nodes[node].drain()) {
        switch (effect) {
          case PeerSlots.Effect.Proceed<Integer> p -> sayHello(node, p.connection());
          case PeerSlots.Effect.Refuse<Integer> r -> goodbye(node, r.connection());
        }
      }
    }

    private void sayHello(int node, int connection) {
      ends[node][connection].saidHello = true;
      ends[1 - node][connection].arrived.add("hello");
    }

    private void goodbye(int node, int connection) {
      gone(node, connection);
      ends[1 - node][connection].arrived.add("goodbye");
    }

    private void gone(int node, int connection) {
      ends[node][connection].isGone = true;
      ends[node][connection].isSession = false;
      nodes[node].onGone(connection);
    }
  }

  private static final PublicKey X = NodeKey.generate(new Random(1)).publicKey();
  private static final PublicKey Y = NodeKey.generate(new Random(2)).publicKey();

  static Stream<Arguments> pairs() {
    return Stream.of(
        arguments("two of ours", (Supplier<World>) () -> new World(ours(X, Y), ours(Y, X))),
        arguments(
            "ours and another", (Supplier<World>) () -> new World(ours(X, Y), new FirstCome())),
        arguments(
            "the ids reversed", (Supplier<World>) () -> new World(ours(Y, X), new FirstCome())));
  }

  private static Policy ours(PublicKey self, PublicKey peer) {
    return new Ours(
        new PeerSlots<>(NodeId.of(self), new PeerSlots.Limits(9, 9, 9, Map.of())), peer);
  }

  /** All orders, not some. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("pairs")
  void oneIsLeftAndBothHaveTheSame(String name, Supplier<World> worlds) {
    int orders = 0;
    Deque<List<int[]>> open = new ArrayDeque<>(List.of(List.of()));
    while (!open.isEmpty()) {
      List<int[]> trace = open.pop();
      World world = worlds.get();
      trace.forEach(step -> world.step(step[0], step[1]));
      List<int[]> next = world.choices();
      next.forEach(step -> open.push(Stream.concat(trace.stream(), Stream.of(step)).toList()));
      if (next.isEmpty()) {
        orders++;
        String story = trace.stream().map(Arrays::toString).toList().toString();
        assertThat(sessions(world, A)).as(story).hasSize(1);
        assertThat(sessions(world, B)).as(story).isEqualTo(sessions(world, A));
      }
    }
    assertThat(orders).isGreaterThan(100);
  }

  private static List<Integer> sessions(World world, int node) {
    return IntStream.range(0, 2)
        .filter(connection -> world.ends[node][connection].isSession)
        .boxed()
        .toList();
  }
}
