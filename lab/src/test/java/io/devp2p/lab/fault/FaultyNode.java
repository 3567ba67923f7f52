package io.devp2p.lab.fault;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.machine.Effect;
import io.devp2p.core.machine.Outbox;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.DiscoveryConfig;
import io.devp2p.discovery.DiscoveryEvent;
import io.devp2p.discovery.guard.AddressPolicy;
import io.devp2p.discovery.machine.DiscoveryMachine;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.tuweni.bytes.Bytes;

/**
 * Discovery of ours on the loopback interface, with at most one fault. A thread of its own plays
 * the port.
 */
public final class FaultyNode implements AutoCloseable {

  private static final int LARGEST = 65_535;
  private static final int LONGEST_WAIT = 50; // milliseconds; deadlines may come nearer meanwhile

  private final DatagramSocket socket;
  private final DiscoveryMachine machine;
  private final Optional<Meddler> meddler;
  private final NodeRecord record;
  private final long origin = System.nanoTime();

  private FaultyNode(NodeKey key, DatagramSocket socket, Optional<Meddler> meddler) {
    this.socket = socket;
    this.meddler = meddler;
    DiscoveryConfig config =
        DiscoveryConfig.builder().addresses(AddressPolicy.only("127.0.0.0/8")).build();
    this.machine =
        new DiscoveryMachine(
            key, config, new InetSocketAddress(socket.getLocalAddress(), socket.getLocalPort()));
    this.record = machine.self();
  }

  /** A node without fault. */
  public static FaultyNode sound() throws IOException {
    return start(NodeKey.generate(new SecureRandom()), Optional.empty());
  }

  /** A node with a fault in discv4. */
  public static FaultyNode with(V4Fault fault) throws IOException {
    NodeKey key = NodeKey.generate(new SecureRandom());
    return start(key, Optional.of(new V4Meddler(key, fault)));
  }

  /** A node with a fault in discv5. */
  public static FaultyNode with(V5Fault fault) throws IOException {
    NodeKey key = NodeKey.generate(new SecureRandom());
    return start(key, Optional.of(new V5Meddler(key, fault)));
  }

  private static FaultyNode start(NodeKey key, Optional<Meddler> meddler) throws IOException {
    DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("0.0.0.0"));
    FaultyNode node = new FaultyNode(key, socket, meddler);
    Thread.ofPlatform().daemon().name("faulty node").start(node::run);
    return node;
  }

  /** Its record. */
  public NodeRecord record() {
    return record;
  }

  /** Its UDP port, on all addresses of IPv4. */
  public int port() {
    return socket.getLocalPort();
  }

  private long now() {
    return System.nanoTime() - origin;
  }

  private void run() {
    Outbox<DiscoveryEvent> out = new Outbox<>();
    machine.start(now(), out);
    try {
      while (!socket.isClosed()) {
        carryOut(out);
        receive(out);
        if (machine.deadline() <= now()) {
          machine.onTime(now(), out);
        }
      }
    } catch (SocketException closed) {
      // the test is over
    } catch (IOException failed) {
      throw new IllegalStateException("the loopback interface fails", failed);
    }
  }

  private void receive(Outbox<DiscoveryEvent> out) throws IOException {
    long left = TimeUnit.NANOSECONDS.toMillis(machine.deadline() - now());
    DatagramPacket packet = new DatagramPacket(new byte[LARGEST], LARGEST);
    try {
      socket.setSoTimeout(Math.clamp(left, 1, LONGEST_WAIT));
      socket.receive(packet);
    } catch (SocketTimeoutException nothing) {
      return;
    }
    InetSocketAddress from = (InetSocketAddress) packet.getSocketAddress();
    Bytes datagram = Bytes.wrap(packet.getData(), 0, packet.getLength()).copy();
    List<Meddler.Packet> own = new ArrayList<>();
    boolean isSeen = meddler.isEmpty() || meddler.get().in(new Meddler.Packet(from, datagram), own);
    for (Meddler.Packet extra : own) {
      send(extra);
    }
    if (isSeen) {
      machine.onDatagram(now(), from, datagram, out);
    }
  }

  private void carryOut(Outbox<DiscoveryEvent> out) throws IOException {
    for (List<Effect<DiscoveryEvent>> effects = out.drain();
        !effects.isEmpty();
        effects = out.drain()) {
      for (Effect<DiscoveryEvent> effect : effects) {
        switch (effect) {
          case Effect.Send<DiscoveryEvent> send -> send(send.to(), send.datagram());
          case Effect.Work<DiscoveryEvent> work -> work.task().compute().resume(now(), out);
          case Effect.Emit<DiscoveryEvent> event -> {} // nobody listens
          case Effect.Done<DiscoveryEvent> call -> {}
          case Effect.Refused<DiscoveryEvent> refused -> {}
        }
      }
    }
  }

  private void send(InetSocketAddress to, Bytes datagram) throws IOException {
    Meddler.Packet packet = new Meddler.Packet(to, datagram);
    List<Meddler.Packet> spoiled = meddler.isEmpty() ? List.of(packet) : meddler.get().out(packet);
    for (Meddler.Packet one : spoiled) {
      send(one);
    }
  }

  private void send(Meddler.Packet packet) throws IOException {
    byte[] bytes = packet.datagram().toArrayUnsafe();
    socket.send(new DatagramPacket(bytes, bytes.length, packet.other()));
  }

  @Override
  public void close() {
    socket.close();
  }
}
