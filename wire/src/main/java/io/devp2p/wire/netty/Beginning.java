package io.devp2p.wire.netty;

import io.devp2p.wire.Timings;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * The steps of a connection until the peer's Hello, and their time. Event loop only, but {@link
 * #timings}.
 */
final class Beginning {

  private final long helloTimeout;
  private volatile Timings timings = Timings.NONE;
  private long stepBegan;
  private long helloDeadline;

  Beginning(Duration helloTimeout) {
    this.helloTimeout = helloTimeout.toNanos();
  }

  Timings timings() {
    return timings;
  }

  /** When the peer's Hello must be here: the limit runs from the TCP connection. */
  long helloDeadline() {
    return helloDeadline;
  }

  /** The dial begins, or an accepted connection is there. */
  void onStart(long now) {
    stepBegan = now;
    helloDeadline = now + helloTimeout;
  }

  /** The TCP connection is there. */
  void onConnected(long now, boolean inbound) {
    OptionalLong connect = inbound ? OptionalLong.empty() : step(now);
    timings = new Timings(connect, OptionalLong.empty(), OptionalLong.empty());
    stepBegan = now;
    helloDeadline = now + helloTimeout;
  }

  /** The RLPx handshake is done. */
  void onProved(long now) {
    timings = new Timings(timings.connect(), step(now), OptionalLong.empty());
  }

  /** A message came; only the first counts. */
  void onMessage(long now) {
    if (timings.hello().isEmpty()) {
      timings = new Timings(timings.connect(), timings.auth(), step(now));
    }
  }

  private OptionalLong step(long now) {
    OptionalLong took = OptionalLong.of(now - stepBegan);
    stepBegan = now;
    return took;
  }
}
