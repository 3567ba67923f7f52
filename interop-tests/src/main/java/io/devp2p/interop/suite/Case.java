package io.devp2p.interop.suite;

import java.time.Duration;
import java.util.Set;

/**
 * One thing that a target is tried for.
 *
 * @param <D> the dialogue that it is tried in
 * @param id unique in its suite: that of go-ethereum's tool where it has the case
 * @param source where that is written: specification and section, or EIP
 * @param sentence what holds of a target that passes
 * @param deadline after which the target has failed
 * @param needs without which the case is skipped
 * @param script tries it
 */
public record Case<D>(
    String id,
    Severity severity,
    String source,
    String sentence,
    Duration deadline,
    Set<Need> needs,
    Script<D> script) {

  /** Far more than any case takes that does not say so itself. */
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  /** Tries a target; returns if it passes. */
  @FunctionalInterface
  public interface Script<D> {
    /**
     * Plays.
     *
     * @throws Exception a {@link io.devp2p.interop.dialogue.Deviation} if the target fails, a
     *     {@link io.devp2p.interop.dialogue.NotOffered} if there is nothing to be tried; whatever
     *     else is thrown makes it fail too
     */
    void play(D dialogue) throws Exception;
  }

  public Case {
    needs = Set.copyOf(needs);
  }

  private static <D> Case<D> of(
      Severity severity, String id, String source, String sentence, Script<D> script) {
    return new Case<>(id, severity, source, sentence, DEADLINE, Set.of(), script);
  }

  /** A case that must be passed. */
  public static <D> Case<D> must(String id, String source, String sentence, Script<D> script) {
    return of(Severity.MUST, id, source, sentence, script);
  }

  /** A case that should be passed. */
  public static <D> Case<D> should(String id, String source, String sentence, Script<D> script) {
    return of(Severity.SHOULD, id, source, sentence, script);
  }

  /** A case of what does harm. */
  public static <D> Case<D> robustness(
      String id, String source, String sentence, Script<D> script) {
    return of(Severity.ROBUSTNESS, id, source, sentence, script);
  }

  /** A case with another deadline. */
  public static <D> Case<D> within(Duration deadline, Case<D> one) {
    return new Case<>(
        one.id, one.severity, one.source, one.sentence, deadline, one.needs, one.script);
  }

  /** A case that cannot be tried without something. */
  public static <D> Case<D> needing(Need need, Case<D> one) {
    return new Case<>(
        one.id, one.severity, one.source, one.sentence, one.deadline, Set.of(need), one.script);
  }
}
