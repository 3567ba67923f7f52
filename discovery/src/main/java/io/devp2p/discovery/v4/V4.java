package io.devp2p.discovery.v4;

import io.devp2p.core.Violation;
import io.devp2p.core.machine.DatagramMachine;
import io.devp2p.core.machine.Outbox;
import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import io.devp2p.discovery.DiscoveryConfig;
import io.devp2p.discovery.Pinged;
import io.devp2p.discovery.Target;
import io.devp2p.discovery.Version;
import io.devp2p.discovery.guard.AddressPolicy;
import io.devp2p.discovery.guard.GuardRule;
import io.devp2p.discovery.guard.Lru;
import io.devp2p.discovery.guard.RateLimit;
import io.devp2p.discovery.guard.ReplyBudget;
import io.devp2p.discovery.guard.Traffic;
import io.devp2p.discovery.self.LocalNode;
import io.devp2p.discovery.table.Entry;
import io.devp2p.discovery.table.Observation;
import io.devp2p.discovery.table.Table;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/** Node Discovery v4 (devp2p discv4.md): serves others, and asks them for us. Not thread-safe. */
public final class V4 implements DatagramMachine<Observation> {

  /** A packet that is valid for longer than this was not made by an honest clock. */
  private static final long FARTHEST_EXPIRATION = 3_600;

  /** Packets whose replay from elsewhere is noticed (security.md, 3.3). */
  private static final int REPLAY_MEMORY = 4_096;

  private static final int TYPE = 97;
  private static final int PONG = 2;
  private static final int NEIGHBORS = 4;
  private static final int RECORD = 6;

  private final LocalNode local;
  private final Table table;
  private final Traffic traffic;
  private final RateLimit limits;
  private final V4Sender sender;
  private final Proofs proofs = new Proofs();
  private final ReplyBudget budget = new ReplyBudget();
  private final Lru<Bytes32, InetSocketAddress> seen = new Lru<>(REPLAY_MEMORY);
  private final Questions questions;

  /** A machine that serves from this table. */
  public V4(
      LocalNode local, Table table, RateLimit limits, Traffic traffic, DiscoveryConfig config) {
    this.local = local;
    this.table = table;
    this.traffic = traffic;
    this.limits = limits;
    this.sender = new V4Sender(local, config.wallClock(), traffic);
    this.questions = new Questions(sender, proofs, local.id(), config);
  }

