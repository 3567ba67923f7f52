package io.devp2p.cli;

import io.devp2p.crawler.NodeFilter;
import io.devp2p.crawler.NodeSet;
import io.devp2p.crawler.NodeSetEntry;
import io.devp2p.crawler.NodesJson;
import io.devp2p.discovery.guard.Cidr;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nodeset filter}: what all filters take, as a node set on standard output. */
@Command(name = "filter", description = "Prints the nodes of a node set that all filters take.")
final class NodeSetFilterVerb implements Callable<Integer> {

  @Spec CommandSpec spec;
  @Mixin ForkOptions forks;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "the N nodes of the highest score, after the other filters")
  Integer limit = -1;

  @Option(names = "--ip", paramLabel = "CIDR", description = "at an address of this range")
  List<String> ranges = List.of();

  @Option(
      names = "--min-age",
      paramLabel = "DURATION",
      converter = DurationArgument.class,
      description = "last response at least so long after the first")
  List<Duration> ages = List.of();

  @Option(names = "--les-server", description = "with a les entry in the record")
  boolean les;

  @Option(names = "--snap", description = "with a snap entry in the record")
  boolean snap;

  @Option(names = "--dialable", description = "with a TCP or QUIC port")
  boolean dialable;

  @Option(names = "--family", paramLabel = "4|6", description = "with an address of this family")
  List<String> families = List.of();

  @Option(
      names = "--seen-since",
      paramLabel = "DURATION",
      converter = DurationArgument.class,
      description = "last response so long ago at most")
  List<Duration> seen = List.of();

  @Option(names = "--probes", paramLabel = "N", description = "with a score of at least N")
  List<Long> probes = List.of();

  @Option(
      names = "--per-prefix",
      paramLabel = "N",
      description = "the N nodes of the highest score of each /24 or /48")
  OptionalInt perPrefix = OptionalInt.empty();

  @Option(names = "--strict", description = "refuse the whole file for one bad entry")
  boolean strict;

  @Option(names = "--json", description = "print one JSON object for each node")
  boolean json;

  @Parameters(paramLabel = "<nodes.json>")
  Path file;

  @Override
  public Integer call() throws IOException {
    Predicate<NodeSetEntry> filter = filter(Instant.now());
    NodeSet set = strict ? NodesJson.readStrict(file) : NodesJson.read(file);
    PrintWriter err = spec.commandLine().getErr();
    set.refused().forEach(r -> err.println("devp2p: " + file + ": " + r.id() + ": " + r.why()));
    List<NodeSetEntry> taken = set.entries().values().stream().filter(filter).toList();
    if (perPrefix.isPresent()) {
      taken = NodeFilter.perPrefix(taken, perPrefix.getAsInt());
    }
    if (limit >= 0) {
      taken = NodeFilter.best(taken, limit);
    }
    print(taken);
    return set.refused().isEmpty() ? Exit.OK : Exit.FINDINGS;
  }

  private void print(List<NodeSetEntry> taken) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      taken.stream()
          .sorted((a, b) -> a.id().bytes().compareTo(b.id().bytes()))
          .forEach(entry -> out.println(line(entry)));
    } else {
      out.print(NodesJson.render(taken)); // go-ethereum ends without a newline
      out.flush();
    }
  }

  private static String line(NodeSetEntry entry) {
    return JsonLine.of(o -> {
      o.writeStringField("id", entry.id().toString());
      o.writeFieldName("seq");
      o.writeNumber(Long.toUnsignedString(entry.seq()));
      o.writeStringField("record", entry.known().toString());
      o.writeNumberField("score", entry.history().score());
    });
  }

  private Predicate<NodeSetEntry> filter(Instant now) {
    List<Predicate<NodeSetEntry>> all = new ArrayList<>(List.of(forks.filter(now)));
    ranges.forEach(range -> all.add(NodeFilter.in(range("--ip", range))));
    ages.forEach(age -> all.add(NodeFilter.answeredFor(age)));
    seen.forEach(age -> all.add(NodeFilter.answeredWithin(age, now)));
    probes.forEach(n -> all.add(NodeFilter.probes(n)));
    families.forEach(family -> all.add(NodeFilter.family(family(family))));
    if (les) {
      all.add(NodeFilter.list("les"));
    }
    if (snap) {
      all.add(NodeFilter.list("snap"));
    }
    if (dialable) {
      all.add(NodeFilter.dialable());
    }
    return entry -> all.stream().allMatch(one -> one.test(entry));
  }

  private static int family(String text) {
    return switch (text) {
      case "4" -> 4;
      case "6" -> 6;
      default -> throw new Failure(Exit.USAGE, "--family: 4 or 6 is expected");
    };
  }

  private static Cidr range(String flag, String text) {
    try {
      return Cidr.parse(text);
    } catch (IllegalArgumentException malformed) {
      throw new Failure(Exit.USAGE, flag + ": " + malformed.getMessage());
    }
  }
}
