package io.devp2p.discovery.dns;

import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** Base32 of RFC 4648, upper case and without padding, which the JDK does not have. */
final class Base32 {

  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int BITS = 5;

  private Base32() {}

  static String encode(Bytes bytes) {
    StringBuilder text = new StringBuilder((bytes.size() * 8 + BITS - 1) / BITS);
    int bits = 0;
    int buffer = 0;
    for (int i = 0; i < bytes.size(); i++) {
      buffer = buffer << 8 | bytes.get(i) & 0xff;
      for (bits += 8; bits >= BITS; bits -= BITS) {
        text.append(ALPHABET.charAt(buffer >>> (bits - BITS) & 0x1f));
      }
    }
    if (bits > 0) {
      text.append(ALPHABET.charAt(buffer << (BITS - bits) & 0x1f));
    }
    return text.toString();
  }

  /**
   * The bytes of a text: empty where it has another alphabet or a length that no bytes have. Bits
   * after the last whole byte are ignored, as go-ethereum does.
   */
  static Optional<Bytes> decode(String text) {
    byte[] bytes = new byte[text.length() * BITS / 8];
    if ((bytes.length * 8 + BITS - 1) / BITS != text.length()) {
      return Optional.empty();
    }
    int bits = 0;
    int buffer = 0;
    int at = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = ALPHABET.indexOf(text.charAt(i));
      if (digit < 0) {
        return Optional.empty();
      }
      buffer = buffer << BITS | digit;
      bits += BITS;
      if (bits >= 8) {
        bits -= 8;
        bytes[at++] = (byte) (buffer >>> bits);
      }
    }
    return Optional.of(Bytes.wrap(bytes));
  }
}
