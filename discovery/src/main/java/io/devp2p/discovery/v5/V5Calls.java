package io.devp2p.discovery.v5;

import io.devp2p.core.NetworkException;
import io.devp2p.core.Violation;
import io.devp2p.core.machine.Deadlines;
import io.devp2p.core.machine.Outbox;
import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.DiscoveryConfig;
import io.devp2p.discovery.Pinged;
import io.devp2p.discovery.guard.AddressPolicy;
import io.devp2p.discovery.guard.Origin;
import io.devp2p.discovery.guard.Place;
import io.devp2p.discovery.table.Observation;
import io.devp2p.discovery.table.Table;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.tuweni.bytes.Bytes;

/**
 * What we ask of others in discv5. Calls to a node wait for each other until a session stands, then
 * go side by side. Not thread-safe.
 */
final class V5Calls {

  /** Calls to one node that are under way at a time. */
  private static final int SIDE_BY_SIDE = 16;

  /** Parts of an answer that are waited for (protocols.md, D8). */
  private static final int PARTS = 5;

  /** Nodes named by less than this port are not contacted: it belongs to other protocols. */
  private static final int LOWEST_PORT = 1_025;

  private final V5Sender sender;
  private final V5Sessions sessions;
  private final NodeId self;
  private final long timeout;
  private final int bound;
  private final Map<Place, V5Call.Peer> peers = new HashMap<>();
  private final Map<Origin, Integer> awaited = new HashMap<>();
  private final Map<Bytes, V5Call> byNonce = new HashMap<>();
  private final Map<Long, V5Call> calls = new HashMap<>();
  private final Deadlines<Long> timers = new Deadlines<>();
  private int pending;

  V5Calls(V5Sender sender, V5Sessions sessions, NodeId self, DiscoveryConfig config) {
    this.sender = sender;
    this.sessions = sessions;
    this.self = self;
    this.timeout = config.v5Timeout().toNanos();
    this.bound = config.profile().pendingCalls();
  }

  long deadline() {
    return timers.next();
  }

  /** Whether anything is awaited from an address. */
  boolean awaits(InetSocketAddress from) {
    return awaited.containsKey(Origin.of(from));
  }

  /** Whether a request to a node is under way. */
  boolean isUnderWay(Place key) {
    return peers.containsKey(key);
  }

  /** Whether a node at an address has named a packet of ours, and is answered by a handshake. */
  boolean hasEchoed(InetSocketAddress address) {
    return peers.values().stream()
        .anyMatch(peer -> peer.key.address().equals(address) && peer.unconfirmed().isPresent());
  }

  /** Calls that have not ended. */
  int pending() {
    return pending;
  }

  void start(
      long now,
      long id,
      Node node,
      V5Call.Kind kind,
      Set<Integer> distances,
      Function<Bytes, V5Message> message,
      Outbox<Observation> out) {
    if (pending >= bound) {
      out.fail(id, new NetworkException.Closed("too many discv5 calls are open"));
      return;
    }
    pending++;
    Place key = Place.of(node);
    V5Call.Peer peer = peers.computeIfAbsent(key, k -> open(k, node));
    peer.waiting.add(
        new V5Call(id, kind, peer, message.apply(sender.requestId()), Set.copyOf(distances)));
    proceed(now, peer, out);
  }

  /**
   * The session of a handshake of ours that a node has not used yet. What we send now comes after
   * that handshake, by which a node that holds one session replaces what it had.
   */
  Optional<V5Sessions.Session> unconfirmed(Place key) {
    return Optional.ofNullable(peers.get(key)).flatMap(V5Call.Peer::unconfirmed);
  }

  /** A session with a node stands, whoever began it. */
  void onSession(long now, Place key, Outbox<Observation> out) {
    V5Call.Peer peer = peers.get(key);
    if (peer != null) {
      proceed(now, peer, out);
    }
  }

  /** A node asks who we are. */
  void onWhoareyou(
      long now, InetSocketAddress from, V5Packet.Whoareyou challenge, Outbox<Observation> out) {
    V5Call call = byNonce.get(challenge.nonce());
    Violation.unless(
        call != null && !call.shookHands && call.peer.key.address().equals(from),
        V5Rule.V5_UNSOLICITED_WHOAREYOU);
    if (call == null || call.peer.unconfirmed().isPresent()) {
      return; // the handshake that is under way answers this one too
    }
    byNonce.remove(call.nonce);
    call.shookHands = true;
    V5Call.Peer peer = call.peer;
    peer.unconfirmed(
        sender.handshake(now, peer.key, peer.publicKey(), challenge, call.message, out), call);
    sent(now, call);
  }

