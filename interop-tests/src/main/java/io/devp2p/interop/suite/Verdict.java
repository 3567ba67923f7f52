package io.devp2p.interop.suite;

/** How a case ended. */
public sealed interface Verdict {

  /** The target did as it should. */
  record Passed() implements Verdict {}

  /**
   * The target did not.
   *
   * @param cause what it did, and what it should have done
   */
  record Failed(String cause) implements Verdict {}

  /**
   * Nothing was tried.
   *
   * @param reason what is missing
   */
  record Skipped(String reason) implements Verdict {}

  /** Why it is not passed; empty if it is. */
  default String text() {
    return switch (this) {
      case Passed passed -> "";
      case Failed(String cause) -> cause;
      case Skipped(String reason) -> reason;
    };
  }

  /** One word. */
  default String word() {
    return switch (this) {
      case Passed passed -> "passed";
      case Failed failed -> "failed";
      case Skipped skipped -> "skipped";
    };
  }
}
