package io.devp2p.discovery.dns;

import io.devp2p.core.Rule;
import io.devp2p.core.node.NodeRecord;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A tree as DNS has it, whole or not.
 *
 * @param root the root, whose signature holds
 * @param txt all TXT records that are good: name to text, sorted by name
 * @param records the node records, by node id
 * @param links the links to other trees
 * @param defects what could not be had or was refused, the first {@value #DEFECTS} of it; empty if
 *     the tree is whole
 */
public record ClonedTree(
    TreeEntry.Root root,
    SortedMap<String, String> txt,
    List<NodeRecord> records,
    List<TreeUrl> links,
    List<Defect> defects) {

  /** Most defects that are told one by one. */
  static final int DEFECTS = 64;

  /**
   * One entry that is not there.
   *
   * @param name its name in DNS
   * @param why one English sentence part
   * @param rule the rule that it breaks; empty where DNS has no answer
   */
  public record Defect(String name, String why, Optional<Rule> rule) {}

  /** A tree; the collections are copied. */
  public ClonedTree {
    txt = Collections.unmodifiableSortedMap(new TreeMap<>(txt));
    records = List.copyOf(records);
    links = List.copyOf(links);
    defects = List.copyOf(defects);
  }

  /** Whether nothing is missing. */
  public boolean isWhole() {
    return defects.isEmpty();
  }
}
