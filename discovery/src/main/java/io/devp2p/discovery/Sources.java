package io.devp2p.discovery;

import io.devp2p.core.crypto.Secp256k1;
import io.devp2p.core.node.Node;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** The sources of candidates: those that discovery has of its own, beside those of the config. */
final class Sources {

  /** A source that a function is. */
  private record Of(String name, Function<Integer, CompletableFuture<List<Node>>> nodes)
      implements NodeSource {
    @Override
    public CompletableFuture<List<Node>> next(int atMost) {
      return nodes.apply(atMost);
    }
  }

  private Sources() {}

  static List<NodeSource> all(Discovery discovery, DiscoveryConfig config, Secp256k1 curve) {
    RandomGenerator random = new SecureRandom(); // which any thread may use
    List<NodeSource> all = new ArrayList<>(config.sources());
    all.add(walks(discovery, random));
    config.store().ifPresent(kept -> all.add(store(kept, curve, random)));
    if (!config.bootnodes().isEmpty()) {
      all.add(bootnodes(config.bootnodes(), random));
    }
    return all;
  }

  /**
   * The network itself: walks to random places of it, and asks the nodes there for their records.
   */
  private static NodeSource walks(Discovery discovery, RandomGenerator random) {
    return new Of(
        "walk",
        atMost ->
            discovery
                .lookup(Target.random(random))
                .thenCompose(found -> withRecords(discovery, found)));
  }

  /** discv4 finds nodes without their records, which most filters need. */
  private static CompletableFuture<List<Node>> withRecords(Discovery discovery, List<Node> found) {
    List<CompletableFuture<Node>> nodes =
        found.stream().map(node -> withRecord(discovery, node)).toList();
    return CompletableFuture.allOf(nodes.toArray(CompletableFuture[]::new))
        .thenApply(all -> nodes.stream().map(CompletableFuture::join).toList());
  }

  private static CompletableFuture<Node> withRecord(Discovery discovery, Node node) {
    return node.record().isPresent()
        ? CompletableFuture.completedFuture(node)
        : discovery
            .requestRecord(Version.V4, node)
            .thenApply(node::with)
            .exceptionally(silent -> node);
  }

  /** What is kept of earlier runs, by chance. Records are verified on a thread of its own. */
  private static NodeSource store(NodeStore store, Secp256k1 curve, RandomGenerator random) {
    return new Of(
        "store",
        atMost ->
            CompletableFuture.supplyAsync(
                () ->
                    store.draw(curve, atMost, random).stream()
                        .map(NodeStore.Sighting::node)
                        .toList(),
                work -> Thread.ofVirtual().name("devp2p-store").start(work)));
  }

  /** The boot nodes, in random order. */
  private static NodeSource bootnodes(List<Node> bootnodes, RandomGenerator random) {
    List<Node> left = new ArrayList<>();
    return new Of(
        "bootnodes",
        atMost -> {
          if (left.isEmpty()) {
            left.addAll(bootnodes);
            Collections.shuffle(left, Random.from(random));
          }
          List<Node> next = left.subList(0, Math.min(atMost, left.size()));
          List<Node> given = List.copyOf(next);
          next.clear();
          return CompletableFuture.completedFuture(given);
        });
  }
}
