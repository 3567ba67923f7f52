package io.devp2p.discovery.v4;

import io.devp2p.core.Violation;
import io.devp2p.core.machine.DatagramMachine;
import io.devp2p.core.machine.Effect;
import io.devp2p.core.machine.Outbox;
import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.Node;
import io.devp2p.discovery.DiscoveryConfig;
import io.devp2p.discovery.Pinged;
import io.devp2p.discovery.Target;
import io.devp2p.discovery.Version;
import io.devp2p.discovery.guard.GuardRule;
import io.devp2p.discovery.guard.Lru;
import io.devp2p.discovery.guard.Place;
import io.devp2p.discovery.guard.RateLimit;
import io.devp2p.discovery.guard.Traffic;
import io.devp2p.discovery.self.LocalNode;
import io.devp2p.discovery.table.Observation;
import io.devp2p.discovery.table.Table;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/** Node Discovery v4 (devp2p discv4.md): serves others, and asks them for us. Not thread-safe. */
public final class V4 implements DatagramMachine<Observation> {

  /** A packet that is valid for longer than this was not made by an honest clock. */
  private static final long FARTHEST_EXPIRATION = 3_600;

  /** Packets whose replay from elsewhere is noticed (security.md, 3.3). */
  private static final int REPLAY_MEMORY = 4_096;

  private static final int TYPE = V4Codec.MIN_SIZE - 1;
  private static final int PONG = 2;
  private static final int NEIGHBORS = 4;
  private static final int RECORD = 6;

  private final LocalNode local;
  private final Traffic traffic;
  private final RateLimit limits;
  private final V4Sender sender;
  private final Proofs proofs = new Proofs();
  private final Lru<Bytes32, InetSocketAddress> seen = new Lru<>(REPLAY_MEMORY);
  private final PeerClocks clocks = new PeerClocks();
  private final Questions questions;
  private final Answers answers;

  /** A machine that serves from this table. */
  public V4(
      LocalNode local, Table table, RateLimit limits, Traffic traffic, DiscoveryConfig config) {
    this.local = local;
    this.traffic = traffic;
    this.limits = limits;
    this.sender = new V4Sender(local, config.wallClock(), traffic);
    this.questions = new Questions(sender, proofs, local.id(), config);
    this.answers = new Answers(table, limits, sender, proofs, questions);
  }

  /** Whether a call waits for an answer from an address. */
  public boolean awaits(InetSocketAddress from) {
    return questions.hasCall(from);
  }

  /** Whether a request to a node is under way. */
  public boolean isUnderWay(Node node) {
    return questions.isUnderWay(node);
  }

  /** Whether a node has proved its endpoint. */
  public boolean isProved(long now, Node node) {
    return proofs.holdsExactly(now, node.id(), node.endpoint().udpAddress());
  }

  /** Whether any node has proved that it lives at an address. */
  public boolean isProved(long now, InetSocketAddress address) {
    return proofs.isProved(now, address);
  }

  /** By how many seconds the clocks of others are ahead of ours, if enough of them were heard. */
  public OptionalLong clockDrift() {
    return clocks.drift();
  }

  /** Calls that have not ended. */
  public int pending() {
    return questions.pending();
  }

  @Override
  public long deadline() {
    return questions.deadline();
  }

  @Override
  public void onTime(long now, Outbox<Observation> out) {
    questions.onTime(now, out);
  }

  /** Pings a node; the call ends with {@link Pinged}. */
  public void ping(long now, long call, Node node, Outbox<Observation> out) {
    questions.ping(now, call, node, out);
  }

  /** Asks for neighbors of a target; the call ends with a list of at most 16 nodes. */
  public void findNode(long now, long call, Node node, Target target, Outbox<Observation> out) {
    questions.ask(now, node, new Peer.Question.Neighbors(call, target), out);
  }

  /** Asks for the record of a node; the call ends with it. */
  public void requestRecord(long now, long call, Node node, Outbox<Observation> out) {
    questions.ask(now, node, new Peer.Question.OwnRecord(call), out);
  }

  @Override
  public void onDatagram(
      long now, InetSocketAddress from, Bytes datagram, Outbox<Observation> out) {
    try {
      V4Codec.Checked checked = check(now, from, datagram, out);
      out.work(from, () -> recovered(from, checked));
    } catch (Violation refused) {
      out.refused(from, refused);
    }
  }

