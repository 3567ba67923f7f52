package io.devp2p.core;

/**
 * A peer broke a {@link Rule}. Carries neither a stack trace nor any input of the peer, so that
 * refusing costs little and logging it is safe.
 */
public final class Violation extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Rule rule;

  /** A violation of {@code rule}. */
  public Violation(Rule rule) {
    super(rule.name() + " (" + rule.anchor() + ")", null, false, false);
    this.rule = rule;
  }

  /** The rule that was broken. */
  public Rule rule() {
    return rule;
  }

  /** Throws a violation of {@code rule} unless {@code holds}. */
  public static void unless(boolean holds, Rule rule) {
    if (!holds) {
      throw new Violation(rule);
    }
  }
}
