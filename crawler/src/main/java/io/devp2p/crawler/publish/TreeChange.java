package io.devp2p.crawler.publish;

import io.devp2p.core.node.NodeId;
import io.devp2p.core.node.NodeRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What is other in one tree than in the one before it.
 *
 * @param added nodes that were not there
 * @param removed nodes that are not there any more
 * @param changed nodes with another record
 * @param before how many nodes there were
 * @param after how many nodes there are
 */
public record TreeChange(
    List<NodeId> added, List<NodeId> removed, List<NodeId> changed, int before, int after) {

  /** A change; the lists are copied. */
  public TreeChange {
    added = List.copyOf(added);
    removed = List.copyOf(removed);
    changed = List.copyOf(changed);
  }

  /** Compares two trees by their records, one for each node. */
  public static TreeChange between(Collection<NodeRecord> before, Collection<NodeRecord> after) {
    Map<NodeId, NodeRecord> old = byId(before);
    Map<NodeId, NodeRecord> fresh = byId(after);
    List<NodeId> added = new ArrayList<>();
    List<NodeId> changed = new ArrayList<>();
    for (NodeRecord record : sorted(after)) {
      Optional<NodeRecord> was = Optional.ofNullable(old.get(record.id()));
      if (was.isEmpty()) {
        added.add(record.id());
      } else if (!was.get().equals(record)) {
        changed.add(record.id());
      }
    }
    List<NodeId> removed =
        sorted(before).stream().map(NodeRecord::id).filter(id -> !fresh.containsKey(id)).toList();
    return new TreeChange(added, removed, changed, before.size(), after.size());
  }

  private static Map<NodeId, NodeRecord> byId(Collection<NodeRecord> records) {
    return records.stream().collect(Collectors.toMap(NodeRecord::id, Function.identity()));
  }

  private static List<NodeRecord> sorted(Collection<NodeRecord> records) {
    return records.stream().sorted(Comparator.comparing(record -> record.id().bytes())).toList();
  }

  /** Whether nothing is other. */
  public boolean isNone() {
    return added.isEmpty() && removed.isEmpty() && changed.isEmpty();
  }

  /** The nodes that are other, as a share of those that there were; 0 where there were none. */
  public double share() {
    int other = added.size() + removed.size() + changed.size();
    return before == 0 ? 0 : (double) other / before;
  }
}
