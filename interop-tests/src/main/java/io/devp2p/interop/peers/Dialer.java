package io.devp2p.interop.peers;

import io.devp2p.core.node.Enode;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/**
 * RLPx as a foreign node speaks it when it is told to. Futures fail with an {@link
 * java.io.IOException}. Thread-safe.
 */
public interface Dialer {

  /** Tells it to connect to a node; done when it has taken that as its task. */
  CompletableFuture<Void> dial(Enode node);

  /**
   * What it has made of a node that it is connected to, or will be within seconds: done when it has
   * taken the Hello and the Status of that node.
   */
  CompletableFuture<Met> met(Enode node);

  /**
   * What it says of another.
   *
   * @param client the client id
   * @param chain the chain of the Status, from those that pass it on
   * @param eth the version of eth that they agreed on, from those that tell it
   */
  record Met(String client, Optional<Chain> chain, OptionalInt eth) {}
}
