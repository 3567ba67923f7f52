package io.devp2p.discovery.dns;

import io.devp2p.core.machine.Outbox;

/**
 * Logic over DNS: answers and time in, questions and findings out. Owns no socket, thread, clock,
 * future or randomness. Not thread-safe. {@code now} is monotonic, in nanoseconds.
 */
public sealed interface DnsMachine permits DnsSync, TreeClone {

  /** DNS answered a question. An answer that comes too late is passed over. */
  void onAnswer(long now, long query, TxtAnswer answer, Outbox<DnsEvent> out);

  /** The time of {@link #deadline} has come, or passed, or not: calling early does no harm. */
  void onTime(long now, Outbox<DnsEvent> out);

  /** When {@link #onTime} must next be called; {@link Long#MAX_VALUE} = never. */
  long deadline();
}
