package io.devp2p.interop.matrix;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What two nodes can do with each other: a filter of the matrix. */
public enum Group {
  /** Discovery of version 4. */
  DISCV4,
  /** Discovery of version 5. */
  DISCV5,
  /** The encrypted transport, and the Hello that is the first message over it. */
  RLPX,
  /** The Status of eth, in the highest version that both have. */
  STATUS,
  /** Headers and bodies. */
  REQUESTS,
  /** Accounts with their proofs. */
  SNAP;

  /** As it is written in flags and reports. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The groups of a selection.
   *
   * @param selection words with commas between them; {@code all} is every one
   * @throws IllegalArgumentException if a word names none
   */
  public static Set<Group> select(String selection) {
    Set<Group> chosen = EnumSet.noneOf(Group.class);
    for (String word : selection.split(",", -1)) {
      Set<Group> named =
          Arrays.stream(values())
              .filter(group -> word.strip().equals("all") || group.word().equals(word.strip()))
              .collect(Collectors.toCollection(() -> EnumSet.noneOf(Group.class)));
      if (named.isEmpty()) {
        throw new IllegalArgumentException(
            "unknown group \"" + word.strip() + "\": known are all, " + words());
      }
      chosen.addAll(named);
    }
    return chosen;
  }

  private static String words() {
    return Arrays.stream(values()).map(Group::word).collect(Collectors.joining(", "));
  }
}
