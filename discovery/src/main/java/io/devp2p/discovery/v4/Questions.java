package io.devp2p.discovery.v4;

import io.devp2p.core.NetworkException;
import io.devp2p.core.machine.Deadlines;
import io.devp2p.core.machine.Outbox;
import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.DiscoveryConfig;
import io.devp2p.discovery.Pinged;
import io.devp2p.discovery.guard.AddressPolicy;
import io.devp2p.discovery.guard.Lru;
import io.devp2p.discovery.guard.Place;
import io.devp2p.discovery.table.Observation;
import io.devp2p.discovery.table.Table;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;

/**
 * What we ask of others in discv4: Pings, and questions that begin with the endpoint proof where it
 * is due. Not thread-safe.
 */
final class Questions {

  /** Nodes named by less than this port are not contacted: it belongs to other protocols. */
  private static final int LOWEST_PORT = 1_025;

  /** FindNode timeouts in a row after which we doubt that the node still has our proof. */
  private static final int FAILURES = 5;

  private static final int FAILURES_KEPT = 4_096;

  /** A second packet of neighbors comes right behind the first, or is lost. */
  private static final long STRAGGLER = 100_000_000L;

  /** Between our Pong and a question, so that the network does not swap the two. */
  private static final long SETTLE = 50_000_000L;

  private enum Kind {
    PING,
    QUESTION
  }

  private record Timer(Place peer, Kind kind) {}

  private final V4Sender sender;
  private final Proofs proofs;
  private final NodeId self;
  private final long timeout;
  private final int bound;
  private final Peers peers = new Peers();
  private final Lru<NodeId, Integer> failures = new Lru<>(FAILURES_KEPT);
  private final Deadlines<Timer> timers = new Deadlines<>();
  private int calls;
  private int openPings;

  Questions(V4Sender sender, Proofs proofs, NodeId self, DiscoveryConfig config) {
    this.sender = sender;
    this.proofs = proofs;
    this.self = self;
    this.timeout = config.v4Timeout().toNanos();
    this.bound = config.profile().pendingCalls();
  }

  long deadline() {
    return timers.next();
  }

  /** Calls that have not ended. */
  int pending() {
    return calls;
  }

  /** Whether anything is awaited from an address. */
  boolean awaits(InetSocketAddress from) {
    return peers.awaits(from);
  }

  /** Whether an answer to a call is awaited from an address; to ping back is no call. */
  boolean hasCall(InetSocketAddress to) {
    return peers.hasCall(to);
  }

  void ping(long now, long call, Node node, Outbox<Observation> out) {
    if (!admit(call, out)) {
      return;
    }
    Peer peer = peers.of(node);
    if (peer.ping().isEmpty()) {
      sendPing(now, peer, out);
    }
    peer.ping().orElseThrow().calls.add(call);
  }

  /** Whether a node that pinged us is to be pinged: not twice, and not if too much is open. */
  boolean wantsPing(Node node) {
    Peer known = peers.find(Place.of(node));
    return openPings < bound && (known == null || known.ping().isEmpty());
  }

  /** Pings a node that pinged us. */
  void pingBack(long now, Node node, V4Codec.Unsigned ping, Outbox<Observation> out) {
    sendPing(now, peers.of(node), ping, out);
  }

  /** Whether a Ping to a node, or a question, is under way. */
  boolean isUnderWay(Node node) {
    return peers.find(Place.of(node)) != null;
  }

  void ask(long now, Node node, Peer.Question question, Outbox<Observation> out) {
    if (admit(question.call(), out)) {
      Peer peer = peers.of(node);
      peer.waiting.add(question);
      proceed(now, peer, out);
    }
  }

  /** A node pinged us, and our Pong is on its way to it. */
  void onPing(long now, Place from) {
    Peer peer = peers.find(from);
    if (peer != null && peer.open().isPresent()) {
      Peer.Open open = peer.open().get();
      if (open.stage == Peer.Stage.AWAITING_PING) {
        timers.set(new Timer(from, Kind.QUESTION), now + SETTLE);
      }
    }
  }

