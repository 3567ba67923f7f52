package io.devp2p.wire.eth;

import io.devp2p.core.Violation;
import java.time.Duration;

/**
 * A request of ours: what is sent, and what its answer must be. Immutable; pure, so that answers
 * are judged on any thread.
 *
 * @param <T> what the caller gets
 */
interface Ask<T> {

  /** For headers, bodies, receipts and access lists, of which an answer has megabytes. */
  Duration BLOCKS_TIMEOUT = Duration.ofSeconds(15);

  /** For transactions and cells (go-ethereum). */
  Duration POOL_TIMEOUT = Duration.ofSeconds(5);

  /** What an answer comes to. */
  sealed interface Verdict<T> {

    /** All that will come. */
    record Done<T>(T result, int amount) implements Verdict<T> {}

    /** A part, with what is to be asked now under the same id. */
    record Again<T>(Ask<T> rest, int amount) implements Verdict<T> {}
  }

  /** The type of the answer. */
  MessageId answer();

  /** How many items are wanted, at least 1. */
  int amount();

  Duration timeout();

  /** The same for the first items only, at least 1. */
  Ask<T> first(int amount);

  EthRequest request(long id);

  /**
   * Judges an answer, which has no more items than were asked for.
   *
   * @throws Violation if it cannot be right
   */
  Verdict<T> judge(int version, EthAnswer answer);
}
