package io.devp2p.discovery.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.Violation;
import io.devp2p.discovery.guard.AddressPolicy;
import io.devp2p.discovery.v4.V4Codec;
import io.devp2p.testkit.SimNet;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.apache.tuweni.bytes.Bytes;

/**
 * What must hold of every datagram of every run (security.md, G5): to an address that has proved
 * nothing go, in any ten seconds, at most three times the bytes of discv4 that came from there, and
 * at most the bytes of discv5 that did, and beside that one request of our own in either version.
 * Local networks are exempt.
 */
final class Amplification implements SimNet.Observer {

  private static final long WINDOW = Duration.ofSeconds(10).toNanos();

  private record Pair(InetSocketAddress us, InetSocketAddress them) {}

  private record Moved(long at, boolean four, int in, int out) {}

  private final World world;
  private final Map<InetSocketAddress, DiscoveryMachine> machines = new HashMap<>();
  private final Map<Pair, Deque<Moved>> moved = new HashMap<>();
  private double worst4;
  private double worst5;

  Amplification(World world) {
    this.world = world;
    world.net.observe(this);
  }

  void watch(World.Peer peer) {
    machines.put(peer.address(), peer.machine());
  }

  /** The most bytes of discv4 that went out for one that came in, requests of our own apart. */
  double worst4() {
    return worst4;
  }

  /** The most bytes of discv5 that went out for one that came in, requests of our own apart. */
  double worst5() {
    return worst5;
  }

  @Override
  public void arrives(InetSocketAddress from, InetSocketAddress to, Bytes datagram) {
    if (machines.containsKey(to)) {
      note(new Pair(to, from), new Moved(world.net.now(), isV4(datagram), datagram.size(), 0));
    }
  }

  @Override
  public void sent(SimNet.Traced sent) {
    DiscoveryMachine machine = machines.get(sent.from());
    if (machine == null
        || AddressPolicy.isLocal(sent.to().getAddress())
        || machine.isProved(sent.at(), sent.to())) {
      return;
    }
    Deque<Moved> window =
        note(
            new Pair(sent.from(), sent.to()),
            new Moved(sent.at(), isV4(sent.datagram()), 0, sent.datagram().size()));
    check(window, sent.to());
  }

  /** Every window that ends now: in a shorter one there is less that came. */
  private void check(Deque<Moved> window, InetSocketAddress to) {
    Sum four = new Sum(3);
    Sum five = new Sum(1);
    Iterator<Moved> back = window.descendingIterator();
    Moved next = back.next();
    while (next != null) {
      Moved moved = next;
      (moved.four ? four : five).add(moved);
      next = back.hasNext() ? back.next() : null;
      if (next == null || next.at != moved.at) {
        boolean holds =
            four.holds() ? five.holdsButForOne() : five.holds() && four.holdsButForOne();
        assertThat(holds).as("to %s went %s by discv4, %s by discv5", to, four, five).isTrue();
      }
    }
    worst4 = Math.max(worst4, four.ratio());
    worst5 = Math.max(worst5, five.ratio());
  }

  /** Bytes of one version in a window. */
  private static final class Sum {
    private final int allowed;
    private int in;
    private int out;
    private int largest;

    /** With so many bytes allowed out for each byte in. */
    Sum(int allowed) {
      this.allowed = allowed;
    }

    void add(Moved moved) {
      in += moved.in;
      out += moved.out;
      largest = Math.max(largest, moved.out);
    }

    boolean holds() {
      return out <= allowed * in;
    }

    /** Whether the bound holds without one packet, which is then a request of our own. */
    boolean holdsButForOne() {
      return out - largest <= allowed * in;
    }

    double ratio() {
      return in == 0 || !holds() ? 0 : (double) out / in;
    }

    @Override
    public String toString() {
      return out + " bytes after " + in;
    }
  }

  private Deque<Moved> note(Pair pair, Moved move) {
    Deque<Moved> window = moved.computeIfAbsent(pair, p -> new ArrayDeque<>());
    while (!window.isEmpty() && window.getFirst().at <= move.at - WINDOW) {
      window.removeFirst();
    }
    window.addLast(move);
    return window;
  }

  static boolean isV4(Bytes datagram) {
    try {
      V4Codec.check(datagram);
      return true;
    } catch (Violation discv5OrJunk) {
      return false;
    }
  }
}
