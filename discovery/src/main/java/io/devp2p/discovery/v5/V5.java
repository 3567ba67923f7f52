package io.devp2p.discovery.v5;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.devp2p.core.Violation;
import io.devp2p.core.crypto.PublicKey;
import io.devp2p.core.crypto.Secp256k1;
import io.devp2p.core.machine.DatagramMachine;
import io.devp2p.core.machine.Outbox;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.DiscoveryConfig;
import io.devp2p.discovery.TalkHandler;
import io.devp2p.discovery.Version;
import io.devp2p.discovery.guard.AddressPolicy;
import io.devp2p.discovery.guard.AddressPolicy.Reach;
import io.devp2p.discovery.guard.GuardRule;
import io.devp2p.discovery.guard.Place;
import io.devp2p.discovery.guard.RateLimit;
import io.devp2p.discovery.guard.Traffic;
import io.devp2p.discovery.self.LocalNode;
import io.devp2p.discovery.table.Entry;
import io.devp2p.discovery.table.Observation;
import io.devp2p.discovery.table.Records;
import io.devp2p.discovery.table.Table;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.tuweni.bytes.Bytes;

/**
 * Node Discovery v5.1 (devp2p discv5/discv5-wire.md): serves others, and asks them for us. Not
 * thread-safe.
 */
public final class V5 implements DatagramMachine<Observation> {

  /** Bytes of records in one NODES message: three of the largest (as go-ethereum). */
  private static final int RECORDS_IN_PART = 1_000;

  /** Parts that others wait for. */
  private static final int PARTS = 5;

  private static final int OWN_RECORD = 0;

  private final LocalNode local;
  private final Table table;
  private final Records records;
  private final RateLimit limits;
  private final Traffic traffic;
  private final V5Codec codec;
  private final V5Crypto crypto;
  private final V5Sessions sessions;
  private final V5Sender sender;
  private final V5Calls calls;
  private final V5Talks talks = new V5Talks();
  // As many as the user registers.
  private final Map<Bytes, String> protocols = new HashMap<>();

  /** A machine that serves from this table. */
  public V5(
      LocalNode local, Table table, RateLimit limits, Traffic traffic, DiscoveryConfig config) {
    this.local = local;
    this.table = table;
    this.limits = limits;
    this.traffic = traffic;
    Secp256k1 curve = local.key().curve();
    this.records = new Records(curve, config.profile().rememberedRecords());
    this.crypto = new V5Crypto(curve);
    this.sessions = new V5Sessions(crypto);
    this.codec = new V5Codec(local.id());
    this.sender = new V5Sender(local, codec, crypto, config.random(), traffic);
    this.calls = new V5Calls(sender, sessions, local.id(), config);
  }

  /** Whether a datagram is discv5 for us, by one block of AES. */
  public boolean isV5(Bytes datagram) {
    return codec.isV5(datagram);
  }

  /** Sessions that stand. */
  public int sessions() {
    return sessions.size();
  }

  /** Whether we wait for an answer from an address. */
  public boolean awaits(InetSocketAddress from) {
    return calls.awaits(from);
  }

  /** Whether a request to a node is under way. */
  public boolean isUnderWay(Node node) {
    return calls.isUnderWay(key(node));
  }

  /** Whether a session stands with a node at its endpoint. */
  public boolean isProved(long now, Node node) {
    return sessions.session(now, key(node)).isPresent();
  }

  /** Whether any node at an address has a session, or has shown that it gets our packets. */
  public boolean isProved(InetSocketAddress address) {
    return sessions.holds(address) || calls.hasEchoed(address);
  }

  private static Place key(Node node) {
    return Place.of(node);
  }

  /** Calls that have not ended. */
  public int pending() {
    return calls.pending();
  }

