package io.devp2p.lab.fault;

import io.devp2p.core.Violation;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.rlpx.Handshake;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.tuweni.bytes.Bytes32;

/**
 * Stands before a node that listens on TCP, knows its key, and spoils what passes: to a peer it is
 * that node, with at most one fault. Two threads for each session.
 */
public final class FaultyServer implements AutoCloseable {

  /** None. */
  private static final WireFault SOUND = () -> "";

  private final NodeKey key;
  private final InetSocketAddress node;
  private final WireFault fault;
  private final ServerSocket socket;
  private final List<Link> links = new CopyOnWriteArrayList<>();
  private final Set<Bytes32> asked = ConcurrentHashMap.newKeySet();

  private FaultyServer(NodeKey key, InetSocketAddress node, Optional<WireFault> fault)
      throws IOException {
    this.key = key;
    this.node = node;
    this.fault = fault.orElse(SOUND);
    this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().name("faulty server").start(this::accept);
  }

  /** Before a node, without fault. */
  public static FaultyServer sound(NodeKey key, InetSocketAddress node) throws IOException {
    return new FaultyServer(key, node, Optional.empty());
  }

  /** Before a node, with a fault in eth. */
  public static FaultyServer with(EthFault fault, NodeKey key, InetSocketAddress node)
      throws IOException {
    return new FaultyServer(key, node, Optional.of(fault));
  }

  /** Before a node, with a fault in snap. */
  public static FaultyServer with(SnapFault fault, NodeKey key, InetSocketAddress node)
      throws IOException {
    return new FaultyServer(key, node, Optional.of(fault));
  }

  /** Its TCP port, on 127.0.0.1. */
  public int port() {
    return socket.getLocalPort();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket peer = socket.accept();
        Thread.ofPlatform().daemon().name("faulty session").start(() -> serve(peer));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socketOfPeer) {
    NodeKey own = NodeKey.generate(new SecureRandom());
    try (socketOfPeer;
        Socket socketOfNode = new Socket(node.getAddress(), node.getPort())) {
      WireEnd peer = WireEnd.shake(socketOfPeer, Handshake.recipient(key, new SecureRandom()));
      WireEnd behind =
          WireEnd.shake(
              socketOfNode, Handshake.initiator(own, key.publicKey(), new SecureRandom()));
      Link link = new Link(this, peer, behind, own.publicKey().bytes());
      links.add(link);
      Thread.ofPlatform().daemon().name("faulty session, out").start(link::relayOut);
      link.relayIn();
    } catch (IOException | Violation ended) {
      // so has the session
    }
  }

  WireFault fault() {
    return fault;
  }

  List<Link> links() {
    return List.copyOf(links);
  }

  void forget(Link link) {
    links.remove(link);
  }

  boolean isFirst(Bytes32 hash) {
    return asked.add(hash);
  }

  @Override
  public void close() throws IOException {
    socket.close();
    links().forEach(Link::close);
  }
}
