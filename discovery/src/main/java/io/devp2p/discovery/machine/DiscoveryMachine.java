package io.devp2p.discovery.machine;

import io.devp2p.core.Violation;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.crypto.Secp256k1;
import io.devp2p.core.machine.DatagramMachine;
import io.devp2p.core.machine.Effect;
import io.devp2p.core.machine.Outbox;
import io.devp2p.core.node.Head;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.BucketEntry;
import io.devp2p.discovery.DiscoveryConfig;
import io.devp2p.discovery.DiscoveryEvent;
import io.devp2p.discovery.DiscoveryStats;
import io.devp2p.discovery.Target;
import io.devp2p.discovery.Version;
import io.devp2p.discovery.guard.AddressPolicy;
import io.devp2p.discovery.guard.GuardRule;
import io.devp2p.discovery.guard.RateLimit;
import io.devp2p.discovery.guard.Traffic;
import io.devp2p.discovery.self.LocalNode;
import io.devp2p.discovery.self.OwnRecord;
import io.devp2p.discovery.table.Entry;
import io.devp2p.discovery.table.Observation;
import io.devp2p.discovery.table.Table;
import io.devp2p.discovery.v4.V4;
import io.devp2p.discovery.v5.V5;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;
import org.apache.tuweni.bytes.Bytes;

/**
 * discv4 and discv5 on one port, around one table. Commands give the number of a call, which ends
 * with {@link Effect.Done}. Not thread-safe.
 */
public final class DiscoveryMachine implements DatagramMachine<DiscoveryEvent> {

  private final DiscoveryConfig config;
  private final OwnRecord own;
  private final LocalNode local;
  private final Table table;
  private final Traffic traffic = new Traffic();
  private final RateLimit limits;
  private final Protocols protocols;
  private final Lookups lookups;
  private final Maintenance maintenance;
  private final Sightings sightings = new Sightings();

  /**
   * A machine behind a socket.
   *
   * @param bound address and port of the socket
   */
  public DiscoveryMachine(NodeKey key, DiscoveryConfig config, InetSocketAddress bound) {
    this.config = config;
    this.own = new OwnRecord(key, config, bound);
    this.local = own.local();
    this.table = new Table(local.id(), config.limitLocal(), config.wallClock(), config.random());
    this.limits = new RateLimit(config.profile(), config.limitLocal());
    this.protocols =
        new Protocols(
            config.v4()
                ? Optional.of(new V4(local, table, limits, traffic, config))
                : Optional.empty(),
            config.v5()
                ? Optional.of(new V5(local, table, limits, traffic, config))
                : Optional.empty(),
            limits,
            config);
    this.lookups = new Lookups(protocols, table, local.id(), config);
    this.maintenance = new Maintenance(protocols, lookups, table, local, config);
  }

  /**
   * Gives nodes that were known in an earlier run, before the start. Each must answer before it is
   * told to others.
   */
  public void remember(List<Node> known) {
    maintenance.remember(known.stream().filter(this::mayBeContacted).toList());
  }

  /** The curve of our key, which computes with what is read for it. */
  public Secp256k1 curve() {
    return local.key().curve();
  }

  /** The first input: fills the table, and begins what discovery does by itself. */
  public void start(long now, Outbox<DiscoveryEvent> out) {
    if (config.maintain()) {
      maintenance.start(now);
    }
    settle(now, out);
  }

  @Override
  public void onDatagram(
      long now, InetSocketAddress from, Bytes datagram, Outbox<DiscoveryEvent> out) {
    own.inbound(now, from);
    if (!limits.admitsPacket(now, from.getAddress(), protocols.awaits(from))) {
      refused(from, new Violation(GuardRule.GUARD_PACKET_RATE), out);
    } else if (protocols.v5.isPresent() && protocols.v5.get().isV5(datagram)) {
      protocols.v5.get().onDatagram(now, from, datagram, protocols.inner());
    } else if (protocols.v4.isPresent()) {
      protocols.v4.get().onDatagram(now, from, datagram, protocols.inner());
    } else {
      refused(from, new Violation(GuardRule.GUARD_VERSION_OFF), out);
    }
    settle(now, out);
  }

  @Override
  public void onTime(long now, Outbox<DiscoveryEvent> out) {
    protocols.onTime(now);
    settle(now, out);
    lookups.onTime(now);
    maintenance.onTime(now, out);
    own.onTime(now, out);
    settle(now, out);
  }

