package io.devp2p.crawler;

import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import io.devp2p.discovery.Discovery;
import io.devp2p.discovery.Pinged;
import io.devp2p.discovery.Version;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * The UDP part of a visit: which versions of discovery a node answers, its newest record, and whom
 * it knows. Everything runs on the crawler's loop.
 */
final class UdpProbe {

  /** Hears what nodes tell of themselves and of others, on the crawler's loop. */
  interface Ear {
    /** Takes sightings in; says how many of the nodes were not known before. */
    int heard(List<Node> nodes, Source source);

    /** Whether so few nodes are known that whole tables are read. */
    boolean isSmall();
  }

  /** What a node answered to Pings. */
  record Pings(Optional<Pinged> v4, Optional<Pinged> v5) {
    boolean answered() {
      return v4.isPresent() || v5.isPresent();
    }

    /** Whether one version is still in doubt. */
    boolean isPartial() {
      return v4.isPresent() != v5.isPresent();
    }

    /** The longer of the round trips. */
    long rttNanos() {
      return Math.max(v4.map(Pinged::rttNanos).orElse(0L), v5.map(Pinged::rttNanos).orElse(0L));
    }
  }

  private final Discovery discovery;
  private final RandomGenerator random;
  private final Executor loop;
  private final Ear ear;

  UdpProbe(Discovery discovery, RandomGenerator random, Executor loop, Ear ear) {
    this.discovery = discovery;
    this.random = random;
    this.loop = loop;
    this.ear = ear;
  }

  /** Pings a node in both versions at once. Never fails. */
  CompletableFuture<Pings> ping(Node node) {
    return ping(Version.V4, node)
        .thenCombineAsync(ping(Version.V5, node), (v4, v5) -> new Pings(v4, v5), loop);
  }

  private CompletableFuture<Optional<Pinged>> ping(Version version, Node node) {
    return discovery
        .ping(version, node)
        .thenApply(Optional::of)
        .exceptionally(e -> Optional.empty());
  }

  /**
   * Gets the record of a node that has answered a Ping, where its Pong names a newer one than is
   * known, or none is known. Never fails.
   */
  CompletableFuture<Void> record(Node node, Pings pings) {
    Version version = pings.v5().isPresent() ? Version.V5 : Version.V4;
    long seq = pings.v5().or(pings::v4).map(Pinged::seq).orElse(0L);
    if (node.record().isPresent() && Long.compareUnsigned(seq, node.seq()) <= 0) {
      return CompletableFuture.completedFuture(null);
    }
    return discovery
        .requestRecord(version, node)
        .thenAcceptAsync(
            record -> ear.heard(List.of(Node.of(record, node.endpoint())), source(version)), loop)
        .exceptionally(nothing -> null);
  }

  /**
   * Asks a node that has answered Pings for the nodes it knows, in the versions in which it did.
   * Never fails.
   */
  CompletableFuture<Told> ask(Node node, Pings pings) {
    Told told = new Told();
    return ask(Version.V4, node, pings.v4(), told)
        .thenCombineAsync(
            ask(Version.V5, node, pings.v5(), told), (v4, v5) -> told.with(v4, v5), loop);
  }

  /**
   * Pings a node once more in the version in which it was silent, for the packet may have been
   * lost, and asks it there. Never fails.
   */
  CompletableFuture<Told> askAgain(Node node, Pings pings, Told told) {
    Version silent = pings.v4().isEmpty() ? Version.V4 : Version.V5;
    return ping(silent, node)
        .thenComposeAsync(pinged -> ask(silent, node, pinged, told), loop)
        .thenApplyAsync(
            pinged ->
                silent == Version.V4 ? told.with(pinged, told.v5) : told.with(told.v4, pinged),
            loop);
  }

  private CompletableFuture<Optional<Pinged>> ask(
      Version version, Node node, Optional<Pinged> pinged, Told told) {
    return pinged.isEmpty()
        ? CompletableFuture.completedFuture(pinged)
        : neighbors(version, node, told).thenApply(done -> pinged);
  }

  private CompletableFuture<Void> neighbors(Version version, Node node, Told told) {
    Neighbors plan =
        version == Version.V4
            ? new Neighbors.OfV4(node.key(), random, ear.isSmall())
            : new Neighbors.OfV5(random, ear.isSmall());
    return ask(plan, version, node, told, true);
  }

  /** Asks until the plan is at its end; one answer that does not come is asked for again. */
  private CompletableFuture<Void> ask(
      Neighbors plan, Version version, Node node, Told told, boolean mayRepeat) {
    Optional<? extends Neighbors.Question> question = plan.next();
    if (question.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    return question
        .get()
        .ask(discovery, node)
        .thenApply(Optional::of)
        .exceptionally(e -> Optional.empty())
        .thenComposeAsync(
            answer -> {
              if (answer.isEmpty()) {
                return mayRepeat
                    ? ask(plan, version, node, told, false)
                    : CompletableFuture.completedFuture(null);
              }
              told.add(answer.get());
              plan.answered(answer.get(), ear.heard(answer.get(), source(version)));
              return ask(plan, version, node, told, mayRepeat);
            },
            loop);
  }

  private static Source source(Version version) {
    return version == Version.V4 ? Source.V4 : Source.V5;
  }

  /** What one node answered, and whom it named. */
  static final class Told {
    private final Set<NodeId> ids = new HashSet<>();
    private Optional<Pinged> v4 = Optional.empty();
    private Optional<Pinged> v5 = Optional.empty();
    private int all;

    private void add(List<Node> nodes) {
      all += nodes.size();
      nodes.forEach(n -> ids.add(n.id()));
    }

    private Told with(Optional<Pinged> inV4, Optional<Pinged> inV5) {
      v4 = inV4;
      v5 = inV5;
      return this;
    }

    /** The same as part of a visit. */
    UdpContact contact() {
      return new UdpContact(v4.map(Told::answer), v5.map(Told::answer), all, ids.size());
    }

    private static UdpContact.Answer answer(Pinged pinged) {
      return new UdpContact.Answer(
          OptionalLong.of(pinged.rttNanos()),
          pinged.seq() == 0 ? OptionalLong.empty() : OptionalLong.of(pinged.seq()));
    }
  }
}
