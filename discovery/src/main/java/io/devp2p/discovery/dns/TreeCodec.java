package io.devp2p.discovery.dns;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.devp2p.core.Violation;
import io.devp2p.core.node.NodeRecord;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.tuweni.bytes.Bytes;

/** TXT records and the entries that they are. Other TXT records of a name are passed over. */
final class TreeCodec {

  static final String ROOT = "enrtree-root:v1 ";
  static final String BRANCH = "enrtree-branch:";
  private static final String LEAF = "enr:";

  /** Most bytes of a TXT record that is read; a branch of 64 entries has 1,743. */
  static final int TXT = 2048;

  /** Most entries of a branch that is read; 13 are written. */
  private static final int CHILDREN = 64;

  private static final String ROOT_PREFIX = "enrtree-root:";
  private static final Pattern ROOT_TEXT =
      Pattern.compile(
          ROOT + "e=([A-Z2-7]+) l=([A-Z2-7]+) seq=(0|[1-9][0-9]{0,19}) sig=([A-Za-z0-9_-]{87})");
  private static final List<String> ENTRIES = List.of(BRANCH, LEAF, TreeUrl.SCHEME, ROOT_PREFIX);

  // An entry is hashed as a text, and a base32 or base64 text may have bits behind its last byte.
  // So what is read must be the text that we would write, or one entry had several names.

  private TreeCodec() {}

  /**
   * The root among the TXT records of a domain. While a publisher changes it there may be two; the
   * newer one counts.
   *
   * @throws Violation of a {@link DnsRule}: that of the last root which was refused
   */
  static TreeEntry.Root root(List<Bytes> texts, TreeUrl tree) {
    List<Bytes> roots = texts.stream().filter(text -> starts(text, ROOT_PREFIX)).toList();
    Violation refused = new Violation(DnsRule.DNS_NO_ROOT);
    TreeEntry.Root newest = null;
    for (Bytes text : roots) {
      try {
        TreeEntry.Root root = root(text(text));
        Violation.unless(root.isSignedBy(tree.key()), DnsRule.DNS_ROOT_SIGNATURE);
        boolean newer = newest == null || Long.compareUnsigned(root.seq(), newest.seq()) > 0;
        newest = newer ? root : newest;
      } catch (Violation violation) {
        refused = violation;
      }
    }
    if (newest == null) {
      throw refused;
    }
    return newest;
  }

  /**
   * The entry of a name.
   *
   * @param texts the TXT records of that name
   * @throws Violation of a {@link DnsRule}
   */
  static TreeEntry entry(List<Bytes> texts, EntryHash name) {
    List<Bytes> entries =
        texts.stream()
            .filter(text -> ENTRIES.stream().anyMatch(prefix -> starts(text, prefix)))
            .toList();
    Violation refused = new Violation(DnsRule.DNS_NO_ENTRY);
    for (Bytes bytes : entries) {
      try {
        String text = text(bytes);
        Violation.unless(name.isOf(text), DnsRule.DNS_HASH_MISMATCH);
        return decode(text);
      } catch (Violation violation) {
        refused = violation;
      }
    }
    throw refused;
  }

  /**
   * Reads an entry.
   *
   * @throws Violation of a {@link DnsRule}
   */
  static TreeEntry decode(String text) {
    if (text.startsWith(BRANCH)) {
      return branch(text.substring(BRANCH.length()));
    } else if (text.startsWith(LEAF)) {
      return leaf(text);
    } else if (text.startsWith(TreeUrl.SCHEME)) {
      return new TreeEntry.Link(TreeUrl.parse(text));
    } else if (text.startsWith(ROOT_PREFIX)) {
      return root(text);
    }
    throw new Violation(DnsRule.DNS_NO_ENTRY);
  }

  private static TreeEntry.Root root(String text) {
    Matcher root = ROOT_TEXT.matcher(text);
    Violation.unless(root.matches(), DnsRule.DNS_ROOT_SYNTAX);
    Bytes signature = Bytes.wrap(Base64.getUrlDecoder().decode(root.group(4)));
    TreeEntry.Root read =
        new TreeEntry.Root(
            new EntryHash(root.group(1)),
            new EntryHash(root.group(2)),
            seq(root.group(3)),
            signature);
    Violation.unless(read.text().equals(text), DnsRule.DNS_ROOT_SYNTAX);
    return read;
  }

  private static long seq(String decimal) {
    try {
      return Long.parseUnsignedLong(decimal);
    } catch (NumberFormatException above64Bits) {
      throw new Violation(DnsRule.DNS_ROOT_SYNTAX);
    }
  }

  private static TreeEntry.Branch branch(String children) {
    if (children.isEmpty()) {
      return new TreeEntry.Branch(List.of());
    }
    Violation.unless(
        children.chars().filter(c -> c == ',').count() < CHILDREN, DnsRule.DNS_CHILDREN);
    return new TreeEntry.Branch(
        Arrays.stream(children.split(",", -1)).map(EntryHash::new).toList());
  }

  private static TreeEntry.Leaf leaf(String text) {
    NodeRecord record;
    try {
      record = NodeRecord.parse(text);
    } catch (Violation invalid) {
      throw new Violation(DnsRule.DNS_RECORD);
    }
    Violation.unless(record.toString().equals(text), DnsRule.DNS_RECORD);
    return new TreeEntry.Leaf(record);
  }

  private static String text(Bytes bytes) {
    Violation.unless(bytes.size() <= TXT, DnsRule.DNS_TXT_SIZE);
    String text = new String(bytes.toArrayUnsafe(), ISO_8859_1);
    Violation.unless(text.chars().allMatch(c -> c >= ' ' && c <= '~'), DnsRule.DNS_TXT_CHARACTERS);
    return text;
  }

  private static boolean starts(Bytes text, String prefix) {
    int length = Math.min(text.size(), prefix.length());
    return prefix.equals(new String(text.slice(0, length).toArrayUnsafe(), ISO_8859_1));
  }
}
