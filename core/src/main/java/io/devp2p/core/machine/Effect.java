package io.devp2p.core.machine;

import io.devp2p.core.Violation;
import java.net.InetSocketAddress;
import org.apache.tuweni.bytes.Bytes;

/**
 * All that a datagram machine may ask of the world.
 *
 * @param <E> the events of the machine's module
 */
public sealed interface Effect<E> {

  /** Send a datagram. */
  record Send<E>(InetSocketAddress to, Bytes datagram) implements Effect<E> {}

  /** Tell listeners. */
  record Emit<E>(E event) implements Effect<E> {}

  /** Complete a call of the facade. */
  record Done<E>(long call, Outcome outcome) implements Effect<E> {}

  /** Count a packet that was refused. */
  record Refused<E>(InetSocketAddress from, Violation why) implements Effect<E> {}

  /**
   * Compute something that takes long away from the loop, and take its result back in. Work for one
   * peer is done in order. When too much of it waits, it is dropped, and nothing comes back.
   *
   * @param peer whom it concerns
   */
  record Work<E>(InetSocketAddress peer, Task<E> task) implements Effect<E> {}

  /** A computation that touches nothing of its machine, so that any thread may do it. */
  @FunctionalInterface
  interface Task<E> {
    /** Gives what takes the result in. */
    Resumption<E> compute();
  }

  /** Takes the result of a task into its machine, on its loop. */
  @FunctionalInterface
  interface Resumption<E> {
    void resume(long now, Outbox<E> out);
  }

  /** How a call ended. */
  sealed interface Outcome {
    /** With a value. */
    record Value(Object value) implements Outcome {}

    /** With a failure. */
    record Failure(Exception cause) implements Outcome {}
  }
}
