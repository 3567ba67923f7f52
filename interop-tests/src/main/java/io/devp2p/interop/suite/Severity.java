package io.devp2p.interop.suite;

/** How bad it is to fail a case. */
public enum Severity {
  /** The specification demands it, or no deployed node can be talked to without it. */
  MUST,
  /** The specification recommends it, or all good implementations do it. */
  SHOULD,
  /** No specification says it, but who fails can be harmed. */
  ROBUSTNESS
}
