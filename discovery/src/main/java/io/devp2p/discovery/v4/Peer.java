package io.devp2p.discovery.v4;

import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import io.devp2p.discovery.Target;
import io.devp2p.discovery.guard.Place;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;
import org.jspecify.annotations.Nullable;

/**
 * A node with which something is under way: at most one Ping and one question at a time, because an
 * answer to FindNode does not say which question it answers.
 */
final class Peer {

  /** A question to a node, which waits for its turn. */
  sealed interface Question {
    long call();

    record Neighbors(long call, Target target) implements Question {}

    record OwnRecord(long call) implements Question {}
  }

  enum Stage {
    /** We wait for the Pong to our Ping. */
    PINGED,
    /** We wait for the Ping of the node, which gives us the chance to prove our endpoint. */
    AWAITING_PING,
    /** The question was sent. */
    ASKED
  }

  /** The Ping that is under way. It has no hash until it is signed. */
  static final class OpenPing {
    Optional<Bytes32> hash = Optional.empty();
    long sentAt;
    final List<Long> calls = new ArrayList<>();

    OpenPing(long sentAt) {
      this.sentAt = sentAt;
    }
  }

  /** The question that is under way. It has no hash until it is signed. */
  static final class Open {
    final Question question;
    Stage stage = Stage.PINGED;
    Optional<Bytes32> hash = Optional.empty();
    long sentAt;
    int received;
    int packets;
    final Map<NodeId, Node> found = new LinkedHashMap<>();

    Open(Question question) {
      this.question = question;
    }
  }

  final Place key;
  final Node node;
  final Deque<Question> waiting = new ArrayDeque<>();
  private @Nullable OpenPing ping;
  private @Nullable Open open;

  Peer(Place key, Node node) {
    this.key = key;
    this.node = node;
  }

  Optional<OpenPing> ping() {
    return Optional.ofNullable(ping);
  }

  void ping(OpenPing sent) {
    ping = sent;
  }

  void clearPing() {
    ping = null;
  }

  Optional<Open> open() {
    return Optional.ofNullable(open);
  }

  void open(Open next) {
    open = next;
  }

  void clearOpen() {
    open = null;
  }

  /** Whether any call waits for this node. */
  boolean hasCall() {
    return open != null || !waiting.isEmpty() || (ping != null && !ping.calls.isEmpty());
  }

  boolean isIdle() {
    return ping == null && open == null && waiting.isEmpty();
  }
}
