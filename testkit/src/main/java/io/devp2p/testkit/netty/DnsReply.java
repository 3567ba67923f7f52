package io.devp2p.testkit.netty;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/** What a {@link DnsServer} answers to a question for the TXT records of a name. */
public sealed interface DnsReply {

  /**
   * TXT records.
   *
   * @param records each as its character-strings, of at most 255 bytes
   */
  record Txt(List<List<Bytes>> records) implements DnsReply {

    /** A reply; the lists are copied. */
    public Txt {
      records = records.stream().map(List::copyOf).toList();
    }

    /** A record for each text, cut into character-strings of 255 bytes as publishers do. */
    public static Txt of(String... texts) {
      return new Txt(List.of(texts).stream().map(text -> cut(text, 255)).toList());
    }

    /** A text in character-strings of so many bytes. */
    public static List<Bytes> cut(String text, int size) {
      List<Bytes> strings = new ArrayList<>();
      for (int i = 0; i < text.length() || i == 0; i += size) {
        String part = text.substring(i, Math.min(text.length(), i + size));
        strings.add(Bytes.wrap(part.getBytes(ISO_8859_1)));
      }
      return strings;
    }
  }

  /** The name is another name for this one. */
  record Alias(String name) implements DnsReply {}

  /** The name does not exist. */
  record NoSuchName() implements DnsReply {}

  /** The name exists, and has no TXT record. */
  record NoTxt() implements DnsReply {}

  /** The server failed. */
  record ServerFailure() implements DnsReply {}

  /** Nothing. */
  record Silence() implements DnsReply {}
}
