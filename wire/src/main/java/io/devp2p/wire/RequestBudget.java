package io.devp2p.wire;

import java.util.concurrent.atomic.AtomicInteger;

/** How many requests all sessions of a protocol may have in flight together. Thread-safe. */
public final class RequestBudget {

  /** Enough to keep 16 peers at their own limit; what they may answer has to fit in memory. */
  public static final int IN_FLIGHT = 1024;

  private final int limit;
  private final AtomicInteger used = new AtomicInteger();

  /** A budget of {@link #IN_FLIGHT} requests. */
  public RequestBudget() {
    this(IN_FLIGHT);
  }

  /** A budget of so many requests. */
  public RequestBudget(int limit) {
    this.limit = limit;
  }

  /** Takes one, if there is one. */
  boolean take() {
    return used.getAndUpdate(n -> n < limit ? n + 1 : n) < limit;
  }

  /** Gives some back. */
  void giveBack(int requests) {
    used.addAndGet(-requests);
  }

  /** How many are in flight. */
  public int used() {
    return used.get();
  }
}
