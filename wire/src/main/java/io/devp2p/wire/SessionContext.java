package io.devp2p.wire;

import io.devp2p.core.crypto.PublicKey;
import io.devp2p.wire.p2p.Hello;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

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

  /**
   * Runs an action on the event loop of the peer, unless the session is over by then: the way for
   * other threads to send.
   */
  void submit(Consumer<SessionOutbox> action);
}
