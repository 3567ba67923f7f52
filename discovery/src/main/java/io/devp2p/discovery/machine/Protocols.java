package io.devp2p.discovery.machine;

import io.devp2p.core.NetworkException;
import io.devp2p.core.machine.Effect;
import io.devp2p.core.machine.Outbox;
import io.devp2p.core.node.Node;
import io.devp2p.discovery.DiscoveryConfig;
import io.devp2p.discovery.DiscoveryEvent;
import io.devp2p.discovery.Target;
import io.devp2p.discovery.Version;
import io.devp2p.discovery.guard.RateLimit;
import io.devp2p.discovery.table.Candidate;
import io.devp2p.discovery.table.Observation;
import io.devp2p.discovery.v4.V4;
import io.devp2p.discovery.v5.V5;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import org.apache.tuweni.bytes.Bytes;

/**
 * The two protocols behind one set of calls. A call has a task when this machine made it for
 * itself; without one its end goes to the caller outside.
 */
final class Protocols {

  /** What to do when a call of our own has ended. */
  @FunctionalInterface
  interface Task {
    void ended(long now, Effect.Outcome outcome, Outbox<DiscoveryEvent> out);
  }

  /** discv5 asks for the distance of the target and its neighbors (go-ethereum lookupDistances). */
  private static final int DISTANCES = 3;

  private static final int FARTHEST = 256;

  final Optional<V4> v4;
  final Optional<V5> v5;
  private final DiscoveryConfig config;
  private final RateLimit limits;
  private final Turns turns;
  private final Set<Version> spoken = EnumSet.noneOf(Version.class);
  private final Outbox<Observation> inner = new Outbox<>();
  // Bounded by the open calls of both protocols, and by the lookups.
  private final Map<Long, Task> tasks = new HashMap<>();
  private long calls;

  Protocols(Optional<V4> v4, Optional<V5> v5, RateLimit limits, DiscoveryConfig config) {
    this.v4 = v4;
    this.v5 = v5;
    this.limits = limits;
    this.config = config;
    this.turns = new Turns(config.profile());
    v4.ifPresent(on -> spoken.add(Version.V4));
    v5.ifPresent(on -> spoken.add(Version.V5));
  }

  Set<Version> spoken() {
    return spoken;
  }

  boolean speaks(Version version) {
    return spoken.contains(version);
  }

  /** What the protocols put out since it was last asked. */
  Outbox<Observation> inner() {
    return inner;
  }

  /** Whether an answer to a call is awaited from an address. */
  boolean awaits(InetSocketAddress from) {
    return (v5.isPresent() && v5.get().awaits(from)) || (v4.isPresent() && v4.get().awaits(from));
  }

  /** A new call, whose end goes outside. */
  long external() {
    return ++calls;
  }

  /** A new call, whose end is ours. */
  long internal(Task task) {
    tasks.put(++calls, task);
    return calls;
  }

  /** A new call, whose end is nobody's. */
  long ignored() {
    return internal((now, outcome, out) -> {});
  }

  /** A call has ended. */
  void ended(long now, long call, Effect.Outcome outcome, Outbox<DiscoveryEvent> out) {
    Task task = tasks.remove(call);
    if (task != null) {
      task.ended(now, outcome, out);
      return;
    }
    switch (outcome) {
      case Effect.Outcome.Value value -> out.done(call, value.value());
      case Effect.Outcome.Failure failure -> out.fail(call, failure.cause());
    }
  }

  long deadline() {
    long four = v4.isPresent() ? v4.get().deadline() : Long.MAX_VALUE;
    long five = v5.isPresent() ? v5.get().deadline() : Long.MAX_VALUE;
    return Math.min(turns.deadline(), Math.min(four, five));
  }

  void onTime(long now) {
    v4.ifPresent(on -> on.onTime(now, inner));
    v5.ifPresent(on -> on.onTime(now, inner));
    turns.onTime(now);
  }

  /** An address has proved that it answers: what waits for its turn may go. */
  void proved(long now, InetSocketAddress address) {
    turns.release(now, address);
  }

  /** Whether any node has proved, in any version, that it lives at an address. */
  boolean isProved(long now, InetSocketAddress address) {
    return v4.map(on -> on.isProved(now, address)).orElse(false)
        || v5.map(on -> on.isProved(address)).orElse(false);
  }

