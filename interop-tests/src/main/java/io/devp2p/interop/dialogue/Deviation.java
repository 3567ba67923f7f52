package io.devp2p.interop.dialogue;

/** The target did something else than it should. */
public final class Deviation extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * A deviation.
   *
   * @param what what it did, and what it should have done, for a person to read
   */
  public Deviation(String what) {
    super(what);
  }

  /**
   * Insists.
   *
   * @throws Deviation unless it holds
   */
  public static void unless(boolean holds, String what) throws Deviation {
    if (!holds) {
      throw new Deviation(what);
    }
  }
}