  /** All checks that cost little, before the one that costs a signature recovery. */
  private V4Codec.Checked check(
      long now, InetSocketAddress from, Bytes datagram, Outbox<Observation> out) {
    V4Codec.Checked checked = V4Codec.check(datagram);
    int type = datagram.get(TYPE);
    boolean answer = type == PONG || type == NEIGHBORS || type == RECORD;
    Violation.unless(!answer || questions.awaits(from), V4Rule.V4_UNSOLICITED);
    OptionalLong expiration = V4Codec.expiration(checked);
    if (expiration.isPresent()) {
      checkTime(now, from, type, expiration.getAsLong(), out);
    }
    InetSocketAddress first = seen.get(checked.hash());
    // From the same place it may come twice: equal questions within a second are the same bytes.
    Violation.unless(first == null || first.equals(from), V4Rule.V4_REPLAYED);
    boolean awaited = questions.hasCall(from);
    Violation.unless(
        limits.admitsRecovery(now, from.getAddress(), awaited), GuardRule.GUARD_RECOVERY_RATE);
    return checked;
  }

  private void checkTime(
      long now, InetSocketAddress from, int type, long expiration, Outbox<Observation> out) {
    long unix = sender.unixSeconds();
    clocks
        .heard(now, from.getAddress(), expiration, unix)
        .ifPresent(seconds -> out.emit(new Observation.ClockDrift(seconds)));
    if (type == PONG) {
      return; // the hash of our Ping dates it: who lives must not depend on our clock
    }
    Violation.unless(!V4Packet.isExpired(expiration, unix), V4Rule.V4_EXPIRED);
    Violation.unless(expiration <= unix + FARTHEST_EXPIRATION, V4Rule.V4_TOO_FAR_AHEAD);
  }

  private Effect.Resumption<Observation> recovered(
      InetSocketAddress from, V4Codec.Checked checked) {
    try {
      V4Codec.Decoded packet = V4Codec.decode(local.key().curve(), checked);
      int size = checked.datagram().size();
      return (now, out) -> onPacket(now, from, size, packet, out);
    } catch (Violation refused) {
      return (now, out) -> out.refused(from, refused);
    }
  }

  private void onPacket(
      long now, InetSocketAddress from, int size, V4Codec.Decoded packet, Outbox<Observation> out) {
    if (packet.id().equals(local.id())) {
      return;
    }
    try {
      seen.putIfAbsent(packet.hash(), from);
      handle(now, new Answers.Asked(new Place(packet.id(), from), size, packet), out);
    } catch (Violation refused) {
      out.refused(from, refused);
    }
  }

  private void handle(long now, Answers.Asked asked, Outbox<Observation> out) {
    V4Packet packet = asked.packet().packet();
    switch (packet) {
      case V4Packet.Ping ping -> answers.onPing(now, asked, ping, out);
      case V4Packet.FindNode find -> answers.onFindNode(now, asked, find, out);
      case V4Packet.EnrRequest request -> answers.onRecordRequest(now, asked, out);
      case V4Packet.Pong pong -> onPong(now, asked.peer(), pong, out);
      case V4Packet.Neighbors neighbors -> onNeighbors(now, asked.peer(), neighbors, out);
      case V4Packet.EnrResponse response -> onRecord(now, asked.peer(), response, out);
    }
    traffic.received(V4Sender.name(packet));
  }

  private void onPong(long now, Place peer, V4Packet.Pong pong, Outbox<Observation> out) {
    long seq = pong.enrSeq().orElse(0);
    InetSocketAddress observed =
        pong.to().map(Endpoint::udpAddress).orElseGet(() -> new InetSocketAddress(0));
    Optional<Node> node =
        questions.onPong(now, peer, pong.pingHash(), new Pinged(0, seq, observed), out);
    Violation.unless(node.isPresent(), V4Rule.V4_UNSOLICITED);
    out.emit(new Observation.Answered(node.orElseThrow(), Version.V4));
    pong.to()
        .ifPresent(to ->
            out.emit(new Observation.AddressSeen(Version.V4, peer.address(), to.udpAddress())));
    if (pong.enrSeq().isPresent()) {
      out.emit(new Observation.RecordNumber(node.orElseThrow(), Version.V4, seq));
    }
  }

  private void onNeighbors(
      long now, Place peer, V4Packet.Neighbors neighbors, Outbox<Observation> out) {
    Optional<Node> node = questions.onNeighbors(now, peer, neighbors.nodes(), out);
    Violation.unless(node.isPresent(), V4Rule.V4_UNSOLICITED);
    out.emit(new Observation.Answered(node.orElseThrow(), Version.V4));
  }

  private void onRecord(
      long now, Place peer, V4Packet.EnrResponse response, Outbox<Observation> out) {
    Violation.unless(response.record().id().equals(peer.node()), V4Rule.V4_FOREIGN_RECORD);
    Optional<Node> node =
        questions.onRecord(now, peer, response.requestHash(), response.record(), out);
    Violation.unless(node.isPresent(), V4Rule.V4_UNSOLICITED);
    out.emit(new Observation.RecordReceived(node.orElseThrow(), response.record()));
    out.emit(new Observation.Answered(node.orElseThrow(), Version.V4));
  }
}