  /** Whether a call waits for an answer from an address. */
  public boolean awaits(InetSocketAddress from) {
    return questions.hasCall(from);
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

  /**
   * The checks that cost little, in front of {@link V4Codec#decode}.
   *
   * @throws Violation of {@link V4Rule} or {@link GuardRule}
   */
  public V4Codec.Checked check(long now, InetSocketAddress from, Bytes datagram) {
    V4Codec.Checked checked = V4Codec.check(datagram);
    int type = datagram.get(TYPE);
    boolean answer = type == PONG || type == NEIGHBORS || type == RECORD;
    boolean awaited = questions.hasCall(from);
    Violation.unless(!answer || questions.awaits(from), V4Rule.V4_UNSOLICITED);
    Violation.unless(
        limits.admitsRecovery(now, from.getAddress(), awaited), GuardRule.GUARD_RECOVERY_RATE);
    return checked;
  }

  @Override
  public void onDatagram(
      long now, InetSocketAddress from, Bytes datagram, Outbox<Observation> out) {
    try {
      V4Codec.Decoded packet = V4Codec.decode(local.key().curve(), check(now, from, datagram));
      onPacket(now, from, datagram.size(), packet, out);
    } catch (Violation refused) {
      out.refused(from, refused);
    }
  }

  /**
   * A packet whose sender is known.
   *
   * @param size of its datagram in bytes
   */
  public void onPacket(
      long now, InetSocketAddress from, int size, V4Codec.Decoded packet, Outbox<Observation> out) {
    try {
      if (!packet.id().equals(local.id())) {
        handle(now, from, size, packet, out);
      }
    } catch (Violation refused) {
      out.refused(from, refused);
    }
  }

  private void handle(
      long now, InetSocketAddress from, int size, V4Codec.Decoded packet, Outbox<Observation> out) {
    Peer.Key peer = new Peer.Key(packet.id(), from);
    switch (packet.packet()) {
      case V4Packet.Ping ping -> onPing(now, peer, size, packet, ping, out);
      case V4Packet.Pong pong -> onPong(now, peer, pong, out);
      case V4Packet.FindNode find -> onFindNode(now, peer, size, packet.hash(), find, out);
      case V4Packet.Neighbors neighbors -> onNeighbors(now, peer, neighbors, out);
      case V4Packet.EnrRequest request -> onRecordRequest(now, peer, size, packet, request, out);
      case V4Packet.EnrResponse response -> onRecord(now, peer, response, out);
    }
  }

  private void onPing(
      long now,
      Peer.Key peer,
      int size,
      V4Codec.Decoded packet,
      V4Packet.Ping ping,
      Outbox<Observation> out) {
    checkTime(ping.expiration());
    checkReplay(packet.hash(), peer.address());
    traffic.received("PING/v4");
    int tcp = ping.from().map(Endpoint::tcp).orElse(0);
    Node node =
        Node.of(
            packet.sender(),
            new Endpoint(peer.address().getAddress(), peer.address().getPort(), tcp));
    boolean proved = proofs.holds(now, peer.node(), peer.address());
    budget.received(now, peer.address(), size);
    sendWithin(now, peer, "PONG", sender.pong(peer.address(), packet.hash(), tcp), out);
    proofs.ping(now, peer.node(), peer.address());
    questions.onPing(now, peer);
    if (proved) {
      ping.to().ifPresent(to -> sees(peer.address(), to, out));
      ping.enrSeq().ifPresent(seq -> out.emit(new Observation.RecordNumber(node, Version.V4, seq)));
    } else if (questions.wantsPing(node)) {
      V4Codec.Encoded back = sender.ping(node.endpoint());
      if (isAffordable(now, peer, back)) {
        questions.pingBack(now, node, back, out);
      }
    }
  }

  private void onPong(long now, Peer.Key peer, V4Packet.Pong pong, Outbox<Observation> out) {
    checkTime(pong.expiration());
    long seq = pong.enrSeq().orElse(0);
    InetSocketAddress observed =
        pong.to().map(Endpoint::udpAddress).orElseGet(() -> new InetSocketAddress(0));
    Optional<Node> node =
        questions.onPong(now, peer, pong.pingHash(), new Pinged(0, seq, observed), out);
    Violation.unless(node.isPresent(), V4Rule.V4_UNSOLICITED);
    traffic.received("PONG/v4");
    out.emit(new Observation.Answered(node.orElseThrow(), Version.V4));
    pong.to().ifPresent(to -> sees(peer.address(), to, out));
    if (pong.enrSeq().isPresent()) {
      out.emit(new Observation.RecordNumber(node.orElseThrow(), Version.V4, seq));
    }
  }

  private void onFindNode(
      long now,
      Peer.Key peer,
      int size,
      Bytes32 hash,
      V4Packet.FindNode find,
      Outbox<Observation> out) {
    checkTime(find.expiration());
    checkProof(now, peer);
    checkReplay(hash, peer.address());
    traffic.received("FINDNODE/v4");
    budget.received(now, peer.address(), size);
    NodeId target = Target.of(find.target()).id();
    List<Node> nodes =
        table.closest(target, Table.BUCKET, e -> isServed(e, peer.address())).stream()
            .map(Entry::node)
            .toList();
    int from = 0;
    do {
      int to = Math.min(nodes.size(), from + V4Packet.Neighbors.MAX_NODES);
      sendWithin(now, peer, "NEIGHBORS", sender.neighbors(nodes.subList(from, to)), out);
      from = to;
    } while (from < nodes.size());
  }

  private void onNeighbors(
      long now, Peer.Key peer, V4Packet.Neighbors neighbors, Outbox<Observation> out) {
    checkTime(neighbors.expiration());
    Optional<Node> node = questions.onNeighbors(now, peer, neighbors.nodes(), out);
    Violation.unless(node.isPresent(), V4Rule.V4_UNSOLICITED);
    traffic.received("NEIGHBORS/v4");
    out.emit(new Observation.Answered(node.orElseThrow(), Version.V4));
  }

  private void onRecordRequest(
      long now,
      Peer.Key peer,
      int size,
      V4Codec.Decoded packet,
      V4Packet.EnrRequest request,
      Outbox<Observation> out) {
    checkTime(request.expiration());
    checkProof(now, peer);
    checkReplay(packet.hash(), peer.address());
    traffic.received("ENRREQUEST/v4");
    budget.received(now, peer.address(), size);
    sendWithin(now, peer, "ENRRESPONSE", sender.record(packet.hash()), out);
  }

  private void onRecord(
      long now, Peer.Key peer, V4Packet.EnrResponse response, Outbox<Observation> out) {
    Violation.unless(response.record().id().equals(peer.node()), V4Rule.V4_FOREIGN_RECORD);
    Optional<Node> node =
        questions.onRecord(now, peer, response.requestHash(), response.record(), out);
    Violation.unless(node.isPresent(), V4Rule.V4_UNSOLICITED);
    traffic.received("ENRRESPONSE/v4");
    out.emit(new Observation.RecordReceived(node.orElseThrow(), response.record()));
    out.emit(new Observation.Answered(node.orElseThrow(), Version.V4));
  }

  private void checkTime(long expiration) {
    long unix = sender.unixSeconds();
    Violation.unless(!V4Packet.isExpired(expiration, unix), V4Rule.V4_EXPIRED);
    Violation.unless(expiration <= unix + FARTHEST_EXPIRATION, V4Rule.V4_TOO_FAR_AHEAD);
  }

  private void checkProof(long now, Peer.Key peer) {
    Violation.unless(proofs.holds(now, peer.node(), peer.address()), V4Rule.V4_NO_ENDPOINT_PROOF);
  }

  /**
   * Refuses a packet that came from elsewhere before. From the same place it may come twice: two
   * equal questions within a second are the same bytes.
   */
  private void checkReplay(Bytes32 hash, InetSocketAddress from) {
    InetSocketAddress first = seen.putIfAbsent(hash, from);
    Violation.unless(first == null || first.equals(from), V4Rule.V4_REPLAYED);
  }

  /** Sends to a proved endpoint freely, to any other within what its own packets pay for. */
  private void sendWithin(
      long now, Peer.Key peer, String name, V4Codec.Encoded packet, Outbox<Observation> out) {
    Violation.unless(isAffordable(now, peer, packet), GuardRule.GUARD_REPLY_BUDGET);
    sender.send(peer.address(), name, packet, out);
  }

  private boolean isAffordable(long now, Peer.Key peer, V4Codec.Encoded packet) {
    boolean counted = !limits.exempts(peer.address().getAddress());
    return proofs.holdsExactly(now, peer.node(), peer.address())
        || budget.spend(now, peer.address(), packet.datagram().size(), counted);
  }

  private boolean isServed(Entry entry, InetSocketAddress asker) {
    return entry.answers(Version.V4)
        && AddressPolicy.relays(asker.getAddress(), entry.node().endpoint().address());
  }

  private static void sees(InetSocketAddress voter, Endpoint us, Outbox<Observation> out) {
    out.emit(new Observation.AddressSeen(voter, us.udpAddress()));
  }
}
