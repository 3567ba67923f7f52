package io.devp2p.crawler;

import io.devp2p.core.node.NodeId;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What a crawl found, counted over the latest visit of each node. Immutable.
 *
 * @param seen nodes that are known, visited or not
 * @param findings the latest visit of each visited node
 */
public record Census(int seen, Map<NodeId, Finding> findings) {

  /** Rows of a table of the summary: what follows are single nodes. */
  private static final int ROWS = 12;

  /** Longest name of a client that is shown. */
  private static final int NAME = 32;

  public Census {
    findings = Map.copyOf(findings);
  }

  /** The census of a store. */
  public static Census of(Collection<StoredNode> nodes) {
    return new Census(
        nodes.size(),
        nodes.stream()
            .flatMap(n -> n.last().stream())
            .collect(Collectors.toMap(Finding::id, Function.identity())));
  }

  /** Nodes that answered discovery, or the handshake of a dial. */
  public int answered() {
    return count(Finding::answered);
  }

  /** Nodes whose TCP port was tried. */
  public int dialed() {
    return count(Finding::dialed);
  }

  /** Nodes that sent a Hello. */
  public int hello() {
    return count(f -> f.client().isPresent());
  }

  /** Nodes that sent a Status. */
  public int status() {
    return count(f -> f.outcome() == Outcome.STATUS);
  }

  private int count(Predicate<Finding> what) {
    return (int) findings.values().stream().filter(what).count();
  }

  /** Nodes by outcome, in the order of the enum; outcomes without nodes are left out. */
  public Map<Outcome, Integer> outcomes() {
    Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    findings.values().forEach(f -> counts.merge(f.outcome(), 1, Integer::sum));
    return counts;
  }

  /** Nodes by the name in their client id, lower case, most frequent first. */
  public Map<String, Integer> clients() {
    return table(f -> f.client().map(Census::clientName));
  }

  /** Nodes by negotiated eth version, as "eth/69". */
  public Map<String, Integer> ethVersions() {
    return table(f -> f.eth().isPresent() ? some("eth/" + f.eth().getAsInt()) : Optional.empty());
  }

  /** Nodes by network id and fork hash, as "1 0x07c9462e". Only nodes whose Status was read. */
  public Map<String, Integer> networks() {
    return table(f ->
        f.networkId().isPresent()
            ? f.forkId()
                .map(k -> Long.toUnsignedString(f.networkId().getAsLong()) + " " + k.hashHex())
            : Optional.empty());
  }

  /** Nodes by the discovery protocols they answered, as "v4", "v5", "v4+v5". */
  public Map<String, Integer> discovery() {
    return table(f ->
        f.v4() && f.v5()
            ? some("v4+v5")
            : f.v4() ? some("v4") : f.v5() ? some("v5") : Optional.empty());
  }

  private static Optional<String> some(String text) {
    return Optional.of(text);
  }

  /** The first part of a client id, in lower case; the peer wrote it. */
  static String clientName(String clientId) {
    String name = clientId.strip().toLowerCase(Locale.ROOT).split("[/ ]", 2)[0];
    return name.isEmpty() ? "(none)" : name.substring(0, Math.min(name.length(), NAME));
  }

  private Map<String, Integer> table(Function<Finding, Optional<String>> key) {
    SortedMap<String, Integer> counts = new TreeMap<>();
    findings.values().forEach(f -> key.apply(f).ifPresent(k -> counts.merge(k, 1, Integer::sum)));
    Map<String, Integer> sorted = new LinkedHashMap<>();
    counts.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .forEach(e -> sorted.put(e.getKey(), e.getValue()));
    return sorted;
  }

  /** The summary as text, each line ended. */
  public String text() {
    StringBuilder out = new StringBuilder();
    out.append(
        String.format(
            Locale.ROOT,
            "seen %d  answered %d  dialed %d  Hello %d  Status %d%n",
            seen,
            answered(),
            dialed(),
            hello(),
            status()));
    Map<String, Integer> byName = new LinkedHashMap<>();
    outcomes().forEach((outcome, n) -> byName.put(outcome.name(), n));
    append(out, "outcome", byName, byName.size());
    append(out, "client", clients(), ROWS);
    append(out, "eth version", ethVersions(), ROWS);
    append(out, "network, fork", networks(), ROWS);
    append(out, "discovery", discovery(), ROWS);
    return out.toString();
  }

  private static void append(StringBuilder out, String title, Map<String, Integer> rows, int most) {
    if (rows.isEmpty()) {
      return;
    }
    out.append(String.format(Locale.ROOT, "%n%s%n", title));
    rows.entrySet().stream()
        .limit(most)
        .forEach(
            e -> out.append(String.format(Locale.ROOT, "%8d  %s%n", e.getValue(), e.getKey())));
    if (rows.size() > most) {
      int rest = rows.values().stream().skip(most).mapToInt(Integer::intValue).sum();
      out.append(String.format(Locale.ROOT, "%8d  in %d more%n", rest, rows.size() - most));
    }
  }
}
