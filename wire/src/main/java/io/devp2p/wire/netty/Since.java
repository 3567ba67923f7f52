package io.devp2p.wire.netty;

/** Since when something holds. {@code now} is monotonic, in nanoseconds. */
final class Since {

  private long at = Long.MAX_VALUE;

  void observe(long now, boolean holds) {
    if (!holds) {
      at = Long.MAX_VALUE;
    } else if (at == Long.MAX_VALUE) {
      at = now;
    }
  }

  boolean holds() {
    return at != Long.MAX_VALUE;
  }

  /** Whether it has held for at least so long. */
  boolean holdsFor(long now, long limit) {
    return holds() && now - at >= limit;
  }

  /** When it will have held for so long; {@link Long#MAX_VALUE} where it does not hold. */
  long deadline(long limit) {
    return holds() ? at + limit : Long.MAX_VALUE;
  }
}
