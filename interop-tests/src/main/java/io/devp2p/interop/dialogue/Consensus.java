package io.devp2p.interop.dialogue;

import io.devp2p.wire.eth.CellMask;
import java.io.IOException;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;

/** Tells a target which block is the head, as a consensus client does. Blocking. */
@FunctionalInterface
public interface Consensus {

  /**
   * The head, which is safe and final too. Only after that do nodes take and spread transactions.
   *
   * @param custody the columns of blobs that the node is to keep; empty: as before
   * @throws IOException if the target does not answer; not for what it answers
   */
  void head(Bytes32 hash, Optional<CellMask> custody) throws IOException, InterruptedException;
}