  /** Pings a node; the call ends with {@link io.devp2p.discovery.Pinged}. */
  public void ping(long now, long call, Node node, Outbox<Observation> out) {
    long seq = local.record().seq();
    calls.start(
        now, call, node, V5Call.Kind.PING, Set.of(), id -> new V5Message.Ping(id, seq), out);
  }

  /** Asks for nodes at distances; the call ends with a list of at most 16 nodes. */
  public void findNode(
      long now, long call, Node node, Set<Integer> distances, Outbox<Observation> out) {
    List<Integer> asked = List.copyOf(distances);
    calls.start(
        now,
        call,
        node,
        V5Call.Kind.NODES,
        distances,
        id -> new V5Message.FindNode(id, asked),
        out);
  }

  /** Asks for the record of a node; the call ends with it. */
  public void requestRecord(long now, long call, Node node, Outbox<Observation> out) {
    List<Integer> asked = List.of(OWN_RECORD);
    calls.start(
        now,
        call,
        node,
        V5Call.Kind.OWN_RECORD,
        Set.of(OWN_RECORD),
        id -> new V5Message.FindNode(id, asked),
        out);
  }

  /** Sends a TALKREQ; the call ends with the bytes of the answer. */
  public void talk(
      long now, long call, Node node, String protocol, Bytes request, Outbox<Observation> out) {
    Bytes name = Bytes.wrap(protocol.getBytes(UTF_8));
    calls.start(
        now,
        call,
        node,
        V5Call.Kind.TALK,
        Set.of(),
        id -> new V5Message.TalkRequest(id, name, request),
        out);
  }

  /** From now on, requests of a protocol are put out, to be answered by {@link #answerTalk}. */
  public void serveTalk(String protocol) {
    protocols.put(Bytes.wrap(protocol.getBytes(UTF_8)), protocol);
  }

  /** Answers a TALKREQ, unless its time is over. */
  public void answerTalk(long now, long token, Bytes response, Outbox<Observation> out) {
    Bytes fitting = response.size() <= TalkHandler.RESPONSE ? response : Bytes.EMPTY;
    talks.close(token).ifPresent(talk -> answer(now, talk, fitting, out));
  }

  @Override
  public long deadline() {
    return Math.min(calls.deadline(), talks.deadline());
  }

  @Override
  public void onTime(long now, Outbox<Observation> out) {
    calls.onTime(now, out);
    while (talks.deadline() <= now) {
      talks.expired(now).ifPresent(talk -> answer(now, talk, Bytes.EMPTY, out));
    }
  }

  @Override
  public void onDatagram(
      long now, InetSocketAddress from, Bytes datagram, Outbox<Observation> out) {
    try {
      switch (codec.decode(datagram)) {
        case V5Packet.Ordinary packet ->
            onOrdinary(now, new Place(packet.source(), from), packet, out);
        case V5Packet.Whoareyou packet -> {
          calls.onWhoareyou(now, from, packet, out);
          traffic.received("WHOAREYOU/v5");
        }
        case V5Packet.Handshake packet ->
            onHandshake(now, new Place(packet.source(), from), packet, out);
      }
    } catch (Violation refused) {
      out.refused(from, refused);
    }
  }

  private void onOrdinary(long now, Place from, V5Packet.Ordinary packet, Outbox<Observation> out) {
    Optional<Bytes> plaintext =
        sessions.read(from, packet).or(() -> calls.confirm(now, from, packet, out));
    if (plaintext.isPresent()) {
      onMessage(now, from, plaintext.get(), out);
    } else {
      challenge(now, from, packet.nonce(), out);
    }
  }

  private void challenge(long now, Place to, Bytes nonce, Outbox<Observation> out) {
    Violation.unless(
        limits.admitsChallenge(now, to.address().getAddress()), GuardRule.GUARD_CHALLENGE_RATE);
    Optional<V5Sessions.Challenge> open = sessions.repeatable(now, to);
    if (open.isPresent()) {
      sender.repeat(to, open.get(), out);
      return;
    }
    Optional<NodeRecord> known = table.entry(to.node()).flatMap(e -> e.node().record());
    sessions.challenged(to, sender.challenge(now, to, nonce, known, out));
  }

