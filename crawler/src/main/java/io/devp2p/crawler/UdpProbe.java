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
import java.util.concurrent.TimeUnit;
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
  }

  private final Discovery discovery;
  private final RandomGenerator random;
  private final Executor loop;
  private final Executor later;
  private final Ear ear;

  UdpProbe(
      Discovery discovery, RandomGenerator random, Limits limits, Executor loop, Ear ear) {
    this.discovery = discovery;
    this.random = random;
    this.loop = loop;
    this.later =
        CompletableFuture.delayedExecutor(
            limits.retryAfter().toMillis(), TimeUnit.MILLISECONDS, loop);
    this.ear = ear;
  }

  /** Pings a node in both versions at once. Never fails. */
  CompletableFuture<Pings> ping(Node node) {
    return ping(Version.V4, node)
        .thenCombineAsync(ping(Version.V5, node), (v4, v5) -> new Pings(v4, v5), loop);
  }

  private CompletableFuture<Optional<Pinged>> ping(Version version, Node node) {
    return discovery.ping(version, node).thenApply(Optional::of).exceptionally(e -> Optional.empty());
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
   * Asks a node that has answered a Ping for the nodes it knows. A version in which it was silent
   * gets one Ping more: the packet may have been lost. Never fails.
   */
  CompletableFuture<UdpContact> ask(Node node, Pings pings) {
    Told told = new Told();
    return ask(Version.V4, node, pings.v4(), told)
        .thenCombineAsync(
            ask(Version.V5, node, pings.v5(), told),
            (v4, v5) ->
                new UdpContact(
                    v4.map(UdpProbe::answer), v5.map(UdpProbe::answer), told.all, told.ids.size()),
            loop);
  }

  private static UdpContact.Answer answer(Pinged pinged) {
    return new UdpContact.Answer(
        OptionalLong.of(pinged.rttNanos()),
        pinged.seq() == 0 ? OptionalLong.empty() : OptionalLong.of(pinged.seq()));
  }

  private CompletableFuture<Optional<Pinged>> ask(
      Version version, Node node, Optional<Pinged> pinged, Told told) {
    if (pinged.isEmpty()) {
      return CompletableFuture.supplyAsync(() -> ping(version, node), later)
          .thenCompose(again -> again)
          .thenComposeAsync(
              again ->
                  again.isPresent()
                      ? ask(version, node, again, told)
                      : CompletableFuture.completedFuture(again),
              loop);
    }
    return neighbors(version, node, told).thenApply(done -> pinged);
  }

  private CompletableFuture<Void> neighbors(Version version, Node node, Told told) {
    Neighbors plan =
        version == Version.V4
            ? new Neighbors.OfV4(node, random, ear.isSmall())
            : new Neighbors.OfV5(node, random, ear.isSmall());
    return ask(plan, version, told, true);
  }

  /** Asks until the plan is at its end; one answer that does not come is asked for again. */
  private CompletableFuture<Void> ask(
      Neighbors plan, Version version, Told told, boolean mayRepeat) {
    Optional<CompletableFuture<List<Node>>> request = plan.next(discovery);
    if (request.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    return request
        .get()
        .thenApply(Optional::of)
        .exceptionally(e -> Optional.empty())
        .thenComposeAsync(
            answer -> {
              if (answer.isEmpty()) {
                return mayRepeat
                    ? ask(plan, version, told, false)
                    : CompletableFuture.completedFuture(null);
              }
              told.add(answer.get());
              plan.answered(answer.get(), ear.heard(answer.get(), source(version)));
              return ask(plan, version, told, mayRepeat);
            },
            loop);
  }

  private static Source source(Version version) {
    return version == Version.V4 ? Source.V4 : Source.V5;
  }

  /** Whom one node named. */
  private static final class Told {
    private final Set<NodeId> ids = new HashSet<>();
    private int all;

    void add(List<Node> nodes) {
      all += nodes.size();
      nodes.forEach(n -> ids.add(n.id()));
    }
  }
}
