package io.devp2p.lab;

import io.devp2p.core.node.Enode;
import io.devp2p.core.node.NodeId;
import io.devp2p.core.node.NodeRecord;
import java.util.Optional;

/**
 * What is true of one node of a laboratory: what a perfect crawler would note.
 *
 * @param family 4 or 6
 * @param v4 whether it answers discv4
 * @param v5 whether it answers discv5
 * @param outcome name of the outcome of a visit
 * @param client the client id that it tells, if a visit comes as far as that
 * @param eth the version of eth that a peer with all versions shares with it, if a visit comes as
 *     far as that
 */
public record Truth(
    NodeKind kind,
    NodeRecord record,
    int family,
    boolean v4,
    boolean v5,
    String outcome,
    Optional<String> client,
    Optional<Integer> eth) {

  public NodeId id() {
    return record.id();
  }

  /** Whether the node runs at all. */
  public boolean isAlive() {
    return v4 || v5;
  }

  /** The enode URL of the node. */
  public Enode enode() {
    return Enode.of(record.publicKey(), record.endpoints().getFirst());
  }
}
