package io.devp2p.interop.report;

/** What a verdict means, given what was expected. */
public enum Outcome {
  /** As it should be. */
  PASSED,
  /** Not as it should be. */
  FAILED,
  /** Not as it should be, which was known. */
  FAILED_AS_EXPECTED,
  /** As it should be, although it is written that it is not: what is written must change. */
  PASSED_UNEXPECTEDLY,
  /** Not tried. */
  SKIPPED;

  /** Whether somebody has to do something. */
  public boolean isBad() {
    return this == FAILED || this == PASSED_UNEXPECTEDLY;
  }
}
