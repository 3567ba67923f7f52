package io.devp2p.discovery.dns;

import io.devp2p.core.Rule;

/** How a node list in DNS can be wrong (EIP-1459). */
public enum DnsRule implements Rule {
  /** A URL without scheme, key or domain, or one whose key is none. */
  DNS_URL(Kind.MALFORMED, "DNS Record Structure, enrtree URL"),
  /** A TXT record of more than 2 KiB. */
  DNS_TXT_SIZE(Kind.MALFORMED, "DNS Record Structure"),
  /** An entry with anything but printable ASCII. */
  DNS_TXT_CHARACTERS(Kind.MALFORMED, "DNS Record Structure"),
  /** No TXT record of the domain is a root. */
  DNS_NO_ROOT(Kind.MALFORMED, "DNS Record Structure, enrtree-root"),
  /** A root without one of its fields, with others, or in another order. */
  DNS_ROOT_SYNTAX(Kind.MALFORMED, "DNS Record Structure, enrtree-root"),
  /** The root is not signed by the key of the URL. */
  DNS_ROOT_SIGNATURE(Kind.MALFORMED, "Client Protocol, root signature"),
  /** The sequence number is lower than one that was seen before. */
  DNS_ROLLBACK(Kind.MISBEHAVED, "DNS Record Structure, seq"),
  /** No TXT record of the name is an entry of a tree. */
  DNS_NO_ENTRY(Kind.MALFORMED, "DNS Record Structure"),
  /** The name of an entry is not the base32 text of 12 to 32 bytes. */
  DNS_HASH(Kind.MALFORMED, "DNS Record Structure, enrtree-branch"),
  /** The hash of an entry is not its name. */
  DNS_HASH_MISMATCH(Kind.MALFORMED, "Client Protocol, hash of the entry"),
  /** A branch of more than 64 entries. */
  DNS_CHILDREN(Kind.MALFORMED, "DNS Record Structure, enrtree-branch"),
  /** A leaf that is no valid node record. */
  DNS_RECORD(Kind.MALFORMED, "DNS Record Structure, enr"),
  /** A record below the links, a link below the records, or a root below either. */
  DNS_MISPLACED(Kind.MALFORMED, "DNS Record Structure, enr-root and link-root"),
  /** A branch has itself or a branch above it among its entries. */
  DNS_LOOP(Kind.MISBEHAVED, "Client Protocol, loops"),
  /** An entry more than 16 levels below its root. */
  DNS_DEPTH(Kind.MISBEHAVED, "Client Protocol, limits"),
  /** A tree of more than 100,000 entries or 64 MiB. */
  DNS_TREE_SIZE(Kind.MISBEHAVED, "Client Protocol, limits"),
  /** More than 16 links to other trees. */
  DNS_LINKS(Kind.MISBEHAVED, "Client Protocol, limits"),
  /** A root below which there is neither a record nor a link. */
  DNS_NO_LEAVES(Kind.MALFORMED, "DNS Record Structure, enrtree-root");

  private final Kind kind;
  private final String section;

  DnsRule(Kind kind, String section) {
    this.kind = kind;
    this.section = section;
  }

  @Override
  public Kind kind() {
    return kind;
  }

  @Override
  public String anchor() {
    return "EIP-1459, " + section;
  }
}
