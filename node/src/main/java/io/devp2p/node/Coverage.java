package io.devp2p.node;

/** How much of something is there. */
public record Coverage(int have, int of) {

  /** Whether nothing is missing. */
  public boolean isWhole() {
    return have == of;
  }
}
