package io.devp2p.discovery.dns;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.devp2p.core.crypto.Keccak;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.crypto.PublicKey;
import io.devp2p.core.crypto.Signatures;
import io.devp2p.core.node.NodeRecord;
import java.util.Base64;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/** An entry of a tree: one TXT record (EIP-1459, DNS Record Structure). */
public sealed interface TreeEntry {

  /** The text of the TXT record. */
  String text();

  /**
   * The root, at the domain itself.
   *
   * @param records name of the entry that has all records below it
   * @param links name of the entry that has all links below it
   * @param seq number of the tree, unsigned; grows with each change
   * @param signature r, s and a recovery id that nobody reads, 65 bytes
   */
  record Root(EntryHash records, EntryHash links, long seq, Bytes signature) implements TreeEntry {

    /** Signs a root. */
    static Root sign(EntryHash records, EntryHash links, long seq, NodeKey key) {
      return new Root(records, links, seq, key.sign(hash(records, links, seq)));
    }

    /** Whether the root is signed by a key. */
    boolean isSignedBy(PublicKey key) {
      return Signatures.verify(hash(records, links, seq), signature.slice(0, 64), key);
    }

    private static Bytes32 hash(EntryHash records, EntryHash links, long seq) {
      return Keccak.hash(Bytes.wrap(content(records, links, seq).getBytes(US_ASCII)));
    }

    private static String content(EntryHash records, EntryHash links, long seq) {
      return TreeCodec.ROOT + "e=" + records + " l=" + links + " seq=" + Long.toUnsignedString(seq);
    }

    @Override
    public String text() {
      return content(records, links, seq)
          + " sig="
          + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.toArrayUnsafe());
    }
  }

  /**
   * Names of further entries.
   *
   * @param children may be none
   */
  record Branch(List<EntryHash> children) implements TreeEntry {

    /** A branch; the list is copied. */
    public Branch {
      children = List.copyOf(children);
    }

    @Override
    public String text() {
      return TreeCodec.BRANCH + String.join(",", children.stream().map(EntryHash::text).toList());
    }
  }

  /** The record of a node. */
  record Leaf(NodeRecord record) implements TreeEntry {
    @Override
    public String text() {
      return record.toString();
    }
  }

  /** Another tree. */
  record Link(TreeUrl tree) implements TreeEntry {
    @Override
    public String text() {
      return tree.toString();
    }
  }
}
