package io.devp2p.crawler;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import org.jspecify.annotations.Nullable;

/** The escapes of Go's encoding/json, which keep text harmless inside HTML and JavaScript. */
final class GoEscapes extends CharacterEscapes {

  private static final long serialVersionUID = 1L;
  private static final int LINE_SEPARATOR = 0x2028;
  private static final int PARAGRAPH_SEPARATOR = 0x2029;

  private final int[] ascii = CharacterEscapes.standardAsciiEscapesForJSON();

  GoEscapes() {
    for (char c : "<>&".toCharArray()) {
      ascii[c] = CharacterEscapes.ESCAPE_CUSTOM;
    }
  }

  @Override
  public int[] getEscapeCodesForAscii() {
    return ascii.clone();
  }

  @Override
  public @Nullable SerializableString getEscapeSequence(int character) {
    boolean escaped =
        switch (character) {
          case '<', '>', '&', LINE_SEPARATOR, PARAGRAPH_SEPARATOR -> true;
          default -> false;
        };
    return escaped ? new SerializedString(String.format("\\u%04x", character)) : null;
  }
}