  @Override
  public long deadline() {
    long ours = Math.min(own.deadline(), Math.min(maintenance.deadline(), lookups.deadline()));
    return Math.min(ours, protocols.deadline());
  }

  /** Pings a node; ends with {@link io.devp2p.discovery.Pinged}. */
  public long ping(long now, Version version, Node node, Outbox<DiscoveryEvent> out) {
    return call(now, out, call -> protocols.ping(now, call, version, node));
  }

  /** Asks a node for its record; ends with a {@link NodeRecord}. */
  public long requestRecord(long now, Version version, Node node, Outbox<DiscoveryEvent> out) {
    return call(now, out, call -> protocols.requestRecord(now, call, version, node));
  }

  /** Asks a node by discv4; ends with a list of {@link Node}. */
  public long findNode(long now, Node node, Target target, Outbox<DiscoveryEvent> out) {
    return call(now, out, call -> protocols.findNode(now, call, node, target));
  }

  /** Asks a node by discv5; ends with a list of {@link Node}. */
  public long findNode(long now, Node node, Set<Integer> distances, Outbox<DiscoveryEvent> out) {
    return call(now, out, call -> protocols.findNode(now, call, node, distances));
  }

  /** Sends a TALKREQ; ends with {@link Bytes}. */
  public long talk(
      long now, Node node, String protocol, Bytes request, Outbox<DiscoveryEvent> out) {
    return call(now, out, call -> protocols.talk(now, call, node, protocol, request));
  }

  /** Looks for the nodes closest to a target; ends with a list of {@link Node}. */
  public long lookup(long now, Target target, Outbox<DiscoveryEvent> out) {
    return call(now, out, call -> lookups.start(now, call, target));
  }

  /** Finds the newest record of a node; ends with a {@link Node}. */
  public long resolve(long now, Node node, Outbox<DiscoveryEvent> out) {
    return call(now, out, call -> lookups.resolve(now, call, node));
  }

  /** Takes nodes into the table as if they had just answered. */
  public void introduce(List<Node> known, Set<Version> answered) {
    table.preload(known, answered);
  }

  /** Changes our own record. */
  public void updateSelf(UnaryOperator<NodeRecord.Builder> change, Outbox<DiscoveryEvent> out) {
    own.update(change, out);
  }

  /** Sequence numbers of our record up to this one, unsigned, may be used; all if none is said. */
  public void allowSeq(long seq, Outbox<DiscoveryEvent> out) {
    own.allow(seq, out);
  }

  /** The chain whose fork id our record tells grew, or was reorganised. */
  public void head(Head head, Outbox<DiscoveryEvent> out) {
    own.head(head, out);
  }

  /** From now on, TALKREQ messages of a protocol are put out as events. */
  public void serveTalk(String protocol) {
    protocols.v5.ifPresent(v5 -> v5.serveTalk(protocol));
  }

  /** Answers a TALKREQ. */
  public void answerTalk(long now, long token, Bytes response, Outbox<DiscoveryEvent> out) {
    protocols.v5.ifPresent(v5 -> v5.answerTalk(now, token, response, protocols.inner()));
    settle(now, out);
  }

  /**
   * Whether a node has proved that it lives at an address. To any other address goes no more than
   * {@link io.devp2p.discovery.guard} allows.
   */
  public boolean isProved(long now, InetSocketAddress address) {
    return protocols.isProved(now, address);
  }

  /** Our own record as it is now. */
  public NodeRecord self() {
    return local.record();
  }

  /** The nodes of the table that have answered. */
  public List<Node> alive() {
    return table.alive();
  }

  /** The table as it is now, by bucket, the nearest first. */
  public List<List<BucketEntry>> buckets() {
    return table.snapshot();
  }

  /** A number that is another whenever {@link #alive} may be. */
  public long changes() {
    return table.changes();
  }

  /** Counters and sizes; those of the port are given, and those of candidates are not here. */
  public DiscoveryStats stats(long bytesIn, long bytesOut, long dropped, long bugs) {
    return new DiscoveryStats(
        traffic.received(),
        traffic.sent(),
        traffic.refused(),
        bytesIn,
        bytesOut,
        dropped,
        bugs,
        table.size(),
        table.alive().size(),
        protocols.v5.map(V5::sessions).orElse(0),
        protocols.v4.map(V4::pending).orElse(0) + protocols.v5.map(V5::pending).orElse(0),
        own.addresses(),
        Map.of(),
        curve().name(),
        protocols.v4.map(V4::clockDrift).orElse(OptionalLong.empty()));
  }

