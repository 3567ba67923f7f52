package io.devp2p.wire.eth;

import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * What a node has to serve. Everything is RLP as peers get it, and must be verified: what is not
 * there is empty, and never made up. Called by several threads at once, never by event loops: it
 * may block. What takes longer than 5 s is not waited for.
 */
public interface EthBackend {

  /** Has nothing. */
  EthBackend EMPTY = new EthBackend() {};

  /**
   * A header of the canonical chain.
   *
   * @param number unsigned
   */
  default Optional<Bytes> header(long number) {
    return Optional.empty();
  }

  /** A header of any branch. */
  default Optional<Bytes> header(Bytes32 hash) {
    return Optional.empty();
  }

  /** The body of a block: transactions, ommers and, from Shanghai on, withdrawals. */
  default Optional<Bytes> body(Bytes32 hash) {
    return Optional.empty();
  }

  /** The receipts of a block as a list in the form of eth/69: type, status, gas, logs. */
  default Optional<Bytes> receipts(Bytes32 hash) {
    return Optional.empty();
  }

  /** The access list of a block, byte by byte as its header commits to it (EIP-7928). */
  default Optional<Bytes> accessList(Bytes32 hash) {
    return Optional.empty();
  }

  /**
   * A transaction of the pool.
   *
   * @param elided a blob transaction without its blobs, as on eth/72; before, it is empty if the
   *     blobs are not all there
   * @return a list, or a byte string of type and payload, for blob transactions with sidecar
   */
  default Optional<Bytes> pooledTransaction(Bytes32 hash, boolean elided) {
    return Optional.empty();
  }

  /**
   * Cells of all blobs of a transaction of the pool.
   *
   * @return by column, within a column by blob, 2,048 bytes each; empty if one of them is missing
   */
  default Optional<List<Bytes>> cells(Bytes32 hash, CellMask mask) {
    return Optional.empty();
  }
}
