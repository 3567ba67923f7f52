package io.devp2p.interop.dialogue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/**
 * What was said in a case, decrypted. A target that floods fills it no further than its beginning
 * and its end. Thread-safe.
 */
public final class Transcript {

  /** Entries that are kept of the beginning, and as many of the end: more than any case says. */
  private static final int KEPT = 200;

  /** Bytes of one packet that are kept; datagrams are shorter, messages of eth need not be. */
  private static final int BYTES = 4_096;

  private final long began = System.nanoTime();
  private final List<Entry> beginning = new ArrayList<>();
  private final Deque<Entry> end = new ArrayDeque<>();
  private long leftOut;

  /** What an entry is. */
  public enum Kind {
    /** The suite sent it. */
    SENT,
    /** The target sent it. */
    RECEIVED,
    /** A remark of the suite. */
    NOTE
  }

  /**
   * An entry.
   *
   * @param micros when, in microseconds since the case began
   * @param local address of the suite; empty for a note
   * @param remote address of the other side; empty for a note
   * @param summary what it is, for people
   * @param wire the first 4 KiB of what was on the wire
   * @param plain the first 4 KiB of what was encrypted in it; empty where nothing was or where it
   *     cannot be read
   */
  public record Entry(
      long micros,
      Kind kind,
      String local,
      String remote,
      String summary,
      Bytes wire,
      Bytes plain) {

    /** The entry as lines of text. */
    public String text() {
      String arrow = kind == Kind.SENT ? "->" : "<-";
      StringBuilder text = new StringBuilder(String.format("%10.3f ms  ", micros / 1e3));
      text.append(
          kind == Kind.NOTE ? summary : local + " " + arrow + " " + remote + "  " + summary);
      if (!wire.isEmpty()) {
        text.append("\n    wire  ").append(wire.toUnprefixedHexString());
      }
      if (!plain.isEmpty()) {
        text.append("\n    plain ").append(plain.toUnprefixedHexString());
      }
      return text.toString();
    }
  }

  /** Adds a remark. */
  public void note(String remark) {
    add(Kind.NOTE, "", "", remark, Bytes.EMPTY, Bytes.EMPTY);
  }

  /** Adds an entry; addresses and the like are written as they write themselves. */
  public synchronized void add(
      Kind kind, Object local, Object remote, String summary, Bytes wire, Bytes plain) {
    Entry entry =
        new Entry(
            (System.nanoTime() - began) / 1_000,
            kind,
            address(local),
            address(remote),
            summary,
            first(wire),
            first(plain));
    if (beginning.size() < KEPT) {
      beginning.add(entry);
      return;
    }
    end.add(entry);
    if (end.size() > KEPT) {
      end.remove();
      leftOut++;
    }
  }

  private static String address(Object address) {
    return String.valueOf(address).replaceFirst("^[^/]*/", "");
  }

  private static Bytes first(Bytes bytes) {
    return bytes.slice(0, Math.min(BYTES, bytes.size())).copy();
  }

  /** The entries so far. */
  public synchronized List<Entry> entries() {
    List<Entry> all = new ArrayList<>(beginning);
    all.addAll(end);
    return List.copyOf(all);
  }

  /** How many entries are missing in the middle. */
  public synchronized long leftOut() {
    return leftOut;
  }
}