  void ping(long now, long call, Version version, Node node) {
    LongConsumer send =
        switch (version) {
          case V4 -> at -> v4.orElseThrow().ping(at, call, node, inner);
          case V5 -> at -> v5.orElseThrow().ping(at, call, node, inner);
        };
    request(now, new Request(call, version, node, true, send));
  }

  void requestRecord(long now, long call, Version version, Node node) {
    LongConsumer send =
        switch (version) {
          case V4 -> at -> v4.orElseThrow().requestRecord(at, call, node, inner);
          case V5 -> at -> v5.orElseThrow().requestRecord(at, call, node, inner);
        };
    request(now, new Request(call, version, node, true, send));
  }

  /**
   * Asks for neighbors of a target.
   *
   * @param waits whether it waits for the turn of an address that was just asked in vain, where it
   *     fails otherwise
   */
  void findNode(long now, long call, Candidate candidate, Target target, boolean waits) {
    Node node = candidate.node();
    LongConsumer send =
        switch (candidate.version()) {
          case V4 -> at -> v4.orElseThrow().findNode(at, call, node, target, inner);
          case V5 -> {
            Set<Integer> distances = distances(node.id().logDistance(target.id()));
            yield at -> v5.orElseThrow().findNode(at, call, node, distances, inner);
          }
        };
    request(now, new Request(call, candidate.version(), node, waits, send));
  }

  void findNode(long now, long call, Node node, Target target) {
    findNode(now, call, new Candidate(node, Version.V4), target, true);
  }

  void findNode(long now, long call, Node node, Set<Integer> distances) {
    LongConsumer send = at -> v5.orElseThrow().findNode(at, call, node, distances, inner);
    request(now, new Request(call, Version.V5, node, true, send));
  }

  void talk(long now, long call, Node node, String protocol, Bytes request) {
    LongConsumer send = at -> v5.orElseThrow().talk(at, call, node, protocol, request, inner);
    request(now, new Request(call, Version.V5, node, true, send));
  }

  /** How to ask a node of which only this is known. */
  Candidate candidate(Node node) {
    boolean five = speaks(Version.V5) && (node.record().isPresent() || !speaks(Version.V4));
    return new Candidate(node, five ? Version.V5 : Version.V4);
  }

  /**
   * What is to be asked of whom.
   *
   * @param waits whether it may wait for the turn of its address
   */
  private record Request(long call, Version version, Node node, boolean waits, LongConsumer send) {
    InetSocketAddress to() {
      return node.endpoint().udpAddress();
    }
  }

  private void request(long now, Request request) {
    Optional<String> refusal = refusal(request);
    if (refusal.isPresent()) {
      inner.fail(request.call, new NetworkException.Unreachable(refusal.get()));
    } else if (!isFirstContact(now, request) || turns.take(now, request.version, request.to())) {
      request.send.accept(now);
    } else if (!request.waits
        || !turns.await(now, request.version, request.to(), at -> request(at, request))) {
      String soon = "the address was asked less than ten seconds ago, and has not answered";
      inner.fail(request.call, new NetworkException.Unreachable(soon));
    }
  }

  private Optional<String> refusal(Request request) {
    if (!speaks(request.version)) {
      return Optional.of(request.version + " is switched off");
    }
    if (request.node.endpoint().udp() == 0) {
      return Optional.of("the node has no UDP port");
    }
    return config.addresses().allows(request.node.endpoint().address())
        ? Optional.empty()
        : Optional.of("the address is not allowed");
  }

  /** Whether a request would go to an address that has proved nothing, and does so by itself. */
  private boolean isFirstContact(long now, Request request) {
    Node node = request.node;
    boolean underWay =
        switch (request.version) {
          case V4 -> v4.orElseThrow().isUnderWay(node);
          case V5 -> v5.orElseThrow().isUnderWay(node);
        };
    return !underWay
        && !limits.exempts(node.endpoint().address())
        && !v4.map(on -> on.isProved(now, node)).orElse(false)
        && !v5.map(on -> on.isProved(now, node)).orElse(false);
  }

  private static Set<Integer> distances(int distance) {
    Set<Integer> distances = new LinkedHashSet<>();
    for (int step : new int[] {0, 1, -1, 2, -2}) {
      int d = distance + step;
      if (d >= 1 && d <= FARTHEST && distances.size() < DISTANCES) {
        distances.add(d);
      }
    }
    return distances;
  }
}