  /**
   * Reads a message by the session of a handshake of ours, which is confirmed by that.
   *
   * @return the message, if it can be read so
   */
  Optional<Bytes> confirm(long now, Place key, V5Packet.Ordinary packet, Outbox<Observation> out) {
    V5Call.Peer peer = peers.get(key);
    if (peer == null || peer.unconfirmed().isEmpty()) {
      return Optional.empty();
    }
    V5Sessions.Session session = peer.unconfirmed().get();
    Optional<Bytes> message = sessions.read(session, packet);
    if (message.isPresent()) {
      confirmed(now, peer, session, out);
      proceed(now, peer, out);
    }
    return message;
  }

  private void confirmed(
      long now, V5Call.Peer peer, V5Sessions.Session session, Outbox<Observation> out) {
    sessions.install(peer.key, session);
    peer.clearUnconfirmed();
    // The node could not read what went before.
    peer.open.values().stream()
        .filter(call -> !call.shookHands)
        .forEach(call -> sendBy(now, call, session, out));
  }

  /** An answer came; gives the node that it answers for. */
  Node onResponse(long now, Place from, V5Message response, Outbox<Observation> out) {
    V5Call.Peer peer = peers.get(from);
    V5Call call = peer == null ? null : peer.open.get(response.requestId());
    if (peer == null || call == null || !fits(call.kind, response)) {
      throw new Violation(V5Rule.V5_UNSOLICITED_RESPONSE);
    }
    if (peer.isShakenBy(call)) { // what is answered came with our handshake: that has arrived
      peer.unconfirmed().ifPresent(session -> confirmed(now, peer, session, out));
    }
    switch (response) {
      case V5Message.Pong pong -> {
        InetSocketAddress observed = new InetSocketAddress(pong.ip(), pong.port());
        end(call);
        out.done(call.id, new Pinged(now - call.sentAt, pong.enrSeq(), observed));
      }
      case V5Message.Nodes nodes -> onNodes(now, call, nodes, out);
      case V5Message.TalkResponse talk -> {
        end(call);
        out.done(call.id, talk.response());
      }
      default -> throw new IllegalStateException("BUG: not a response: " + response.type());
    }
    proceed(now, peer, out);
    return peer.node;
  }

  private static boolean fits(V5Call.Kind kind, V5Message response) {
    return switch (kind) {
      case PING -> response instanceof V5Message.Pong;
      case NODES, OWN_RECORD -> response instanceof V5Message.Nodes;
      case TALK -> response instanceof V5Message.TalkResponse;
    };
  }

  private void onNodes(long now, V5Call call, V5Message.Nodes nodes, Outbox<Observation> out) {
    if (call.parts++ == 0) {
      long total = nodes.total(); // unsigned: what looks negative is more than anybody may send
      call.total = total < 0 ? PARTS : Math.clamp(total, 1, PARTS);
    }
    for (NodeRecord record : nodes.records()) {
      int distance = record.id().logDistance(call.peer.key.node());
      if (!call.distances.contains(distance)) {
        out.refused(call.peer.key.address(), new Violation(V5Rule.V5_DISTANCE));
      } else if (call.records.size() < Table.BUCKET) {
        call.records.putIfAbsent(record.id(), record);
      }
    }
    if (call.parts >= call.total) {
      complete(call, out);
    } else {
      timers.set(call.id, now + timeout);
    }
  }

  private void complete(V5Call call, Outbox<Observation> out) {
    end(call);
    if (call.kind == V5Call.Kind.NODES) {
      List<Node> found = new ArrayList<>(call.records.size());
      for (NodeRecord record : call.records.values()) {
        usable(record, call.peer).ifPresent(found::add);
      }
      out.done(call.id, List.copyOf(found));
    } else if (call.records.isEmpty()) {
      out.fail(call.id, new NetworkException.TimedOut("the record of the node"));
    } else {
      NodeRecord record = call.records.values().iterator().next();
      out.emit(new Observation.RecordReceived(call.peer.node, record));
      out.done(call.id, record);
    }
  }

