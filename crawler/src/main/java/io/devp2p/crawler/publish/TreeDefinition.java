package io.devp2p.crawler.publish;

import io.devp2p.core.Violation;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.dns.DnsTree;
import io.devp2p.discovery.dns.TreeEntry;
import io.devp2p.discovery.dns.TreeUrl;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * What a definition directory says about a tree besides its nodes ({@code enrtree-info.json}).
 *
 * @param url where the tree is and who signs it; empty before it was signed first
 * @param seq sequence number, unsigned
 * @param signature of the root, 65 bytes; empty before it was signed first
 * @param links other trees, in the order that was signed
 * @param modified when it was changed last; empty for never
 */
public record TreeDefinition(
    Optional<TreeUrl> url,
    long seq,
    Optional<Bytes> signature,
    List<TreeUrl> links,
    Optional<OffsetDateTime> modified) {

  /** A tree that was never signed. */
  public static final TreeDefinition NEW =
      new TreeDefinition(Optional.empty(), 0, Optional.empty(), List.of(), Optional.empty());

  /** A definition; the list is copied. */
  public TreeDefinition {
    links = List.copyOf(links);
  }

  /** What is to be kept of a signed tree. */
  public static TreeDefinition of(
      TreeUrl url, TreeEntry.Root root, List<TreeUrl> links, OffsetDateTime now) {
    return new TreeDefinition(
        Optional.of(url), root.seq(), Optional.of(root.signature()), links, Optional.of(now));
  }

  /**
   * The signed tree of these records.
   *
   * @throws Unpublishable if it was never signed, or has changed since
   */
  public DnsTree tree(Collection<NodeRecord> records) throws Unpublishable {
    TreeUrl place = url.orElseThrow(() -> new Unpublishable("has no url: sign it first"));
    Bytes signed =
        signature.orElseThrow(() -> new Unpublishable("has no signature: sign it first"));
    try {
      return Unpublishable.content(records, links).signed(place.key(), seq, signed);
    } catch (Violation other) {
      throw new Unpublishable("has changed since it was signed: sign it again");
    }
  }
}
