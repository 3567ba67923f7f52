package io.devp2p.interop.matrix;

/** Who asks or dials whom. */
public enum Direction {
  /** A node of ours begins. */
  OURS_TO_THEIRS("ours -> theirs"),
  /** The reference peer begins. */
  THEIRS_TO_OURS("theirs -> ours");

  private final String text;

  Direction(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
