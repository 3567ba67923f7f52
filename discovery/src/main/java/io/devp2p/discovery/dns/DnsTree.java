package io.devp2p.discovery.dns;

import io.devp2p.core.Violation;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.crypto.PublicKey;
import io.devp2p.core.node.NodeRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;

/**
 * A whole tree: records and links, and the entries that lead to them (EIP-1459). The same records
 * and links always give the same entries: records by node id, links in their order, 13 entries to a
 * branch, a single entry without a branch. So a signature can be kept apart from the entries and
 * put to them again. Immutable.
 */
public final class DnsTree {

  /** Entries of a branch: the answer of DNS stays below 512 bytes (go-ethereum p2p/dnsdisc). */
  private static final int FAN_OUT = 13;

  private final TreeEntry.Root root;
  private final Content content;

  private DnsTree(TreeEntry.Root root, Content content) {
    this.root = root;
    this.content = content;
  }

  /** A tree that is not signed. Immutable. */
  public static final class Content {

    private final List<NodeRecord> records;
    private final List<TreeUrl> links;
    private final Map<EntryHash, String> entries = new LinkedHashMap<>();
    private final EntryHash recordRoot;
    private final EntryHash linkRoot;

    private Content(List<NodeRecord> records, List<TreeUrl> links) {
      this.records = records;
      this.links = links;
      this.recordRoot = build(records.stream().map(NodeRecord::toString).toList());
      this.linkRoot = build(links.stream().map(TreeUrl::toString).toList());
    }

    /** Puts branches over entries until one is left. */
    private EntryHash build(List<String> leaves) {
      List<String> level = leaves;
      while (level.size() > FAN_OUT) {
        List<String> above = new ArrayList<>();
        for (int i = 0; i < level.size(); i += FAN_OUT) {
          List<String> part = level.subList(i, Math.min(level.size(), i + FAN_OUT));
          above.add(part.size() == 1 ? part.getFirst() : branch(part));
        }
        level = above;
      }
      return put(level.size() == 1 ? level.getFirst() : branch(level));
    }

    private String branch(List<String> children) {
      return new TreeEntry.Branch(children.stream().map(this::put).toList()).text();
    }

    private EntryHash put(String entry) {
      EntryHash hash = EntryHash.of(entry);
      entries.putIfAbsent(hash, entry);
      return hash;
    }

    /**
     * Signs the tree.
     *
     * @param seq sequence number, unsigned: higher than that of every tree of this key and domain
     *     that was published
     */
    public DnsTree sign(NodeKey key, long seq) {
      return new DnsTree(TreeEntry.Root.sign(recordRoot, linkRoot, seq, key), this);
    }

    /**
     * Puts a signature to the tree that was made before.
     *
     * @param signature 65 bytes
     * @throws Violation {@link DnsRule#DNS_ROOT_SIGNATURE} if it is not one of this tree by that
     *     key
     */
    public DnsTree signed(PublicKey key, long seq, Bytes signature) {
      Violation.unless(signature.size() == 65, DnsRule.DNS_ROOT_SIGNATURE);
      TreeEntry.Root root =
          new TreeEntry.Root(recordRoot, linkRoot, seq, Bytes.wrap(signature.toArray()));
      Violation.unless(root.isSignedBy(key), DnsRule.DNS_ROOT_SIGNATURE);
      return new DnsTree(root, this);
    }
  }

  /**
   * Makes the entries of a tree.
   *
   * @param records in any order, one for each node
   * @param links other trees, whose order is kept
   * @throws IllegalArgumentException if two records are of one node, or a port of one does not
   *     decode
   */
  public static Content of(Collection<NodeRecord> records, List<TreeUrl> links) {
    List<NodeRecord> sorted = new ArrayList<>(records);
    sorted.sort(Comparator.comparing(record -> record.id().bytes()));
    Set<Object> ids = new HashSet<>();
    for (NodeRecord record : sorted) {
      if (!ids.add(record.id())) {
        throw new IllegalArgumentException("two records of node " + record.id());
      }
      if (!RecordPorts.decode(record)) {
        throw new IllegalArgumentException(
            "the record of node " + record.id() + ": " + Unfit.PORT_NOT_DECODABLE.reason());
      }
    }
    return new Content(Collections.unmodifiableList(sorted), List.copyOf(links));
  }

  /** The root. */
  public TreeEntry.Root root() {
    return root;
  }

  /** The records, by node id. */
  public List<NodeRecord> records() {
    return content.records;
  }

  /** The links, in their order. */
  public List<TreeUrl> links() {
    return content.links;
  }

  /** All entries but the root: hash to text, each after those that it names. */
  public Map<EntryHash, String> entries() {
    return Collections.unmodifiableMap(content.entries);
  }

  /** All TXT records of the tree: name to text, sorted by name. */
  public SortedMap<String, String> txt(String domain) {
    SortedMap<String, String> txt = new TreeMap<>();
    txt.put(domain, root.text());
    content.entries.forEach((hash, entry) -> txt.put(hash.below(domain), entry));
    return Collections.unmodifiableSortedMap(txt);
  }
}
