package io.devp2p.crawler;

import io.devp2p.core.node.ForkId;
import io.devp2p.core.node.ForkSchedule;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.dns.RecordPorts;
import io.devp2p.discovery.guard.AddressPolicy;
import io.devp2p.discovery.guard.Cidr;
import io.devp2p.discovery.guard.Prefix;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.tuweni.bytes.Bytes;

/**
 * What to take of a node set. Those that go-ethereum's tool has judge as it does ({@code
 * cmd/devp2p/nodesetcmd.go}). Pure; any thread.
 */
public final class NodeFilter {

  /** The order in which nodes are chosen where not all are: the highest score first, then by id. */
  private static final Comparator<NodeSetEntry> BEST_FIRST =
      Comparator.<NodeSetEntry>comparingLong(entry -> entry.history().score())
          .reversed()
          .thenComparing(entry -> entry.id().bytes());

  /** A block that no chain has reached, above any number of a fork. */
  private static final long ANY_BLOCK = -1;

  private NodeFilter() {}

  /** Which fork a node must be at. */
  public enum Fork {
    /** The current one. */
    CURRENT,
    /** The current one, and it knows the next one if there is any. */
    READY,
    /** Any of the network, past ones included. */
    ANY
  }

  /** Its address, the one that reaches farthest, lies in a range. */
  public static Predicate<NodeSetEntry> in(Cidr range) {
    return entry -> address(entry).filter(range::contains).isPresent();
  }

  /** It answered over at least so long. */
  public static Predicate<NodeSetEntry> answeredFor(Duration age) {
    return entry -> {
      History history = entry.history();
      Duration since =
          Duration.between(
              history.firstResponse().orElse(NodesJson.NEVER),
              history.lastResponse().orElse(NodesJson.NEVER));
      return since.compareTo(age) >= 0;
    };
  }

  /** It answered within so long before now. */
  public static Predicate<NodeSetEntry> answeredWithin(Duration age, Instant now) {
    return entry ->
        entry.history().lastResponse().filter(at -> !at.isBefore(now.minus(age))).isPresent();
  }

  /** It passed at least so many checks, as far as failed ones do not count against it. */
  public static Predicate<NodeSetEntry> probes(long passed) {
    return entry -> entry.history().score() >= passed;
  }

  /**
   * Its record names a fork id that fits a network whose head is its genesis block: a fork that
   * passed long ago fits too.
   */
  public static Predicate<NodeSetEntry> network(ForkSchedule forks) {
    return withFork(id -> forks.check(id, 0, 0) == ForkSchedule.Verdict.COMPATIBLE);
  }

  /** Its record names a fork id that is right now. All block forks are taken to have passed. */
  public static Predicate<NodeSetEntry> fork(ForkSchedule forks, Fork wanted, Instant now) {
    ForkId current = forks.forkId(ANY_BLOCK, now.getEpochSecond());
    return switch (wanted) {
      case CURRENT -> withFork(id -> id.hash() == current.hash());
      case READY -> withFork(current::equals);
      case ANY -> network(forks);
    };
  }

  private static Predicate<NodeSetEntry> withFork(Predicate<ForkId> right) {
    return entry -> record(entry).flatMap(NodeRecord::eth).filter(right).isPresent();
  }

  /** Its record has an entry of this key that is a list. */
  public static Predicate<NodeSetEntry> list(String key) {
    return entry ->
        record(entry).flatMap(record -> record.entry(key)).filter(NodeFilter::isList).isPresent();
  }

  private static boolean isList(Bytes rlp) {
    return (rlp.get(0) & 0xff) >= 0xc0;
  }

  /** It has a TCP or QUIC port. */
  public static Predicate<NodeSetEntry> dialable() {
    return entry ->
        switch (entry.known()) {
          case NodeSetEntry.Known.Signed(NodeRecord record) -> RecordPorts.dialable(record);
          case NodeSetEntry.Known.ByUrl byUrl -> byUrl.url().tcp() != 0;
        };
  }

  /** It has an address of this family: 4 or 6. */
  public static Predicate<NodeSetEntry> family(int family) {
    int bytes = family == 4 ? 4 : 16;
    return entry ->
        entry.known().nodes().stream()
            .anyMatch(node -> node.endpoint().address().getAddress().length == bytes);
  }

  /** The best nodes, at most so many. */
  public static List<NodeSetEntry> best(Collection<NodeSetEntry> entries, int count) {
    return entries.stream().sorted(BEST_FIRST).limit(count).toList();
  }

  /**
   * The best nodes of each network, a /24 or /48; all of those that are local. Nodes without
   * address are of no network and are left out.
   */
  public static List<NodeSetEntry> perPrefix(Collection<NodeSetEntry> entries, int count) {
    Map<Prefix, Integer> taken = new HashMap<>();
    List<NodeSetEntry> chosen = new ArrayList<>();
    for (NodeSetEntry entry : entries.stream().sorted(BEST_FIRST).toList()) {
      List<InetAddress> addresses =
          entry.known().nodes().stream().map(node -> node.endpoint().address()).toList();
      List<Prefix> counted =
          addresses.stream().filter(a -> !AddressPolicy.isLocal(a)).map(Prefix::of).toList();
      if (!addresses.isEmpty()
          && counted.stream().allMatch(prefix -> taken.getOrDefault(prefix, 0) < count)) {
        counted.forEach(prefix -> taken.merge(prefix, 1, Integer::sum));
        chosen.add(entry);
      }
    }
    return chosen;
  }

  private static Optional<InetAddress> address(NodeSetEntry entry) {
    return entry.known().nodes().stream().findFirst().map(node -> node.endpoint().address());
  }

  private static Optional<NodeRecord> record(NodeSetEntry entry) {
    return entry.known() instanceof NodeSetEntry.Known.Signed(NodeRecord record)
        ? Optional.of(record)
        : Optional.empty();
  }
}
