package io.devp2p.interop.matrix;

import io.devp2p.core.NetworkException;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.Node;
import io.devp2p.discovery.Version;
import io.devp2p.interop.peers.Chain;
import io.devp2p.interop.peers.Launch;
import io.devp2p.interop.peers.Role;
import io.devp2p.interop.peers.RunningPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Two fresh nodes that know nobody else: the one that begins has the other as bootnode and is told
 * to connect to it. All groups that both speak are tried, by what each can be told and shows.
 *
 * @param from who begins
 * @param to whom it turns to
 * @param groups what is to be tried of what they have in common
 * @param chain what both hold, where anybody has one
 * @param work folder for their data and logs
 * @param keys of our nodes
 */
record Pair(
    Entrant from,
    Entrant to,
    Set<Group> groups,
    Optional<SharedChain> chain,
    Path work,
    Supplier<NodeKey> keys) {

  /** The end of a log that goes into a report, in characters. */
  private static final int LOG_END = 6_000;

  /** The same of nodes whose cells are all as they should be. */
  private static final int QUIET_LOG_END = 1_500;

  /** Tries everything; takes from 2 to 90 seconds, and does not fail. */
  Encounter meet() throws InterruptedException {
    long start = System.nanoTime();
    Tries tries = new Tries(from.name(), to.name());
    try (RunningPeer there = start(to, "to", Optional.empty())) {
      try (RunningPeer here = start(from, "from", Optional.of(there.node()))) {
        attempt(here, there, tries);
        alive(from, here, tries);
        alive(to, there, tries);
      } catch (IOException | NetworkException.Unreachable failed) {
        failed(from, failed, tries);
      }
    } catch (IOException failed) {
      failed(to, failed, tries);
    }
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    boolean quiet = tries.all().stream().noneMatch(cell -> cell.outcome().isBad());
    return new Encounter(
        from.name(), to.name(), tries.all(), logs(quiet ? QUIET_LOG_END : LOG_END), took);
  }

  private RunningPeer start(Entrant entrant, String side, Optional<Node> bootnode)
      throws IOException, InterruptedException {
    boolean serves = bootnode.isEmpty() && entrant.serves() && chain.isPresent();
    Launch launch =
        Launch.as(serves ? Role.CHAIN_SERVER : Role.DIALER).joining(bootnode.stream().toList());
    if (chain.isPresent()) {
      Chain genesis = chain.get().atGenesis();
      launch = launch.on(chain.get().folder(), genesis).network(genesis.networkId());
    }
    return entrant.starter().start(work.resolve(side), launch, keys.get(), chain);
  }

  private void attempt(RunningPeer here, RunningPeer there, Tries tries)
      throws InterruptedException, NetworkException.Unreachable {
    // First of all: nodes that have discovered each other connect by themselves, either way.
    if (groups.contains(Group.RLPX) || groups.contains(Group.STATUS)) {
      new PairSession(here, there, Common.eth(from, to).orElseThrow(), chain, tries).fill(groups);
    }
    for (Version version : Version.values()) {
      if (groups.contains(version == Version.V4 ? Group.DISCV4 : Group.DISCV5)) {
        new PairDiscovery(from.claims(), to.claims(), version, here, there, tries).fill();
      }
    }
  }

  /** A node that has ended by itself is a finding, whatever it was asked. */
  private void alive(Entrant entrant, RunningPeer peer, Tries tries) {
    if (!peer.isAlive()) {
      tries.fail(groups.iterator().next(), "alive", entrant.name() + " has ended by itself");
    }
  }

  private void failed(Entrant entrant, Exception why, Tries tries) {
    for (Group group : groups) {
      tries.fail(group, "start", entrant.name() + ": " + Cells.reason(why));
    }
  }

  /** The ends of all that both wrote, by file. */
  private List<Encounter.LogEnd> logs(int limit) {
    Map<String, String> ends = new TreeMap<>();
    for (String side : List.of("from", "to")) {
      Path folder = work.resolve(side);
      try (Stream<Path> files = Files.exists(folder) ? Files.list(folder) : Stream.of()) {
        for (Path file : files.filter(Pair::isLog).toList()) {
          String text = LogEnds.read(file, limit);
          if (!text.isBlank()) {
            ends.put(side + "/" + file.getFileName(), text);
          }
        }
      } catch (IOException unreadable) {
        ends.put(side, "cannot be read: " + unreadable);
      }
    }
    List<Encounter.LogEnd> logs = new ArrayList<>();
    ends.forEach((name, text) -> logs.add(new Encounter.LogEnd(name, text)));
    return logs;
  }

  private static boolean isLog(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".log") || name.endsWith(".out");
  }
}
