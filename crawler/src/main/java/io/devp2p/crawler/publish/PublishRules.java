package io.devp2p.crawler.publish;

import io.devp2p.core.node.NodeId;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.crawler.NodeFilter;
import io.devp2p.crawler.NodeSetEntry;
import io.devp2p.discovery.dns.Unfit;
import io.devp2p.discovery.guard.AddressPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which nodes of a set go into a list that is published: those that were there for long, that
 * somebody can dial, and few of each network, so that nobody fills the list by showing up.
 *
 * @param addresses the addresses that may be published
 * @param probes checks that a node must have passed
 * @param age how long it must have answered
 * @param perPrefix most nodes of one /24 or /48
 * @param network what else is asked of a node, for example its fork
 */
public record PublishRules(
    AddressPolicy addresses,
    long probes,
    Duration age,
    int perPrefix,
    Predicate<NodeSetEntry> network) {

  /**
   * A node that is left out.
   *
   * @param why one English sentence part about it
   */
  public record Refused(NodeId id, String why) {}

  /**
   * What becomes of a set.
   *
   * @param chosen the records to publish
   * @param refused those that are left out, and why
   */
  public record Selection(List<NodeRecord> chosen, List<Refused> refused) {

    /** A selection; the lists are copied. */
    public Selection {
      chosen = List.copyOf(chosen);
      refused = List.copyOf(refused);
    }
  }

  /** Chooses. The same set always gives the same selection. */
  public Selection select(Collection<NodeSetEntry> entries) {
    List<Refused> refused = new ArrayList<>();
    List<NodeSetEntry> fit = new ArrayList<>();
    for (NodeSetEntry entry : entries) {
      Optional<String> why = unfit(entry);
      why.ifPresent(reason -> refused.add(new Refused(entry.id(), reason)));
      if (why.isEmpty()) {
        fit.add(entry);
      }
    }
    List<NodeSetEntry> chosen = NodeFilter.perPrefix(fit, perPrefix);
    Set<NodeId> ids = new HashSet<>(chosen.stream().map(NodeSetEntry::id).toList());
    fit.stream()
        .filter(entry -> !ids.contains(entry.id()))
        .forEach(entry -> refused.add(new Refused(entry.id(), "others of its network are taken")));
    return new Selection(chosen.stream().flatMap(e -> record(e).stream()).toList(), refused);
  }

  private Optional<String> unfit(NodeSetEntry entry) {
    Optional<NodeRecord> record = record(entry);
    if (record.isEmpty()) {
      return Optional.of("it has no record");
    }
    Optional<Unfit> unfit = Unfit.of(record.get(), addresses);
    if (unfit.isPresent()) {
      return unfit.map(Unfit::reason);
    }
    if (!NodeFilter.probes(probes).test(entry)) {
      return Optional.of("it passed fewer than " + probes + " checks");
    }
    if (!NodeFilter.answeredFor(age).test(entry)) {
      return Optional.of("it has not been there for long enough");
    }
    return network.test(entry) ? Optional.empty() : Optional.of("it is of another network or fork");
  }

  private static Optional<NodeRecord> record(NodeSetEntry entry) {
    return entry.known() instanceof NodeSetEntry.Known.Signed(NodeRecord record)
        ? Optional.of(record)
        : Optional.empty();
  }
}
