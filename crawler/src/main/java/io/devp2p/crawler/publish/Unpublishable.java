package io.devp2p.crawler.publish;

import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.dns.DnsTree;
import io.devp2p.discovery.dns.TreeUrl;
import java.util.Collection;
import java.util.List;

/** A tree cannot be published as it is; one line says why. */
public final class Unpublishable extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * A tree that stays here.
   *
   * @param why one English sentence part about the tree
   */
  public Unpublishable(String why) {
    super(why, null, false, false);
  }

  /** The entries of a tree, where it can have any. */
  static DnsTree.Content content(Collection<NodeRecord> records, List<TreeUrl> links)
      throws Unpublishable {
    try {
      return DnsTree.of(records, links);
    } catch (IllegalArgumentException unfit) {
      throw new Unpublishable("cannot be built: " + unfit.getMessage());
    }
  }
}
