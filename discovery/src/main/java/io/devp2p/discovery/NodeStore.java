package io.devp2p.discovery;

import io.devp2p.core.crypto.Secp256k1;
import io.devp2p.core.node.Node;
import io.devp2p.discovery.store.MemoryStore;
import io.devp2p.discovery.store.NodeFile;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/**
 * What discovery keeps over restarts: nodes that have answered, and small facts by name. A host may
 * bring its own; {@link NodeFile} is one in a file. Thread-safe. No method waits for a disk, except
 * {@link #close}; each may be called on the loop.
 */
public interface NodeStore extends AutoCloseable {

  /** Bytes of a fact's name in UTF-8: what a DNS name may have (RFC 1035, 2.3.4). */
  int NAME = 255;

  /**
   * A node that answered a request of ours at its endpoint.
   *
   * @param answered by which versions it did, since we know it; not empty
   * @param at when it did last, by the wall clock
   */
  record Sighting(Node node, Set<Version> answered, Instant at) {
    public Sighting {
      answered = Set.copyOf(answered);
      if (answered.isEmpty()) {
        throw new IllegalArgumentException("a node that never answered was not seen");
      }
    }
  }

  /**
   * Keeps a node, in place of what was kept of it before. It may be lost if the process ends soon
   * after; it must be forgotten when it has not been seen for some days, and when too many of its
   * network are kept: what is drawn here must not be what one operator put in.
   */
  void saw(Sighting sighting);

  /**
   * Some of the nodes that are kept, by chance, each at most once.
   *
   * @param curve verifies their records
   */
  List<Sighting> draw(Secp256k1 curve, int atMost, RandomGenerator random);

  /**
   * Keeps a fact, in place of the one of this name. {@link #recall} gives it from now on.
   *
   * @param name at most {@value #NAME} bytes of UTF-8, by convention with the owner first: {@code
   *     dns/...}
   * @return completes when the fact outlives the process and a power failure; fails with {@link
   *     java.io.IOException} where it cannot be kept
   */
  CompletableFuture<Void> remember(String name, long value);

  /** The fact of this name. */
  OptionalLong recall(String name);

  /** Writes what is not written yet. Harmless twice. What is kept afterwards is lost. */
  @Override
  void close();

  /** A store that ends with the process. */
  static NodeStore inMemory(InstantSource clock) {
    return new MemoryStore(clock);
  }
}