  /**
   * A Pong came.
   *
   * @return the node that answered, if it answers our Ping
   */
  Optional<Node> onPong(
      long now, Place from, Bytes32 pingHash, Pinged observed, Outbox<Observation> out) {
    Peer peer = peers.find(from);
    Optional<Peer.OpenPing> ping = peer == null ? Optional.empty() : peer.ping();
    if (peer == null || ping.flatMap(p -> p.hash).filter(pingHash::equals).isEmpty()) {
      return Optional.empty();
    }
    proofs.pong(now, from.node(), from.address());
    timers.cancel(new Timer(from, Kind.PING));
    closePing(peer);
    for (long call : ping.orElseThrow().calls) {
      long rtt = now - ping.orElseThrow().sentAt;
      calls--;
      out.done(call, new Pinged(rtt, observed.seq(), observed.observed()));
    }
    peer.open().filter(o -> o.stage == Peer.Stage.PINGED).ifPresent(o -> ponged(now, peer, o));
    peers.forgetIfIdle(peer);
    return Optional.of(peer.node);
  }

  /**
   * Neighbors came.
   *
   * @return the node that was asked for them, if it was
   */
  Optional<Node> onNeighbors(long now, Place from, List<Node> nodes, Outbox<Observation> out) {
    Peer peer = peers.find(from);
    Optional<Peer.Open> open = Peers.asked(peer, Peer.Question.Neighbors.class);
    if (peer == null || open.isEmpty()) {
      return Optional.empty();
    }
    for (Node node : nodes) {
      if (isUsable(node, from.address()) && open.get().found.size() < Table.BUCKET) {
        open.get().found.putIfAbsent(node.id(), node);
      }
    }
    open.get().received += nodes.size();
    if (open.get().received >= Table.BUCKET) {
      answered(now, peer, open.get(), List.copyOf(open.get().found.values()), out);
    } else {
      long asked = open.get().sentAt;
      long wait = now + Math.max(STRAGGLER, 2 * (now - asked));
      timers.set(new Timer(from, Kind.QUESTION), Math.min(asked + timeout, wait));
      open.get().packets++;
    }
    return Optional.of(peer.node);
  }

  /**
   * A record came.
   *
   * @return the node that was asked for it, if it was
   */
  Optional<Node> onRecord(
      long now, Place from, Bytes32 requestHash, NodeRecord record, Outbox<Observation> out) {
    Peer peer = peers.find(from);
    Optional<Peer.Open> open =
        Peers.asked(peer, Peer.Question.OwnRecord.class)
            .filter(o -> o.hash.filter(requestHash::equals).isPresent());
    if (peer == null || open.isEmpty()) {
      return Optional.empty();
    }
    answered(now, peer, open.get(), record, out);
    return Optional.of(peer.node);
  }

  void onTime(long now, Outbox<Observation> out) {
    Optional<Timer> due = timers.poll(now);
    while (due.isPresent()) {
      Peer peer = peers.find(due.get().peer);
      if (peer != null) {
        switch (due.get().kind) {
          case PING -> pingTimedOut(peer, out);
          case QUESTION -> questionTimedOut(now, peer, out);
        }
        peers.forgetIfIdle(peer);
      }
      due = timers.poll(now);
    }
  }

  private void pingTimedOut(Peer peer, Outbox<Observation> out) {
    Peer.OpenPing ping = peer.ping().orElseThrow();
    closePing(peer);
    NetworkException.TimedOut late = new NetworkException.TimedOut("a Pong");
    ping.calls.forEach(call -> fail(call, late, out));
    if (peer.open().filter(o -> o.stage == Peer.Stage.PINGED).isPresent()) {
      // The node is gone: those that wait behind would only wait for the same.
      fail(peer.open().get().question.call(), late, out);
      peer.clearOpen();
      peer.waiting.forEach(question -> fail(question.call(), late, out));
      peer.waiting.clear();
    }
  }

