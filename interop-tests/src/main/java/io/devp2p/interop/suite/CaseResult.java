package io.devp2p.interop.suite;

import io.devp2p.interop.dialogue.Transcript;
import java.time.Duration;
import java.util.List;

/**
 * What became of a case.
 *
 * @param id that of the case
 * @param severity that of the case
 * @param source that of the case
 * @param sentence that of the case; empty for a case of others, whose words are theirs
 * @param took how long it took
 * @param log what was said, decrypted
 * @param leftOut entries that the log lacks in its middle
 * @param output what a program of others printed about it
 */
public record CaseResult(
    String id,
    Severity severity,
    String source,
    String sentence,
    Verdict verdict,
    Duration took,
    List<Transcript.Entry> log,
    long leftOut,
    String output) {

  public CaseResult {
    log = List.copyOf(log);
  }

  static CaseResult of(Case<?> one, Verdict verdict, Duration took, Transcript transcript) {
    return new CaseResult(
        one.id(),
        one.severity(),
        one.source(),
        one.sentence(),
        verdict,
        took,
        transcript.entries(),
        transcript.leftOut(),
        "");
  }

  /** Whether it failed. */
  public boolean hasFailed() {
    return verdict instanceof Verdict.Failed;
  }
}
