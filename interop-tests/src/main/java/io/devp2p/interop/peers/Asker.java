package io.devp2p.interop.peers;

import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import io.devp2p.core.node.NodeRecord;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.tuweni.bytes.Bytes;

/**
 * One version of discovery, as a foreign node speaks it when it is told to. Futures fail with an
 * {@link java.io.IOException} that carries what the node says. Thread-safe.
 */
public interface Asker {

  /** What it can be told; a method that belongs to none of these fails. */
  Set<Verb> verbs();

  /** Sends a PING; done when the PONG is there. */
  CompletableFuture<Void> ping(Node node);

  /** Asks for the record. */
  CompletableFuture<NodeRecord> requestRecord(Node node);

  /**
   * Sends one FINDNODE for the nodes about a target.
   *
   * @return ids of the nodes that were named
   */
  CompletableFuture<Set<NodeId>> findNode(Node node, Node target);

  /** Sends a TALKREQ and gives the response. */
  CompletableFuture<Bytes> talk(Node node, String protocol, Bytes request);
}
