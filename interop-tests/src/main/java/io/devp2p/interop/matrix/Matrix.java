package io.devp2p.interop.matrix;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.interop.peers.Folders;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.tuweni.bytes.Bytes32;

/**
 * Every entrant meets every other, each as the one that begins, and another of its kind. All of it
 * happens on the loopback interface.
 *
 * @param groups what is tried
 * @param seed of the order and of our keys; those of others are their own
 * @param jobs how many pairs meet at a time
 * @param work folder for data and logs while a pair meets
 */
public record Matrix(Set<Group> groups, long seed, int jobs, Path work) {

  public Matrix {
    groups = EnumSet.copyOf(groups);
  }

  /**
   * Holds all meetings. Blocking.
   *
   * @param progress hears of each meeting when it has ended
   * @throws IOException if the folder cannot be used
   */
  public MatrixReport run(
      List<Entrant> entrants, List<MatrixReport.Absent> absent, Consumer<Progress> progress)
      throws IOException, InterruptedException {
    Instant at = Instant.now();
    long start = System.nanoTime();
    Optional<SharedChain> chain = SharedChain.of(entrants, work);
    try {
      List<Encounter> encounters = meet(pairs(entrants, chain), progress);
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      List<String> order = entrants.stream().map(Entrant::name).toList();
      List<Encounter> sorted = new ArrayList<>(encounters);
      sorted.sort(
          Comparator.comparingInt((Encounter e) -> order.indexOf(e.from()))
              .thenComparingInt(e -> order.indexOf(e.to())));
      return new MatrixReport(
          at, took, seed, chain.map(SharedChain::release), entrants, absent, sorted);
    } finally {
      if (chain.isPresent()) {
        chain.get().close();
      }
    }
  }

  /** A meeting that has ended: the how many it was, of how many. */
  public record Progress(Encounter encounter, int ended, int of) {}

  private List<Pair> pairs(List<Entrant> entrants, Optional<SharedChain> chain) {
    List<Pair> pairs = new ArrayList<>();
    for (Entrant from : entrants) {
      for (Entrant to : entrants) {
        Set<Group> common = EnumSet.noneOf(Group.class);
        common.addAll(Common.groups(from, to));
        common.retainAll(groups);
        if (chain.isEmpty()) { // nobody can send a Status
          common.retainAll(EnumSet.of(Group.DISCV4, Group.DISCV5));
        }
        if (!common.isEmpty()) {
          Path folder = work.resolve(from.name() + "--" + to.name());
          pairs.add(new Pair(from, to, common, chain, folder, keys(pairs.size())));
        }
      }
    }
    Collections.shuffle(pairs, new Random(seed));
    return pairs;
  }

  private Supplier<NodeKey> keys(int pair) {
    Random random = new Random(seed ^ pair);
    return () -> {
      byte[] secret = new byte[Bytes32.SIZE];
      random.nextBytes(secret);
      secret[0] = 1; // below the order of the curve
      return NodeKey.of(Bytes32.wrap(secret));
    };
  }

  /** Machines are busy: a meeting that failed is held once more, and both are in the report. */
  private static Encounter twice(Pair pair) throws IOException, InterruptedException {
    Encounter first = pair.meet();
    if (first.isContent()) {
      return first;
    }
    Folders.delete(pair.work());
    return pair.meet().after(first);
  }

  private List<Encounter> meet(List<Pair> pairs, Consumer<Progress> progress)
      throws IOException, InterruptedException {
    List<Encounter> ended = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(jobs)) {
      List<Callable<Encounter>> tasks = new ArrayList<>();
      for (Pair pair : pairs) {
        tasks.add(() -> {
          Encounter encounter = twice(pair);
          Folders.delete(pair.work());
          synchronized (ended) {
            ended.add(encounter);
            progress.accept(new Progress(encounter, ended.size(), pairs.size()));
          }
          return encounter;
        });
      }
      for (Future<Encounter> future : pool.invokeAll(tasks)) {
        future.get();
      }
      return ended;
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof IOException io) {
        throw io;
      }
      throw new IllegalStateException("BUG: a meeting failed", failed.getCause());
    }
  }
}
