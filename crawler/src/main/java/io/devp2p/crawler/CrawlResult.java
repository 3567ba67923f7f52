package io.devp2p.crawler;

import java.util.List;

/**
 * How a crawl ended.
 *
 * @param nodes all that the store holds, earlier runs included
 * @param progress of this run
 * @param complete whether nothing was due any more; if not, it was closed or its time was up
 */
public record CrawlResult(List<StoredNode> nodes, Progress progress, boolean complete) {

  public CrawlResult {
    nodes = List.copyOf(nodes);
  }

  /** What was found, counted. */
  public Census census() {
    return Census.of(nodes);
  }

  /** All nodes as entries of a node set. */
  public List<NodeSetEntry> nodeSet() {
    return nodes.stream().map(StoredNode::entry).toList();
  }
}
