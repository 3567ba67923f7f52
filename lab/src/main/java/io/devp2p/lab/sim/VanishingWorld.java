package io.devp2p.lab.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A network of which half is gone at once: do those who live still find each other? */
public final class VanishingWorld {

  /** Tables are full by then. */
  private static final Duration BEFORE = Duration.ofMinutes(3);

  /** Lookups for the living go on for so long after the others are gone. */
  private static final Duration AFTER = Duration.ofMinutes(10);

  private VanishingWorld() {}

  /**
   * What came of it.
   *
   * @param living nodes that are left, each of which was sought once
   * @param found those that were found
   * @param traceHash the same for the same seed
   */
  public record Result(int living, int found, long traceHash) {
    @Override
    public String toString() {
      return "%d of %d living found, trace %016x".formatted(found, living, traceHash);
    }
  }

  /** Runs the world. */
  public static Result run(long seed, int size) {
    SimWorld world = new SimWorld(seed);
    List<SimPeer> all = new ArrayList<>(world.join(0, size, Duration.ofMinutes(1), c -> c));
    world.net().run(BEFORE);
    Collections.shuffle(all, world.random());
    List<SimPeer> living = all.subList(0, size / 2);
    all.subList(size / 2, size).forEach(peer -> peer.host().detach());
    long began = world.net().now();
    int found = 0;
    for (int i = 0; i < living.size(); i++) {
      long due = began + AFTER.toNanos() * i / living.size();
      world.net().run(Duration.ofNanos(Math.max(0, due - world.net().now())));
      SimPeer sought = living.get(i);
      found += world.finds(world.anyBut(sought, living), sought) ? 1 : 0;
    }
    return new Result(living.size(), found, world.net().traceHash());
  }
}
