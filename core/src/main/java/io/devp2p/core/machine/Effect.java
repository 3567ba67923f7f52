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

  /** How a call ended. */
  sealed interface Outcome {
    /** With a value. */
    record Value(Object value) implements Outcome {}

    /** With a failure. */
    record Failure(Exception cause) implements Outcome {}
  }
}
