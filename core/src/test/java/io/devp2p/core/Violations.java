package io.devp2p.core;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Assertions about refusals. */
public final class Violations {

  private Violations() {}

  /** Asserts that {@code input} is refused by {@code rule} and by no other. */
  public static void assertViolation(Rule rule, ThrowingCallable input) {
    assertThatExceptionOfType(Violation.class)
        .isThrownBy(input)
        .matches(violation -> violation.rule().equals(rule), "breaks " + rule.name());
  }
}
