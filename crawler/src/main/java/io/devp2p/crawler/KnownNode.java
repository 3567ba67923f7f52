package io.devp2p.crawler;

import io.devp2p.core.crypto.PublicKey;
import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.Enode;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import io.devp2p.core.node.NodeRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All that was told of a node, by itself or by others. Immutable.
 *
 * @param record the newest record
 * @param endpoints addresses in the order in which they are tried, at most {@link #MAX_ENDPOINTS}:
 *     those of the record first, then those that were told without a record
 * @param sources who told of it
 */
public record KnownNode(
    NodeId id,
    PublicKey key,
    Optional<NodeRecord> record,
    List<Endpoint> endpoints,
    Set<Source> sources) {

  /** A record has two; what peers claim beyond that must not make us knock at many doors. */
  public static final int MAX_ENDPOINTS = 4;

  public KnownNode {
    endpoints = List.copyOf(endpoints);
    sources = sources.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(sources));
  }

  /** A node as it is first heard of. */
  public static KnownNode of(Node node, Source source) {
    List<Endpoint> endpoints =
        node.record().map(NodeRecord::endpoints).orElseGet(() -> List.of(node.endpoint()));
    return new KnownNode(node.id(), node.key(), node.record(), endpoints, Set.of(source));
  }

  /** A node as an operator's file names it. */
  public static KnownNode of(NodeSetEntry.Known known) {
    return switch (known) {
      case NodeSetEntry.Known.Signed(NodeRecord record) ->
          new KnownNode(
              record.id(),
              record.publicKey(),
              Optional.of(record),
              record.endpoints(),
              Set.of(Source.INPUT));
      case NodeSetEntry.Known.ByUrl(Enode url) ->
          new KnownNode(
              known.id(),
              url.key(),
              Optional.empty(),
              url.endpoint().stream().toList(),
              Set.of(Source.INPUT));
    };
  }

  /** This node with what another sighting adds: the newest record wins. */
  public KnownNode with(Node sighting, Source source) {
    boolean newer =
        sighting.record().isPresent()
            && record.map(own -> sighting.record().get().isNewerThan(own)).orElse(true);
    Optional<NodeRecord> newest = newer ? sighting.record() : record;
    List<Endpoint> all = new ArrayList<>(newest.map(NodeRecord::endpoints).orElse(List.of()));
    if (!newer || record.isEmpty()) {
      endpoints.forEach(e -> addUnlessKnown(all, e));
    }
    if (sighting.record().isEmpty()) {
      addUnlessKnown(all, sighting.endpoint());
    }
    Set<Source> by = EnumSet.of(source);
    by.addAll(sources);
    List<Endpoint> bounded = all.subList(0, Math.min(all.size(), MAX_ENDPOINTS));
    return new KnownNode(id, key, newest, bounded, by);
  }

  private static void addUnlessKnown(List<Endpoint> all, Endpoint endpoint) {
    boolean known =
        all.stream()
            .anyMatch(e -> e.address().equals(endpoint.address()) && e.udp() == endpoint.udp());
    if (!known) {
      all.add(endpoint);
    }
  }

  /** The node at one of its addresses, as discovery takes it. */
  public Node at(Endpoint endpoint) {
    return new Node(id, key, endpoint, record);
  }

  /** The node as a node set names it. */
  public NodeSetEntry.Known known() {
    if (record.isPresent()) {
      return new NodeSetEntry.Known.Signed(record.get());
    }
    Enode url =
        endpoints.isEmpty()
            ? new Enode(key, Optional.empty(), 0, 0)
            : Enode.of(key, endpoints.getFirst());
    return new NodeSetEntry.Known.ByUrl(url);
  }
}
