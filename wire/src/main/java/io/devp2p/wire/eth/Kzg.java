package io.devp2p.wire.eth;

import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * The polynomial commitments of blobs (EIP-4844, EIP-7594): provided by who needs them, because
 * their mathematics comes as native code. Thread-safe; expensive, so never called on event loops.
 * Inputs of wrong size or out of range make a check fail, they are no error.
 */
public interface Kzg {

  /**
   * The cells of an extended blob.
   *
   * @param cells 128 cells of 2,048 bytes
   * @param proofs 128 proofs of 48 bytes
   */
  record CellsAndProofs(List<Bytes> cells, List<Bytes> proofs) {
    public CellsAndProofs {
      cells = List.copyOf(cells);
      proofs = List.copyOf(proofs);
    }
  }

  /** Whether each blob has its commitment, by its proof (sidecar version 0). */
  boolean verifyBlobs(List<Bytes> blobs, List<Bytes> commitments, List<Bytes> proofs);

  /**
   * Whether each cell is that of a column of the blob of a commitment, by its proof; all lists have
   * the same length.
   */
  boolean verifyCells(
      List<Bytes> commitments, List<Integer> columns, List<Bytes> cells, List<Bytes> proofs);

  /**
   * The commitment of a blob.
   *
   * @throws IllegalArgumentException if it is no blob
   */
  Bytes commit(Bytes blob);

  /** All cells of a blob, without their proofs: a hundred times faster; empty if it is no blob. */
  Optional<List<Bytes>> cells(Bytes blob);

  /** All cells of a blob, with their proofs. */
  CellsAndProofs compute(Bytes blob);

  /** All cells of a blob, from at least 64 of them. */
  CellsAndProofs recover(List<Integer> columns, List<Bytes> cells);
}
