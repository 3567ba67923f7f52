package io.devp2p.core.node;

import io.devp2p.core.crypto.PublicKey;
import java.util.Optional;

/**
 * A node as somebody told us of it: by its record, or, in discv4, by key and address alone.
 *
 * @param id keccak256 of the key
 * @param key its public key
 * @param endpoint the address to talk to it
 * @param record its record, if it is known
 */
public record Node(NodeId id, PublicKey key, Endpoint endpoint, Optional<NodeRecord> record) {

  /** A node without a record. */
  public static Node of(PublicKey key, Endpoint endpoint) {
    return new Node(NodeId.of(key), key, endpoint, Optional.empty());
  }

  /** The node of a record at the address that reaches farthest; empty if the record has none. */
  public static Optional<Node> of(NodeRecord record) {
    return record.endpoints().stream().findFirst().map(e -> of(record, e));
  }

  /** The node of a record at a chosen address. */
  public static Node of(NodeRecord record, Endpoint endpoint) {
    return new Node(record.id(), record.publicKey(), endpoint, Optional.of(record));
  }

  /**
   * This node with a record of its own; at the address it is known at, where the record has none.
   */
  public Node with(NodeRecord newer) {
    return newer.endpoints().stream()
        .filter(e -> e.udpAddress().equals(endpoint.udpAddress()))
        .findFirst()
        .map(e -> of(newer, e))
        .or(() -> of(newer))
        .orElseGet(() -> of(newer, endpoint));
  }

  /** Sequence number of the record that is known, unsigned, or 0. */
  public long seq() {
    return record.map(NodeRecord::seq).orElse(0L);
  }

  /** The record's text form where there is a record, else the enode URL. */
  @Override
  public String toString() {
    return record.map(NodeRecord::toString).orElseGet(() -> Enode.of(key, endpoint).toString());
  }
}
