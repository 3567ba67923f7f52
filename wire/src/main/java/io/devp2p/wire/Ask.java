package io.devp2p.wire;

import io.devp2p.core.Violation;
import java.time.Duration;
import org.apache.tuweni.bytes.Bytes;

/**
 * A request of ours: what is sent, and what its answer must be. Immutable; pure, so that answers
 * are judged on any thread.
 *
 * @param <T> what the caller gets
 */
public interface Ask<T> {

  /** What an answer comes to. */
  sealed interface Verdict<T> {

    /** All that will come. */
    record Done<T>(T result, int amount) implements Verdict<T> {}

    /** A part, with what is to be asked now under the same id. */
    record Again<T>(Ask<T> rest, int amount) implements Verdict<T> {}
  }

  /** The name of the answer, for errors. */
  String name();

  /** Id of the message that answers, in the protocol's own numbering. */
  int answer();

  /** How much is wanted, at least 1, in the unit of {@link Verdict}. */
  int amount();

  /** How long the answer may take. */
  Duration timeout();

  /** The same for less, at least 1. */
  Ask<T> first(int amount);

  /**
   * What is sent; its data is a list that begins with the id.
   *
   * @param version of the protocol
   */
  Message request(int version, long id);

  /**
   * Judges an answer.
   *
   * @param version of the protocol
   * @throws Violation if it cannot be right
   */
  Verdict<T> judge(int version, Bytes payload);
}
