package io.devp2p.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Comparator;

/**
 * A protocol and its version, as a Hello lists it: "eth/69". Ordered by name, then by version.
 *
 * @param name as the peer wrote it; bytes that are not printable ASCII stand as U+FFFD
 * @param version 0 to 2^31-1
 */
public record Capability(String name, int version) implements Comparable<Capability> {

  /** Longest name that can be shared (devp2p rlpx.md, Hello). */
  public static final int MAX_NAME = 8;

  /** Largest version that can be shared: no deployed protocol is above 72. */
  public static final int MAX_VERSION = 255;

  private static final Comparator<Capability> ORDER =
      Comparator.comparing(Capability::name).thenComparingInt(Capability::version);

  public Capability {
    if (version < 0) {
      throw new IllegalArgumentException("a capability version is negative");
    }
    name = printable(name);
  }

  /** A capability with the name of the wire, one character for each byte. */
  public static Capability ofBytes(byte[] name, int version) {
    return new Capability(new String(name, ISO_8859_1), version);
  }

  private static String printable(String name) {
    StringBuilder out = new StringBuilder(name.length());
    name.chars().forEach(c -> out.append(c > 0x20 && c < 0x7f ? (char) c : '\ufffd'));
    return out.toString();
  }

  /** Whether it may be shared: 1 to 8 printable ASCII characters, version at most 255. */
  public boolean isShareable() {
    return !name.isEmpty()
        && name.length() <= MAX_NAME
        && name.indexOf('\ufffd') < 0
        && version <= MAX_VERSION;
  }

  @Override
  public int compareTo(Capability other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return name + "/" + version;
  }
}
