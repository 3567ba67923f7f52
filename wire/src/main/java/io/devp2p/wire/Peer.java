package io.devp2p.wire;

import io.devp2p.core.crypto.PublicKey;
import io.devp2p.core.node.NodeId;
import io.devp2p.wire.netty.Connection;
import io.devp2p.wire.p2p.Hello;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A session with another node, past the exchange of Hello. Thread-safe. */
public final class Peer {

  private final Connection connection;
  private final PublicKey key;
  private final Hello hello;

  Peer(Connection connection) {
    this.connection = connection;
    this.key = connection.key().orElseThrow();
    this.hello = connection.hello().orElseThrow();
  }

  public NodeId id() {
    return NodeId.of(key);
  }

  /** The key that the handshake proved. */
  public PublicKey key() {
    return key;
  }

  /** The Hello of the peer. */
  public Hello hello() {
    return hello;
  }

  /** The remote end of the connection. */
  public InetSocketAddress address() {
    return connection.address();
  }

  /** Whether the peer opened the connection. */
  public boolean inbound() {
    return connection.inbound();
  }

  /** What has passed by now, or by the end of the session. */
  public PeerStats stats() {
    return connection.stats();
  }

  public Timings timings() {
    return connection.timings();
  }

  /** What both sides share, in the order of the message ids: never empty. */
  public List<Capability> shared() {
    return connection.shared();
  }

  /**
   * The session of a protocol; empty if the peer does not share it.
   *
   * @param protocol the very object that was offered
   */
  @SuppressWarnings("unchecked") // a session is kept beside the protocol that opened it
  public <S extends Session> Optional<S> session(Protocol<S> protocol) {
    return connection.session(protocol).map(session -> (S) session);
  }

  /** Completes on the event loop when the session is over; never fails. */
  public CompletableFuture<PeerDown> down() {
    return connection.down();
  }

  /** Sends a Disconnect, closes within 2 s; does nothing if the session is over. */
  public void disconnect(DisconnectReason reason) {
    connection.disconnect(reason, Cause.LOCAL_CLOSE);
  }

  @Override
  public String toString() {
    return "Peer[" + id() + " at " + address() + "]";
  }
}
