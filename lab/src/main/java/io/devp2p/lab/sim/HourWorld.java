package io.devp2p.lab.sim;

import java.time.Duration;
import java.util.List;

/** A network that nothing happens to: what does it cost to keep it? */
public final class HourWorld {

  private static final Duration JOINING = Duration.ofMinutes(1);

  private HourWorld() {}

  /**
   * What came of it.
   *
   * @param datagrams that were sent
   * @param alive nodes that answered, in the table of a node, on average
   * @param traceHash the same for the same seed
   */
  public record Result(long datagrams, int alive, long traceHash) {
    @Override
    public String toString() {
      return "%,d datagrams, %d alive in a table, trace %016x"
          .formatted(datagrams, alive, traceHash);
    }
  }

  /** Runs the world. */
  public static Result run(long seed, int size, Duration time) {
    SimWorld world = new SimWorld(seed);
    List<SimPeer> all = world.join(0, size, JOINING, c -> c);
    world.net().run(time.minus(JOINING));
    int alive = all.stream().mapToInt(peer -> peer.machine().alive().size()).sum();
    return new Result(world.net().sent(), alive / size, world.net().traceHash());
  }
}