  private void onHandshake(
      long now, Place from, V5Packet.Handshake packet, Outbox<Observation> out) {
    V5Sessions.Challenge challenge =
        sessions.take(now, from).orElseThrow(() -> new Violation(V5Rule.V5_UNSOLICITED_HANDSHAKE));
    NodeRecord record = record(from, packet, challenge);
    boolean proved =
        crypto.verifyIdentity(
            packet.idSignature(),
            record.publicKey(),
            challenge.challengeData(),
            packet.ephemeralKey(),
            local.id());
    Violation.unless(proved, V5Rule.V5_ID_SIGNATURE);
    V5Crypto.Keys keys =
        crypto.deriveKeys(
            local.key(), ephemeral(packet), from.node(), local.id(), challenge.challengeData());
    Bytes plaintext =
        crypto.decrypt(keys.initiator(), packet.nonce(), packet.message(), packet.additionalData());
    sessions.install(from, new V5Sessions.Session(keys.recipient(), keys.initiator(), now));
    traffic.received("HANDSHAKE/v5");
    try {
      onMessage(now, from, plaintext, out);
    } catch (Violation refused) {
      out.refused(from.address(), refused);
    }
    contacted(from.address(), record, out);
    calls.onSession(now, from, out);
  }

  /** The newest record of the sender of a handshake. */
  private NodeRecord record(Place from, V5Packet.Handshake packet, V5Sessions.Challenge challenge) {
    Optional<NodeRecord> known = challenge.known();
    if (packet.record().isEmpty()) {
      return known.orElseThrow(() -> new Violation(V5Rule.V5_HANDSHAKE_RECORD));
    }
    NodeRecord sent = records.verify(packet.record().get());
    Violation.unless(sent.id().equals(from.node()), V5Rule.V5_HANDSHAKE_RECORD);
    return known.filter(k -> !sent.isNewerThan(k)).orElse(sent);
  }

  private PublicKey ephemeral(V5Packet.Handshake packet) {
    try {
      return PublicKey.ofCompressed(local.key().curve(), packet.ephemeralKey());
    } catch (Violation offCurve) {
      throw new Violation(V5Rule.V5_EPHEMERAL_KEY);
    }
  }

  /** A node that proved who it is may be one for the table, where its record says it lives. */
  private static void contacted(
      InetSocketAddress from, NodeRecord record, Outbox<Observation> out) {
    record.endpoints().stream()
        .filter(e -> e.udp() != 0 && AddressPolicy.relays(from.getAddress(), e.address()))
        .reduce((best, e) -> e.udpAddress().equals(from) ? e : best)
        .ifPresent(e -> out.emit(new Observation.Contacted(Node.of(record, e), Version.V5)));
  }

  private void onMessage(long now, Place from, Bytes plaintext, Outbox<Observation> out) {
    V5Message message = V5MessageCodec.decode(plaintext, records::verify);
    switch (message) {
      case V5Message.Ping ping -> onPing(now, from, ping, out);
      case V5Message.FindNode find -> onFindNode(now, from, find, out);
      case V5Message.TalkRequest talk -> onTalkRequest(now, from, talk, out);
      case V5Message.Pong pong -> {
        Node node = calls.onResponse(now, from, pong, out);
        InetSocketAddress observed = new InetSocketAddress(pong.ip(), pong.port());
        out.emit(new Observation.Answered(node, Version.V5));
        out.emit(new Observation.AddressSeen(Version.V5, from.address(), observed));
        out.emit(new Observation.RecordNumber(node, Version.V5, pong.enrSeq()));
      }
      case V5Message.Nodes nodes -> onResponse(now, from, nodes, out);
      case V5Message.TalkResponse talk -> onResponse(now, from, talk, out);
      case V5Message.RegTopic topics -> throw new Violation(V5Rule.V5_MESSAGE_TYPE);
      case V5Message.RegConfirmation topics -> throw new Violation(V5Rule.V5_MESSAGE_TYPE);
      case V5Message.TopicQuery topics -> throw new Violation(V5Rule.V5_MESSAGE_TYPE);
      case V5Message.TopicNodes topics -> throw new Violation(V5Rule.V5_MESSAGE_TYPE);
    }
    traffic.received(V5Sender.name(message));
  }

