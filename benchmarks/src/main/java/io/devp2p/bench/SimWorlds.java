package io.devp2p.bench;

import com.sun.management.OperatingSystemMXBean;
import io.devp2p.lab.sim.HourWorld;
import io.devp2p.lab.sim.SybilWorld;
import io.devp2p.lab.sim.VanishingWorld;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * Simulated networks of the shipped discovery machines at their full size, each with the figure
 * that it must reach. {@code ./mvnw verify} runs them smaller. Every run of a world gives the same
 * trace; only the CPU time, which is that of the whole process, depends on the machine.
 *
 * <pre>
 * SimWorlds hour [nodes]
 * SimWorlds vanish [nodes]
 * SimWorlds sybil [honest sybils]
 * </pre>
 */
public final class SimWorlds {

  private static final int NODES = 1_000;
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int HONEST = 200;
  private static final int SYBILS = 10_000;
  private static final long HOUR_SEED = 1;
  private static final long VANISH_SEED = 71;
  private static final long SYBIL_SEED = 111;

  private SimWorlds() {}

  /** Runs one world. */
  public static void main(String[] args) {
    OperatingSystemMXBean process =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    String line =
        switch (args.length == 0 ? "" : args[0]) {
          case "hour" -> hour(size(args, 1, NODES));
          case "vanish" -> vanish(size(args, 1, NODES));
          case "sybil" -> sybil(size(args, 1, HONEST), size(args, 2, SYBILS));
          default -> throw new IllegalArgumentException("hour, vanish or sybil");
        };
    // After the world, because it is to tell what the world cost.
    System.out.printf("%s; %.1f s of CPU%n", line, process.getProcessCpuTime() / 1e9);
  }

  private static int size(String[] args, int index, int otherwise) {
    return args.length > index ? Integer.parseInt(args[index]) : otherwise;
  }

  private static String hour(int nodes) {
    HourWorld.Result result = HourWorld.run(HOUR_SEED, nodes, HOUR);
    return "sim.hour, %d nodes, seed %d: %s; target: 10 s of CPU for 1,000 nodes"
        .formatted(nodes, HOUR_SEED, result);
  }

  private static String vanish(int nodes) {
    VanishingWorld.Result result = VanishingWorld.run(VANISH_SEED, nodes);
    return "sim.vanish, %d nodes, seed %d: %s; target: 99 %%, reached %.1f %%"
        .formatted(nodes, VANISH_SEED, result, 100.0 * result.found() / result.living());
  }

  private static String sybil(int honest, int sybils) {
    SybilWorld.Result result = SybilWorld.run(SYBIL_SEED, honest, sybils);
    return "sim.sybil, %d honest, %d sybils, seed %d: %s; target: 12 %%, reached %.1f %% and %.1f %%"
        .formatted(
            honest,
            sybils,
            SYBIL_SEED,
            result,
            100.0 * result.sybils() / result.table(),
            100.0 * result.sybilsAfter() / result.tableAfter());
  }
}
