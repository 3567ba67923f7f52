package io.devp2p.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.tuweni.bytes.Bytes;

/**
 * The name that a client gives itself in its Hello: free bytes, of which at most 256 are kept.
 *
 * @param bytes as they came, cut at 256
 */
public record ClientId(Bytes bytes) {

  /** Most bytes that are kept: the longest name seen in the wild has under 200. */
  public static final int MAX_SIZE = 256;

  public ClientId {
    bytes = Bytes.wrap(bytes.slice(0, Math.min(bytes.size(), MAX_SIZE)).toArray());
  }

  /** How this library calls itself: {@code devp2p-jvm/<version>/<os>-<arch>/java<major>}. */
  public static ClientId ofThisLibrary() {
    return Version.clientId();
  }

  /** The client id of a text. */
  public static ClientId of(String text) {
    return new ClientId(Bytes.wrap(text.getBytes(UTF_8)));
  }

  /**
   * The text: UTF-8 with U+FFFD for what is none, without control characters (C0, C1, line and
   * paragraph separators) and without characters that change the direction of writing. Outputs
   * still escape for their format.
   */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    new String(bytes.toArrayUnsafe(), UTF_8)
        .codePoints()
        .filter(ClientId::isHarmless)
        .forEach(out::appendCodePoint);
    return out.toString();
  }

  private static boolean isHarmless(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
