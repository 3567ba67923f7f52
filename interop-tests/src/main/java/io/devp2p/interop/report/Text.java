package io.devp2p.interop.report;

/** Text that a target may have had a part in. */
public final class Text {

  private Text() {}

  /** Without what would end a line, change colours or is no character at all. */
  public static String visible(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> {
          boolean odd =
              Character.isISOControl(c)
                  || Character.getType(c) == Character.FORMAT
                  || Character.getType(c) == Character.SURROGATE
                  || Character.getType(c) == Character.UNASSIGNED
                  || Character.getType(c) == Character.LINE_SEPARATOR
                  || Character.getType(c) == Character.PARAGRAPH_SEPARATOR;
          out.appendCodePoint(odd ? 0xfffd : c);
        });
    return out.toString();
  }
}