  private void onResponse(long now, Place from, V5Message response, Outbox<Observation> out) {
    Node node = calls.onResponse(now, from, response, out);
    out.emit(new Observation.Answered(node, Version.V5));
  }

  private void onPing(long now, Place from, V5Message.Ping ping, Outbox<Observation> out) {
    InetSocketAddress address = from.address();
    V5Message.Pong pong =
        new V5Message.Pong(
            ping.requestId(), local.record().seq(), address.getAddress(), address.getPort());
    reply(now, from, pong, out);
    table
        .entry(from.node())
        .ifPresent(
            e -> out.emit(new Observation.RecordNumber(e.node(), Version.V5, ping.enrSeq())));
  }

  private void onFindNode(long now, Place from, V5Message.FindNode find, Outbox<Observation> out) {
    Reach asker = AddressPolicy.reach(from.address().getAddress());
    List<NodeRecord> found = new ArrayList<>();
    for (int distance : find.distances()) {
      if (distance == OWN_RECORD) {
        found.add(local.record());
      } else {
        for (Entry entry : table.atDistance(distance, e -> isServed(e, asker))) {
          entry.node().record().ifPresent(found::add);
        }
      }
      if (found.size() >= Table.BUCKET) {
        break;
      }
    }
    List<List<NodeRecord>> parts = parts(found.subList(0, Math.min(found.size(), Table.BUCKET)));
    for (List<NodeRecord> part : parts) {
      reply(now, from, new V5Message.Nodes(find.requestId(), parts.size(), part), out);
    }
  }

  private static List<List<NodeRecord>> parts(List<NodeRecord> found) {
    List<List<NodeRecord>> parts = new ArrayList<>();
    List<NodeRecord> part = new ArrayList<>();
    int size = 0;
    for (NodeRecord record : found) {
      if (size + record.encoded().size() > RECORDS_IN_PART) {
        parts.add(part);
        part = new ArrayList<>();
        size = 0;
      }
      part.add(record);
      size += record.encoded().size();
    }
    parts.add(part);
    return parts.subList(0, Math.min(parts.size(), PARTS));
  }

  private static boolean isServed(Entry entry, Reach asker) {
    return entry.answers(Version.V5)
        && entry.node().record().isPresent()
        && AddressPolicy.relays(asker, entry.reach());
  }

  private void onTalkRequest(
      long now, Place from, V5Message.TalkRequest talk, Outbox<Observation> out) {
    String protocol = protocols.get(talk.protocol());
    V5Talks.Talk asked = new V5Talks.Talk(from, talk.requestId());
    Optional<Long> token = protocol == null ? Optional.empty() : talks.open(now, asked);
    if (protocol == null || token.isEmpty()) {
      answer(now, asked, Bytes.EMPTY, out);
      return;
    }
    out.emit(
        new Observation.TalkRequested(
            token.get(), from.node(), from.address(), protocol, talk.request()));
  }

  private void answer(long now, V5Talks.Talk talk, Bytes response, Outbox<Observation> out) {
    reply(now, talk.from(), new V5Message.TalkResponse(talk.requestId(), response), out);
  }

  /** Answers by what the other side holds then: our handshake under way goes before the answer. */
  private void reply(long now, Place to, V5Message message, Outbox<Observation> out) {
    calls
        .unconfirmed(to)
        .or(() -> sessions.session(now, to))
        .ifPresent(session -> sender.message(to, session, message, out));
  }
}
