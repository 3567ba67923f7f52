package io.devp2p.crawler;

import io.devp2p.core.node.NodeId;
import java.util.List;
import java.util.Map;

/**
 * What was read from a node set file.
 *
 * @param entries by node id
 * @param refused the entries that could not be used, in the order of the file
 */
public record NodeSet(Map<NodeId, NodeSetEntry> entries, List<Refused> refused) {

  public NodeSet {
    entries = Map.copyOf(entries);
    refused = List.copyOf(refused);
  }

  /**
   * An entry that could not be used.
   *
   * @param id its key as it stands in the file, cut at 80 characters
   * @param why one English sentence part
   */
  public record Refused(String id, String why) {}
}
