package io.devp2p.fuzz;

/** What Jazzer calls, in a process of its own for each target. */
public final class JazzerEntry {

  /** System property: the name of the target. */
  static final String TARGET = "fuzz.target";

  private static final Target CHOSEN = Target.valueOf(System.getProperty(TARGET));

  private JazzerEntry() {}

  /** Jazzer finds it by this name. */
  public static void fuzzerTestOneInput(byte[] input) {
    CHOSEN.feed(input);
  }
}
