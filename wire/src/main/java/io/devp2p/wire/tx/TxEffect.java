package io.devp2p.wire.tx;

import io.devp2p.wire.eth.CellMask;
import io.devp2p.wire.eth.EthMessage;
import io.devp2p.wire.eth.PooledTransaction;
import java.util.List;
import java.util.Map;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/** All that {@link TxExchange} may ask of the world. Peers are named by numbers. */
public sealed interface TxEffect {

  /** Send a message, unless the peer does not read. */
  record Send(long peer, EthMessage message) implements TxEffect {}

  /** Ask for transactions: ends with {@code onDelivered} or {@code onAskFailed}. */
  record Ask(long peer, List<Bytes32> hashes) implements TxEffect {}

  /** Ask for cells: ends with {@code onCells} or {@code onCellsFailed}. */
  record AskCells(long peer, List<Bytes32> hashes, CellMask mask) implements TxEffect {}

  /** Verify cells of a peer by the proofs of a sidecar: ends with {@code onVerified}. */
  record Verify(long peer, PooledTransaction tx, Map<Integer, List<Bytes>> columns)
      implements TxEffect {}

  /** Put a blob transaction together, whose cells are verified: ends with {@code onCandidate}. */
  record Complete(Candidate tx, Map<Integer, List<Bytes>> columns) implements TxEffect {}

  /** Disconnect a peer. */
  record Drop(long peer, TxRule why) implements TxEffect {}

  /** The pool has a transaction, which can be served from now on. */
  record Held(PoolTransaction tx) implements TxEffect {}

  /** The pool does not have a transaction any more. */
  record Gone(Bytes32 hash) implements TxEffect {}
}
