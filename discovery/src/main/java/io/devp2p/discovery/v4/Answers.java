package io.devp2p.discovery.v4;

import io.devp2p.core.Violation;
import io.devp2p.core.machine.Outbox;
import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import io.devp2p.discovery.Target;
import io.devp2p.discovery.Version;
import io.devp2p.discovery.guard.AddressPolicy;
import io.devp2p.discovery.guard.AddressPolicy.Reach;
import io.devp2p.discovery.guard.GuardRule;
import io.devp2p.discovery.guard.Place;
import io.devp2p.discovery.guard.RateLimit;
import io.devp2p.discovery.guard.ReplyBudget;
import io.devp2p.discovery.table.Entry;
import io.devp2p.discovery.table.Observation;
import io.devp2p.discovery.table.Table;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * What we answer others in discv4: to a proved endpoint freely, to any other within what its own
 * packets pay for. Not thread-safe.
 */
final class Answers {

  /**
   * A question of a node.
   *
   * @param size of its datagram in bytes
   */
  record Asked(Place peer, int size, V4Codec.Decoded packet) {}

  private final Table table;
  private final RateLimit limits;
  private final V4Sender sender;
  private final Proofs proofs;
  private final Questions questions;
  private final ReplyBudget budget = new ReplyBudget();

  Answers(Table table, RateLimit limits, V4Sender sender, Proofs proofs, Questions questions) {
    this.table = table;
    this.limits = limits;
    this.sender = sender;
    this.proofs = proofs;
    this.questions = questions;
  }

  void onPing(long now, Asked asked, V4Packet.Ping ping, Outbox<Observation> out) {
    Place peer = asked.peer;
    InetSocketAddress from = peer.address();
    int tcp = ping.from().map(Endpoint::tcp).orElse(0);
    Node node =
        Node.of(asked.packet.sender(), new Endpoint(from.getAddress(), from.getPort(), tcp));
    budget.received(now, from, asked.size);
    send(now, peer, sender.pong(from, asked.packet.hash(), tcp), out);
    proofs.ping(now, peer.node(), from);
    questions.onPing(now, peer);
    if (proofs.holdsExactly(now, peer.node(), from)) {
      ping.to()
          .ifPresent(
              to -> out.emit(new Observation.AddressSeen(Version.V4, from, to.udpAddress())));
      ping.enrSeq().ifPresent(seq -> out.emit(new Observation.RecordNumber(node, Version.V4, seq)));
    } else {
      pingBack(now, peer, node, out);
    }
  }

  void onFindNode(long now, Asked asked, V4Packet.FindNode find, Outbox<Observation> out) {
    Place peer = asked.peer;
    admit(now, asked, out);
    NodeId target = Target.of(find.target()).id();
    Reach asker = AddressPolicy.reach(peer.address().getAddress());
    List<Node> nodes =
        table.closest(target, Table.BUCKET, e -> isServed(e, asker)).stream()
            .map(Entry::node)
            .toList();
    int from = 0;
    do {
      int to = Math.min(nodes.size(), from + V4Packet.Neighbors.MAX_NODES);
      send(now, peer, sender.neighbors(nodes.subList(from, to)), out);
      from = to;
    } while (from < nodes.size());
  }

  void onRecordRequest(long now, Asked asked, Outbox<Observation> out) {
    admit(now, asked, out);
    send(now, asked.peer, sender.record(asked.packet.hash()), out);
  }

  /**
   * Refuses a question without a proof. A node that proved itself at this IP address and asks from
   * another port may be one whose router has moved it: it is asked for a new proof.
   */
  private void admit(long now, Asked asked, Outbox<Observation> out) {
    Place peer = asked.peer;
    Violation.unless(proofs.holds(now, peer.node(), peer.address()), V4Rule.V4_NO_ENDPOINT_PROOF);
    if (!proofs.holdsExactly(now, peer.node(), peer.address())) {
      InetSocketAddress from = peer.address();
      Endpoint there = new Endpoint(from.getAddress(), from.getPort(), 0);
      budget.received(now, from, asked.size);
      pingBack(now, peer, Node.of(asked.packet.sender(), there), out);
      throw new Violation(V4Rule.V4_NO_ENDPOINT_PROOF);
    }
  }

  private void pingBack(long now, Place peer, Node node, Outbox<Observation> out) {
    if (questions.wantsPing(node)) {
      V4Codec.Unsigned ping = sender.ping(node.endpoint());
      if (isAffordable(now, peer, ping)) {
        questions.pingBack(now, node, ping, out);
      }
    }
  }

  private void send(long now, Place peer, V4Codec.Unsigned packet, Outbox<Observation> out) {
    Violation.unless(isAffordable(now, peer, packet), GuardRule.GUARD_REPLY_BUDGET);
    sender.send(peer.address(), packet, (at, hash) -> {}, out);
  }

  private boolean isAffordable(long now, Place peer, V4Codec.Unsigned packet) {
    boolean counted = !limits.exempts(peer.address().getAddress());
    return proofs.holdsExactly(now, peer.node(), peer.address())
        || budget.spend(now, peer.address(), packet.size(), counted);
  }

  private static boolean isServed(Entry entry, Reach asker) {
    return entry.answers(Version.V4) && AddressPolicy.relays(asker, entry.reach());
  }
}
