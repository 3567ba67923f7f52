package io.devp2p.wire;

import io.devp2p.core.crypto.PublicKey;
import io.devp2p.wire.p2p.Hello;
import java.net.InetSocketAddress;

/** What a session knows of its peer, and its way to act from outside. Thread-safe. */
public interface SessionContext {

  /** The shared capability: the highest version that both sides have. */
  Capability capability();

  /** The key of the peer. */
  PublicKey key();

  /** The Hello of the peer. */
  Hello hello();

  /** The remote address. */
  InetSocketAddress address();

  /** Whether the peer opened the connection. */
  boolean inbound();

  /** What other threads want of a session: called as its own methods are, on its event loop. */
  @FunctionalInterface
  interface Step {
    void run(long now, SessionOutbox out);
  }

  /**
   * Whether little of what was sent waits for the peer to read it: gossip can wait until then. A
   * peer that leaves 16 MiB unread is dropped.
   */
  boolean isWritable();

  /**
   * Runs a step on the event loop of the peer: the way for other threads to send.
   *
   * @param gone runs instead, on any thread, where the session is over by then
   */
  void submit(Step step, Runnable gone);

  /** As {@link #submit(Step, Runnable)}; does nothing where the session is over by then. */
  default void submit(Step step) {
    submit(step, () -> {});
  }
}