  private long call(long now, Outbox<DiscoveryEvent> out, LongConsumer command) {
    long call = protocols.external();
    command.accept(call);
    settle(now, out);
    return call;
  }

  /** Takes what the protocols put out, until what follows from it is out too. */
  private void settle(long now, Outbox<DiscoveryEvent> out) {
    List<Effect<Observation>> effects = protocols.inner().drain();
    while (!effects.isEmpty()) {
      for (Effect<Observation> effect : effects) {
        switch (effect) {
          case Effect.Send<Observation> send -> {
            own.sent(now, send.to());
            out.send(send.to(), send.datagram());
          }
          case Effect.Refused<Observation> refused -> refused(refused.from(), refused.why(), out);
          case Effect.Work<Observation> work -> out.work(work.peer(), task(work.task()));
          case Effect.Done<Observation> done ->
              protocols.ended(now, done.call(), done.outcome(), out);
          case Effect.Emit<Observation> emit -> observe(now, emit.event(), out);
        }
      }
      effects = protocols.inner().drain();
    }
  }

  private Effect.Task<DiscoveryEvent> task(Effect.Task<Observation> inner) {
    return () -> {
      Effect.Resumption<Observation> result = inner.compute();
      return (now, out) -> {
        result.resume(now, protocols.inner());
        settle(now, out);
      };
    };
  }

  private void refused(InetSocketAddress from, Violation why, Outbox<DiscoveryEvent> out) {
    traffic.refused(why.rule());
    out.refused(from, why);
  }

  private void observe(long now, Observation observation, Outbox<DiscoveryEvent> out) {
    switch (observation) {
      case Observation.Answered answered -> answered(now, answered, out);
      case Observation.Unanswered unanswered -> {
        if (config.maintain()) {
          maintenance.doubted(now, unanswered.node().id());
        }
      }
      case Observation.Contacted contacted -> {
        if (config.maintain() && mayBeContacted(contacted.node())) {
          maintenance.contacted(now, contacted.node());
          if (own.wantsWord(now, contacted.node().endpoint().udpAddress())) {
            maintenance.ask(now, contacted.version(), contacted.node());
          }
        }
      }
      case Observation.RecordNumber number -> {
        if (config.maintain()) {
          maintenance.recordNumber(now, number.node(), number.seq());
        }
      }
      case Observation.RecordReceived received -> {
        Node node = received.node().with(received.record());
        InetAddress from = received.node().endpoint().address();
        if (table.entry(node.id()).isPresent()
            && AddressPolicy.relays(from, node.endpoint().address())) {
          if (config.maintain()) {
            maintenance.contacted(now, node);
          } else {
            table.add(node);
          }
        }
      }
      case Observation.AddressSeen seen ->
          own.seen(now, seen.version(), seen.voter(), seen.observed(), out);
      case Observation.ClockDrift drift ->
          out.emit(new DiscoveryEvent.ClockDrift(Duration.ofSeconds(drift.seconds())));
      case Observation.TalkRequested talk ->
          out.emit(
              new DiscoveryEvent.TalkRequested(
                  talk.token(), talk.node(), talk.from(), talk.protocol(), talk.request()));
    }
  }

  private boolean mayBeContacted(Node node) {
    return config.addresses().allows(node.endpoint().address());
  }

  private void answered(long now, Observation.Answered answered, Outbox<DiscoveryEvent> out) {
    Node node = answered.node();
    protocols.proved(now, node.endpoint().udpAddress());
    Optional<Entry> before = table.entry(node.id());
    boolean knewVersion = before.isPresent() && before.get().answers(answered.version());
    if (table.answered(node, answered.version())) {
      out.emit(new DiscoveryEvent.NodeAlive(node, answered.version()));
    }
    Optional<Entry> entry = before.isPresent() ? before : table.entry(node.id());
    Node known =
        entry
            .map(Entry::node)
            .filter(n -> n.endpoint().udpAddress().equals(node.endpoint().udpAddress()))
            .orElse(node);
    Set<Version> versions = sightings.answered(now, known, answered.version());
    if (!versions.isEmpty()) {
      out.emit(new DiscoveryEvent.NodeAnswered(known, versions));
    }
    if (config.maintain()) {
      entry.ifPresent(e -> maintenance.answered(now, e, !knewVersion));
    }
  }
}
