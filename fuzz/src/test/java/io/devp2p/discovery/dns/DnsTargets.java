package io.devp2p.discovery.dns;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.fuzz.Target;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/** Texts of a node list, which the package reads by itself. */
public final class DnsTargets {

  private static final TreeUrl TREE =
      new TreeUrl(
          NodeKey.of(Bytes32.leftPad(Bytes.ofUnsignedInt(26))).publicKey(), "nodes.example.org");

  private DnsTargets() {}

  /** A URL, or the records below a domain, cut where a byte is zero. */
  public static void root(Bytes input) {
    if (Target.choice(input, 2) == 0) {
      TreeUrl url = TreeUrl.parse(text(Target.after(1, input)));
      Target.same(url, TreeUrl.parse(url.toString()));
    } else {
      TreeCodec.root(List.of(Target.after(1, input), input), TREE);
    }
  }

  /** An entry below its right name, and below another. */
  public static void entry(Bytes input) {
    String text = text(input);
    TreeEntry entry = TreeCodec.decode(text);
    Target.same(entry, TreeCodec.entry(List.of(input), EntryHash.of(text)));
  }

  private static String text(Bytes input) {
    return new String(input.toArrayUnsafe(), UTF_8);
  }
}
