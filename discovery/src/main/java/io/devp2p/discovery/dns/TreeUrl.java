package io.devp2p.discovery.dns;

import io.devp2p.core.Violation;
import io.devp2p.core.crypto.PublicKey;
import java.util.regex.Pattern;
import org.apache.tuweni.bytes.Bytes;

/**
 * Where a tree is and who signs it: {@code enrtree://<key>@<domain>} (EIP-1459).
 *
 * @param key the key that its root is signed with
 * @param domain the name of its root, fully qualified, without a dot at the end
 */
public record TreeUrl(PublicKey key, String domain) {

  static final String SCHEME = "enrtree://";

  /**
   * Leaves room for the name of an entry, 52 characters, in the 253 that a DNS name may have, and
   * for the key in the name of a fact that is kept.
   */
  private static final int DOMAIN = 190;

  private static final int KEY_CHARACTERS = 53;
  private static final String LABEL = "[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?";
  private static final Pattern NAME = Pattern.compile(LABEL + "(\\." + LABEL + ")*");

  /**
   * A tree.
   *
   * @throws Violation {@link DnsRule#DNS_URL} if the domain is no domain name
   */
  public TreeUrl {
    Violation.unless(domain.length() <= DOMAIN && NAME.matcher(domain).matches(), DnsRule.DNS_URL);
  }

  /**
   * Reads a URL.
   *
   * @throws Violation {@link DnsRule#DNS_URL}
   */
  public static TreeUrl parse(String text) {
    int at = text.indexOf('@');
    Violation.unless(
        text.startsWith(SCHEME) && at == SCHEME.length() + KEY_CHARACTERS, DnsRule.DNS_URL);
    String key = text.substring(SCHEME.length(), at);
    Bytes compressed =
        Base32.decode(key)
            .filter(bytes -> Base32.encode(bytes).equals(key))
            .orElseThrow(() -> new Violation(DnsRule.DNS_URL));
    return new TreeUrl(publicKey(compressed), text.substring(at + 1));
  }

  private static PublicKey publicKey(Bytes compressed) {
    try {
      return PublicKey.ofCompressed(compressed);
    } catch (Violation notAKey) {
      throw new Violation(DnsRule.DNS_URL);
    }
  }

  /** The URL. */
  @Override
  public String toString() {
    return SCHEME + Base32.encode(key.compressed()) + "@" + domain;
  }
}
