package io.devp2p.discovery.machine;

import io.devp2p.core.NetworkException;
import io.devp2p.core.machine.Effect;
import io.devp2p.core.machine.Outbox;
import io.devp2p.core.node.Node;
import io.devp2p.discovery.DiscoveryConfig;
import io.devp2p.discovery.DiscoveryEvent;
import io.devp2p.discovery.Target;
import io.devp2p.discovery.Version;
import io.devp2p.discovery.table.Candidate;
import io.devp2p.discovery.table.Observation;
import io.devp2p.discovery.v4.V4;
import io.devp2p.discovery.v5.V5;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
  private final Set<Version> spoken = EnumSet.noneOf(Version.class);
  private final Outbox<Observation> inner = new Outbox<>();
  // Bounded by the open calls of both protocols, and by the lookups.
  private final Map<Long, Task> tasks = new HashMap<>();
  private long calls;

  Protocols(Optional<V4> v4, Optional<V5> v5, DiscoveryConfig config) {
    this.v4 = v4;
    this.v5 = v5;
    this.config = config;
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

  /** A new call, whose end goes outside. */
  long external() {
    return ++calls;
  }

  /** A new call, whose end is ours. */
  long internal(Task task) {
    tasks.put(++calls, task);
    return calls;
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

  void ping(long now, long call, Version version, Node node) {
    if (admits(call, version, node)) {
      switch (version) {
        case V4 -> v4.orElseThrow().ping(now, call, node, inner);
        case V5 -> v5.orElseThrow().ping(now, call, node, inner);
      }
    }
  }

  void requestRecord(long now, long call, Version version, Node node) {
    if (admits(call, version, node)) {
      switch (version) {
        case V4 -> v4.orElseThrow().requestRecord(now, call, node, inner);
        case V5 -> v5.orElseThrow().requestRecord(now, call, node, inner);
      }
    }
  }

  void findNode(long now, long call, Candidate candidate, Target target) {
    Node node = candidate.node();
    if (admits(call, candidate.version(), node)) {
      switch (candidate.version()) {
        case V4 -> v4.orElseThrow().findNode(now, call, node, target, inner);
        case V5 ->
            v5.orElseThrow()
                .findNode(now, call, node, distances(node.id().logDistance(target.id())), inner);
      }
    }
  }

  void findNode(long now, long call, Node node, Target target) {
    findNode(now, call, new Candidate(node, Version.V4), target);
  }

  void findNode(long now, long call, Node node, Set<Integer> distances) {
    if (admits(call, Version.V5, node)) {
      v5.orElseThrow().findNode(now, call, node, distances, inner);
    }
  }

  void talk(long now, long call, Node node, String protocol, Bytes request) {
    if (admits(call, Version.V5, node)) {
      v5.orElseThrow().talk(now, call, node, protocol, request, inner);
    }
  }

  /** How to ask a node of which only this is known. */
  Candidate candidate(Node node) {
    boolean five = speaks(Version.V5) && (node.record().isPresent() || !speaks(Version.V4));
    return new Candidate(node, five ? Version.V5 : Version.V4);
  }

  private boolean admits(long call, Version version, Node node) {
    String refusal = "";
    if (!speaks(version)) {
      refusal = version + " is switched off";
    } else if (node.endpoint().udp() == 0) {
      refusal = "the node has no UDP port";
    } else if (!config.addresses().allows(node.endpoint().address())) {
      refusal = "the address is not allowed";
    }
    if (!refusal.isEmpty()) {
      inner.fail(call, new NetworkException.Unreachable(refusal));
    }
    return refusal.isEmpty();
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
