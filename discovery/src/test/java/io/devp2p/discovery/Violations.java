package io.devp2p.discovery;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.fail;

import io.devp2p.core.Rule;
import io.devp2p.core.Violation;
import java.util.Optional;
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

  /**
   * Asserts that {@code input} is read or refused, and that nothing else happens.
   *
   * @param description what is needed to make the input again
   * @return the rule by which it was refused
   */
  public static Optional<Rule> assertTotal(String description, Runnable input) {
    try {
      input.run();
      return Optional.empty();
    } catch (Violation expected) {
      return Optional.of(expected.rule());
    } catch (RuntimeException | Error escaped) {
      return fail(description, escaped);
    }
  }
}