  private void questionTimedOut(long now, Peer peer, Outbox<Observation> out) {
    Peer.Open open = peer.open().orElseThrow();
    if (open.stage == Peer.Stage.AWAITING_PING) {
      // Either it has our Pong by now, or it did not ping because it believes in an earlier one.
      proofs.ping(now, peer.key.node(), peer.key.address());
      send(now, peer, open, out);
    } else if (open.packets > 0) {
      answered(now, peer, open, List.copyOf(open.found.values()), out);
    } else {
      if (failures.merge(peer.key.node(), 1, Integer::sum) > FAILURES) {
        failures.remove(peer.key.node());
        proofs.forgetPing(peer.key.node(), peer.key.address());
      }
      peer.clearOpen();
      fail(open.question.call(), new NetworkException.TimedOut("an answer"), out);
      proceed(now, peer, out);
    }
  }

  private void proceed(long now, Peer peer, Outbox<Observation> out) {
    if (peer.open().isPresent() || peer.waiting.isEmpty()) {
      peers.forgetIfIdle(peer);
      return;
    }
    Peer.Open open = new Peer.Open(peer.waiting.remove());
    peer.open(open);
    if (proofs.areMutual(now, peer.key.node(), peer.key.address())) {
      send(now, peer, open, out);
    } else if (peer.ping().isEmpty()) {
      sendPing(now, peer, out);
    }
  }

  private void ponged(long now, Peer peer, Peer.Open open) {
    boolean proved = proofs.hasOurs(now, peer.key.node(), peer.key.address());
    open.stage = Peer.Stage.AWAITING_PING;
    timers.set(new Timer(peer.key, Kind.QUESTION), now + (proved ? SETTLE : timeout));
  }

  private void send(long now, Peer peer, Peer.Open open, Outbox<Observation> out) {
    open.stage = Peer.Stage.ASKED;
    open.sentAt = now;
    Timer timer = new Timer(peer.key, Kind.QUESTION);
    timers.set(timer, now + timeout);
    V4Codec.Unsigned packet =
        switch (open.question) {
          case Peer.Question.Neighbors find -> sender.findNode(find.target().key());
          case Peer.Question.OwnRecord own -> sender.recordRequest();
        };
    sender.send(
        peer.key.address(),
        packet,
        (at, hash) -> {
          if (peer.open().filter(open::equals).isPresent()) {
            open.hash = Optional.of(hash);
            open.sentAt = at;
            timers.set(timer, at + timeout);
          }
        },
        out);
  }

  private void sendPing(long now, Peer peer, Outbox<Observation> out) {
    sendPing(now, peer, sender.ping(peer.node.endpoint()), out);
  }

  private void sendPing(long now, Peer peer, V4Codec.Unsigned packet, Outbox<Observation> out) {
    Peer.OpenPing ping = new Peer.OpenPing(now);
    peer.ping(ping);
    openPings++;
    Timer timer = new Timer(peer.key, Kind.PING);
    timers.set(timer, now + timeout);
    sender.send(
        peer.key.address(),
        packet,
        (at, hash) -> {
          if (peer.ping().filter(ping::equals).isPresent()) {
            ping.hash = Optional.of(hash);
            ping.sentAt = at;
            timers.set(timer, at + timeout);
          }
        },
        out);
  }

  private void answered(
      long now, Peer peer, Peer.Open open, Object value, Outbox<Observation> out) {
    timers.cancel(new Timer(peer.key, Kind.QUESTION));
    failures.remove(peer.key.node());
    peer.clearOpen();
    calls--;
    out.done(open.question.call(), value);
    proceed(now, peer, out);
  }

  private boolean isUsable(Node node, InetSocketAddress from) {
    Endpoint endpoint = node.endpoint();
    return endpoint.udp() >= LOWEST_PORT
        && !node.id().equals(self)
        && AddressPolicy.relays(from.getAddress(), endpoint.address());
  }

  private boolean admit(long call, Outbox<Observation> out) {
    if (calls >= bound) {
      out.fail(call, new NetworkException.Closed("too many discv4 calls are open"));
      return false;
    }
    calls++;
    return true;
  }

  private void fail(long call, NetworkException cause, Outbox<Observation> out) {
    calls--;
    out.fail(call, cause);
  }

  private void closePing(Peer peer) {
    peer.clearPing();
    openPings--;
  }
}
