package io.devp2p.crawler;

import java.util.Optional;

/**
 * How a visit ended.
 *
 * @param detail what stands behind the outcome, in a few words of ours: the reason of a refusal,
 *     the policy that forbade a dial, the rule that was broken; never text of the peer
 */
public record Ending(Outcome outcome, Optional<String> detail) {

  /** An outcome that says it all. */
  public static Ending of(Outcome outcome) {
    return new Ending(outcome, Optional.empty());
  }

  /** An outcome and what stands behind it. */
  public static Ending of(Outcome outcome, String detail) {
    return new Ending(outcome, Optional.of(detail));
  }
}
