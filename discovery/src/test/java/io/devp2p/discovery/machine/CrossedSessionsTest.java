package io.devp2p.discovery.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.crypto.PublicKey;
import io.devp2p.core.crypto.Secp256k1;
import io.devp2p.core.machine.Effect;
import io.devp2p.core.machine.Outbox;
import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.Node;
import io.devp2p.discovery.DiscoveryConfig;
import io.devp2p.discovery.DiscoveryEvent;
import io.devp2p.discovery.Version;
import io.devp2p.testkit.SimCrypto;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two nodes that know each other ping each other at about the same time, in every order in which
 * their packets may arrive when none is lost and none overtakes another. Both get their Pong, and
 * another one afterwards.
 */
class CrossedSessionsTest {

  private static final InetSocketAddress HERE = new InetSocketAddress("10.0.0.1", 30303);
  private static final InetSocketAddress THERE = new InetSocketAddress("10.0.0.2", 30303);

  private final Secp256k1 curve = new SimCrypto(1);
  private final NodeKey here = NodeKey.generate(curve, new Random(1));
  private final NodeKey there = NodeKey.generate(curve, new Random(2));

  /** One of the two nodes. */
  interface Side {
    void ping();

    void receive(Bytes datagram);

    /** What is under way from here. */
    Queue<Bytes> sent();

    /** Whether each ping has its Pong. */
    boolean isAnswered();
  }

  /** The node that ours meets. */
  enum Other {
    OURS,
    ONE_SESSION
  }

  @ParameterizedTest
  @EnumSource
  void bothGetTheirPongInEveryOrder(Other other) {
    Orders orders = new Orders();
    do {
      Side a = ours(here, HERE, there.publicKey(), THERE);
      Side b =
          other == Other.OURS
              ? ours(there, THERE, here.publicKey(), HERE)
              : new OneSession(curve, there, here.publicKey(), HERE);
      meet(a, b, orders);
      assertThat(a.isAnswered()).as("ours, %s", orders).isTrue();
      assertThat(b.isAnswered()).as("the other, %s", orders).isTrue();
      meet(a, b, orders);
      assertThat(a.isAnswered() && b.isAnswered()).as("afterwards, %s", orders).isTrue();
    } while (orders.next());
    assertThat(orders.tried).isGreaterThan(100);
  }

  private static void meet(Side a, Side b, Orders orders) {
    List<Runnable> begins = new ArrayList<>(List.of(a::ping, b::ping));
    List<Runnable> possible = new ArrayList<>();
    do {
      possible.clear();
      begins.forEach(begin -> possible.add(() -> run(begin, begins)));
      if (!a.sent().isEmpty()) {
        possible.add(() -> b.receive(a.sent().remove()));
      }
      if (!b.sent().isEmpty()) {
        possible.add(() -> a.receive(b.sent().remove()));
      }
      if (!possible.isEmpty()) {
        possible.get(orders.choose(possible.size())).run();
      }
    } while (!possible.isEmpty());
  }

  private static void run(Runnable begin, List<Runnable> begins) {
    begins.remove(begin);
    begin.run();
  }

  private static Side ours(
      NodeKey key, InetSocketAddress address, PublicKey other, InetSocketAddress otherAddress) {
    return new Ours(
        new DiscoveryMachine(
            key,
            DiscoveryConfig.builder()
                .v4(false)
                .revalidate(false)
                .random(new Random(address.hashCode()))
                .wallClock(() -> Instant.ofEpochSecond(1_800_000_000))
                .build(),
            address),
        Node.of(other, new Endpoint(otherAddress.getAddress(), otherAddress.getPort(), 0)));
  }

  /** Every sequence of choices, one after the other. */
  private static final class Orders {
    private final List<Integer> choices = new ArrayList<>();
    private final List<Integer> counts = new ArrayList<>();
    private int at;
    private int tried = 1;

    int choose(int count) {
      if (at == choices.size()) {
        choices.add(0);
        counts.add(count);
      }
      return choices.get(at++);
    }

    boolean next() {
      at = 0;
      tried++;
      while (!choices.isEmpty()) {
        int last = choices.removeLast() + 1;
        int count = counts.removeLast();
        if (last < count) {
          choices.add(last);
          counts.add(count);
          return true;
        }
      }
      return false;
    }

    @Override
    public String toString() {
      return "order " + tried + " " + choices;
    }
  }

  /** The shipped machine. */
  private static final class Ours implements Side {
    private final DiscoveryMachine machine;
    private final Node other;
    private final Outbox<DiscoveryEvent> out = new Outbox<>();
    private final Queue<Bytes> sent = new ArrayDeque<>();
    private int pings;
    private int pongs;

    Ours(DiscoveryMachine machine, Node other) {
      this.machine = machine;
      this.other = other;
      machine.start(0, out);
    }

    @Override
    public void ping() {
      pings++;
      machine.ping(0, Version.V5, other, out);
      drain();
    }

    @Override
    public void receive(Bytes datagram) {
      machine.onDatagram(0, other.endpoint().udpAddress(), datagram, out);
      drain();
    }

    private void drain() {
      for (Effect<DiscoveryEvent> effect : out.drain()) {
        if (effect instanceof Effect.Send<DiscoveryEvent> send) {
          sent.add(send.datagram());
        } else if (effect instanceof Effect.Done<DiscoveryEvent> done
            && done.outcome() instanceof Effect.Outcome.Value) {
          pongs++;
        }
      }
    }

    @Override
    public Queue<Bytes> sent() {
      return sent;
    }

    @Override
    public boolean isAnswered() {
      return pongs == pings;
    }
  }
}
