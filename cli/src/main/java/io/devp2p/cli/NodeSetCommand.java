package io.devp2p.cli;

import io.devp2p.core.node.Enode;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.crawler.NodeSet;
import io.devp2p.crawler.NodeSetEntry;
import io.devp2p.crawler.NodesJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.Inet4Address;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code devp2p nodeset}: node set files as go-ethereum's tool has them. */
@Command(
    name = "nodeset",
    description = "Looks into node sets (nodes.json).",
    subcommands = NodeSetFilterVerb.class)
final class NodeSetCommand {

  @Spec CommandSpec spec;

  @Command(name = "info", description = "Counts the nodes and the entries of their records.")
  int info(
      @Parameters(paramLabel = "<nodes.json>") Path file,
      @Option(names = "--strict", description = "refuse the whole file for one bad entry")
          boolean strict,
      @Option(names = "--json", description = "print one JSON object") boolean json)
      throws IOException {
    NodeSet set = strict ? NodesJson.readStrict(file) : NodesJson.read(file);
    set.refused()
        .forEach(r ->
            spec.commandLine()
                .getErr()
                .println("devp2p: " + file + ": " + r.id() + ": " + r.why()));
    Map<String, Integer> attributes = new TreeMap<>();
    for (NodeSetEntry entry : set.entries().values()) {
      attributes(entry.known()).forEach(key -> attributes.merge(key, 1, Integer::sum));
    }
    print(spec.commandLine().getOut(), set, attributes, json);
    return set.refused().isEmpty() ? Exit.OK : Exit.FINDINGS;
  }

  /** A node that is known by its URL counts as the record that go-ethereum makes of the URL. */
  private static Set<String> attributes(NodeSetEntry.Known known) {
    return switch (known) {
      case NodeSetEntry.Known.Signed(NodeRecord record) -> record.pairs().keySet();
      case NodeSetEntry.Known.ByUrl(Enode url) -> {
        Set<String> keys = new TreeSet<>(Set.of("secp256k1"));
        url.endpoint().ifPresent(e -> keys.add(e.address() instanceof Inet4Address ? "ip" : "ip6"));
        if (url.udp() != 0) {
          keys.add("udp");
        }
        if (url.tcp() != 0) {
          keys.add("tcp");
        }
        yield keys;
      }
    };
  }

  private static void print(
      PrintWriter out, NodeSet set, Map<String, Integer> attributes, boolean json) {
    if (json) {
      out.println(
          JsonLine.of(o -> {
            o.writeNumberField("nodes", set.entries().size());
            o.writeNumberField("refused", set.refused().size());
            o.writeObjectFieldStart("attributes");
            for (Map.Entry<String, Integer> attribute : attributes.entrySet()) {
              o.writeNumberField(attribute.getKey(), attribute.getValue());
            }
            o.writeEndObject();
          }));
      return;
    }
    out.println("Set contains " + set.entries().size() + " nodes.");
    out.println("ENR attribute counts:");
    int width = attributes.keySet().stream().mapToInt(String::length).max().orElse(0);
    attributes.forEach(
        (key, count) -> out.println(" ".repeat(width - key.length() + 1) + key + ": " + count));
  }
}
