package io.devp2p.discovery.v5;

import io.devp2p.core.crypto.PublicKey;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.guard.Place;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.tuweni.bytes.Bytes;
import org.jspecify.annotations.Nullable;

/** A request of ours that has not ended. */
final class V5Call {

  /** What the caller wants. */
  enum Kind {
    PING,
    NODES,
    OWN_RECORD,
    TALK
  }

  /** A node with which calls are open. */
  static final class Peer {
    final Place key;
    final Node node;
    final Deque<V5Call> waiting = new ArrayDeque<>();
    final Map<Bytes, V5Call> open = new LinkedHashMap<>();
    private V5Sessions.@Nullable Session unconfirmed;
    private @Nullable V5Call shaking;

    Peer(Place key, Node node) {
      this.key = key;
      this.node = node;
    }

    PublicKey publicKey() {
      return node.key();
    }

    /** The session of a handshake that we sent, until the node uses it. */
    Optional<V5Sessions.Session> unconfirmed() {
      return Optional.ofNullable(unconfirmed);
    }

    /** Whether that handshake carries a call. */
    boolean isShakenBy(V5Call call) {
      return shaking == call;
    }

    void unconfirmed(V5Sessions.Session session, V5Call call) {
      unconfirmed = session;
      shaking = call;
    }

    void clearUnconfirmed() {
      unconfirmed = null;
      shaking = null;
    }

    boolean isIdle() {
      return waiting.isEmpty() && open.isEmpty();
    }
  }

  final long id;
  final Kind kind;
  final Peer peer;
  final V5Message message;
  final Set<Integer> distances;
  Bytes nonce = Bytes.EMPTY;
  boolean readable;
  boolean shookHands;
  boolean repeated;
  long sentAt;
  int parts;
  int total;
  final Map<NodeId, NodeRecord> records = new LinkedHashMap<>();

  V5Call(long id, Kind kind, Peer peer, V5Message message, Set<Integer> distances) {
    this.id = id;
    this.kind = kind;
    this.peer = peer;
    this.message = message;
    this.distances = distances;
  }
}
