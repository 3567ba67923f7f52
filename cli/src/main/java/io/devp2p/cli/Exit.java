package io.devp2p.cli;

/** Exit codes, the same for every verb. */
final class Exit {

  /** Done, nothing wrong. */
  static final int OK = 0;

  /** Finished with findings: a failed check, no answer, an invalid record. */
  static final int FINDINGS = 1;

  /** The user's fault: unknown verb, bad flag or argument, unreadable or malformed file. */
  static final int USAGE = 2;

  /** No socket could be opened, or no source answered. */
  static final int UNREACHABLE = 3;

  /** Stalled or incomplete. */
  static final int INCOMPLETE = 4;

  private Exit() {}
}
