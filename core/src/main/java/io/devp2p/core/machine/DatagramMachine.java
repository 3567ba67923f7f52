package io.devp2p.core.machine;

import java.net.InetSocketAddress;
import org.apache.tuweni.bytes.Bytes;

/**
 * Protocol logic over datagrams: input and time in, effects out. Owns no socket, thread, clock,
 * lock, future or source of randomness. Not thread-safe: one machine, one loop. {@code now} is
 * monotonic, in nanoseconds from an arbitrary origin. What takes long it asks for by {@link
 * Effect.Work}.
 *
 * @param <E> the module's sealed event type
 */
public interface DatagramMachine<E> {

  /** A datagram came in. Never throws for bad input; it puts {@link Effect.Refused} out. */
  void onDatagram(long now, InetSocketAddress from, Bytes datagram, Outbox<E> out);

  /** The time of {@link #deadline()} has come, or passed, or not: calling early does no harm. */
  void onTime(long now, Outbox<E> out);

  /** When {@link #onTime} must next be called; {@link Long#MAX_VALUE} = never. */
  long deadline();
}
