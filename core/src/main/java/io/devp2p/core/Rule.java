package io.devp2p.core;

/**
 * One sentence of a specification that a peer can break. Implemented by one enum per module, whose
 * constant is at the same time the reason of a {@link Violation}, the label of a counter and the
 * name of a test.
 */
public interface Rule {

  /** What kind of wrong it is, which decides how a port reacts. */
  enum Kind {
    /** Cannot be parsed. */
    MALFORMED,
    /** Can be parsed, and breaks a rule. */
    MISBEHAVED,
    /** An honest peer of another network or version. */
    INCOMPATIBLE
  }

  /** Name of the enum constant. */
  String name();

  /** How a port is to take it. */
  Kind kind();

  /** Where the rule stands: specification and section, or EIP number. */
  String anchor();
}