  private Optional<Node> usable(NodeRecord record, V5Call.Peer from) {
    for (Endpoint endpoint : record.endpoints()) {
      if (!record.id().equals(self) && isUsable(endpoint, from.key.address())) {
        return Optional.of(Node.of(record, endpoint));
      }
    }
    return Optional.empty();
  }

  private static boolean isUsable(Endpoint endpoint, InetSocketAddress from) {
    return endpoint.udp() >= LOWEST_PORT
        && AddressPolicy.relays(from.getAddress(), endpoint.address());
  }

  void onTime(long now, Outbox<Observation> out) {
    Optional<Long> due = timers.poll(now);
    while (due.isPresent()) {
      V5Call call = calls.get(due.get());
      if (call != null) {
        timedOut(now, call, out);
      }
      due = timers.poll(now);
    }
  }

  private void timedOut(long now, V5Call call, Outbox<Observation> out) {
    V5Call.Peer peer = call.peer;
    if (call.parts > 0) {
      complete(call, out);
    } else if (mayRepeat(call)) {
      repeat(now, call, out);
      return;
    } else {
      NetworkException.TimedOut late = new NetworkException.TimedOut("an answer");
      end(call);
      out.fail(call.id, late);
      if (peer.isShakenBy(call)) {
        peer.clearUnconfirmed();
      }
      if (!call.readable) { // nobody there: those that wait behind would wait for the same
        pending -= peer.waiting.size();
        peer.waiting.forEach(waiting -> out.fail(waiting.id, late));
        peer.waiting.clear();
      }
    }
    proceed(now, peer, out);
  }

  /**
   * Whether a packet may have been lost: the node has spoken to us before, so once more is no
   * burden to a stranger. What a TALKREQ does may not be done twice.
   */
  private static boolean mayRepeat(V5Call call) {
    return !call.repeated && call.kind != V5Call.Kind.TALK && (call.readable || call.shookHands);
  }

  private void repeat(long now, V5Call call, Outbox<Observation> out) {
    call.repeated = true;
    call.shookHands = false; // the handshake or its answer is lost: it may be challenged anew
    if (call.peer.isShakenBy(call)) {
      call.peer.clearUnconfirmed();
    }
    Optional<V5Sessions.Session> session = sessions.session(now, call.peer.key);
    if (session.isPresent()) {
      sendBy(now, call, session.get(), out);
    } else {
      named(call, sender.unreadable(call.peer.key, out));
      sent(now, call);
    }
  }

  private void proceed(long now, V5Call.Peer peer, Outbox<Observation> out) {
    while (!peer.waiting.isEmpty() && peer.unconfirmed().isEmpty()) {
      Optional<V5Sessions.Session> session = sessions.session(now, peer.key);
      if (peer.open.size() >= (session.isPresent() ? SIDE_BY_SIDE : 1)) {
        break;
      }
      V5Call call = peer.waiting.remove();
      peer.open.put(call.message.requestId(), call);
      calls.put(call.id, call);
      if (session.isPresent()) {
        sendBy(now, call, session.get(), out);
      } else {
        named(call, sender.unreadable(peer.key, out));
        sent(now, call);
      }
    }
    if (peer.isIdle() && peers.remove(peer.key, peer)) {
      awaited.computeIfPresent(Origin.of(peer.key.address()), (a, n) -> n == 1 ? null : n - 1);
    }
  }

  private V5Call.Peer open(Place key, Node node) {
    awaited.merge(Origin.of(key.address()), 1, Integer::sum);
    return new V5Call.Peer(key, node);
  }

  private void sendBy(long now, V5Call call, V5Sessions.Session session, Outbox<Observation> out) {
    call.readable = true;
    named(call, sender.message(call.peer.key, session, call.message, out));
    sent(now, call);
  }

  private void named(V5Call call, Bytes nonce) {
    byNonce.remove(call.nonce);
    call.nonce = nonce;
    byNonce.put(nonce, call);
  }

  private void sent(long now, V5Call call) {
    call.sentAt = now;
    timers.set(call.id, now + timeout);
  }

  private void end(V5Call call) {
    pending--;
    calls.remove(call.id);
    byNonce.remove(call.nonce);
    call.peer.open.remove(call.message.requestId());
    timers.cancel(call.id);
  }
}
