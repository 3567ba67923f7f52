package io.devp2p.discovery.dns;

import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/** What DNS says to a question for the TXT records of a name. */
public sealed interface TxtAnswer {

  /**
   * There are some.
   *
   * @param texts their character-strings joined, in any order
   */
  record Texts(List<Bytes> texts) implements TxtAnswer {

    /** An answer; the list is copied. */
    public Texts {
      texts = List.copyOf(texts);
    }
  }

  /** There are none. */
  record Absent() implements TxtAnswer {}

  /**
   * No answer, or one that says nothing.
   *
   * @param why one English sentence part
   */
  record Failed(String why) implements TxtAnswer {}
}
