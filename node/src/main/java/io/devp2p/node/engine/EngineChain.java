package io.devp2p.node.engine;

import io.devp2p.wire.eth.CellMask;
import org.apache.tuweni.bytes.Bytes32;

/** What the Engine API needs of a node. Called by several threads at once. */
public interface EngineChain {

  /**
   * A block is the head, says the consensus client.
   *
   * @return whether we hold it with its chain and its state; if not, nothing changes
   */
  boolean head(Bytes32 hash);

  /** The consensus client keeps these columns of blobs. */
  void custody(CellMask columns);
}
