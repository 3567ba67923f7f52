package io.devp2p.interop.dialogue;

/** The target does not offer what a case tries: there is nothing to be judged. */
public final class NotOffered extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * Nothing to be tried.
   *
   * @param what is not offered, for a person to read
   */
  public NotOffered(String what) {
    super(what);
  }
}
