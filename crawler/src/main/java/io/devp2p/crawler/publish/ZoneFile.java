package io.devp2p.crawler.publish;

import io.devp2p.discovery.dns.DnsTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The TXT records of a tree as lines of a master file (RFC 1035, 5.1). An entry stands after those
 * that it names and the root is last, so that who loads the lines in order never points anywhere.
 */
public final class ZoneFile {

  /** Seconds: clients look at the root that often. */
  private static final int ROOT_TTL = 30 * 60;

  /** Seconds: the content of an entry never changes, because its name is its hash. */
  private static final int ENTRY_TTL = 28 * 24 * 60 * 60;

  /** Bytes of a character-string (RFC 1035, 3.3). */
  private static final int STRING = 255;

  private ZoneFile() {}

  /**
   * One TXT record.
   *
   * @param name in lower case, with the dot at its end
   * @param ttl seconds
   * @param strings of at most 255 bytes
   */
  public record Line(String name, int ttl, List<String> strings) {

    /** The line as it stands in the file. */
    @Override
    public String toString() {
      return strings.stream()
          .map(s -> '"' + s.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
          .collect(Collectors.joining(" ", name + " " + ttl + " IN TXT ", ""));
    }
  }

  /** The lines of a tree. */
  public static List<Line> lines(DnsTree tree, String domain) {
    List<Line> lines = new ArrayList<>();
    tree.entries().forEach((hash, text) -> lines.add(line(hash + "." + domain, ENTRY_TTL, text)));
    lines.add(line(domain, ROOT_TTL, tree.root().text()));
    return lines;
  }

  private static Line line(String name, int ttl, String text) {
    List<String> strings = new ArrayList<>();
    for (int i = 0; i < text.length(); i += STRING) {
      strings.add(text.substring(i, Math.min(text.length(), i + STRING)));
    }
    return new Line(name.toLowerCase(Locale.ROOT) + ".", ttl, strings);
  }
}
