package io.devp2p.wire.tx;

import io.devp2p.wire.eth.BlobSidecar;
import io.devp2p.wire.eth.CellMask;
import io.devp2p.wire.eth.EthAnswer;
import io.devp2p.wire.eth.Kzg;
import io.devp2p.wire.eth.PooledTransaction;
import io.devp2p.wire.eth.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes;

/**
 * What is held of the blobs of a transaction: all of their cells, or a sample of the columns.
 * Immutable.
 *
 * @param sidecar as its sender made it, without blobs
 * @param cellProofs 128 for each blob: those of the sidecar, or made by us for one of version 0
 * @param columns what is held of each column: a cell for each blob
 */
public record Blobs(
    BlobSidecar sidecar, List<Bytes> cellProofs, Map<Integer, List<Bytes>> columns) {

  /** Columns whose cells, one after the other, are the blob (EIP-7594). */
  public static final int PAYLOAD_COLUMNS = CellMask.COLUMNS / 2;

  public Blobs {
    sidecar = sidecar.elided();
    cellProofs = List.copyOf(cellProofs);
    columns = Map.copyOf(columns);
  }

  /**
   * Verifies a sidecar that has its blobs, and computes the cells. Takes milliseconds for each
   * blob; of version 0 tenths of a second.
   *
   * @return empty where a proof is wrong
   */
  public static Optional<Blobs> verified(BlobSidecar sidecar, Kzg kzg) {
    if (sidecar.version() == 0) {
      return kzg.verifyBlobs(sidecar.blobs(), sidecar.commitments(), sidecar.proofs())
          ? Optional.of(withCellProofs(sidecar, kzg))
          : Optional.empty();
    }
    List<List<Bytes>> cells = new ArrayList<>();
    for (Bytes blob : sidecar.blobs()) {
      Optional<List<Bytes>> ofBlob = kzg.cells(blob);
      if (ofBlob.isEmpty()) {
        return Optional.empty();
      }
      cells.add(ofBlob.get());
    }
    Map<Integer, List<Bytes>> columns = columns(cells);
    return verify(sidecar, columns, kzg)
        ? Optional.of(new Blobs(sidecar, sidecar.proofs(), columns))
        : Optional.empty();
  }

  private static Blobs withCellProofs(BlobSidecar sidecar, Kzg kzg) {
    List<List<Bytes>> cells = new ArrayList<>();
    List<Bytes> proofs = new ArrayList<>();
    for (Bytes blob : sidecar.blobs()) {
      Kzg.CellsAndProofs computed = kzg.compute(blob);
      cells.add(computed.cells());
      proofs.addAll(computed.proofs());
    }
    return new Blobs(sidecar, proofs, columns(cells));
  }

  /**
   * Whether columns are those of the blobs of a sidecar of version 1. Takes milliseconds.
   *
   * @param columns of each a cell for each blob
   */
  public static boolean verify(BlobSidecar sidecar, Map<Integer, List<Bytes>> columns, Kzg kzg) {
    List<Bytes> commitments = new ArrayList<>();
    List<Integer> numbers = new ArrayList<>();
    List<Bytes> cells = new ArrayList<>();
    List<Bytes> proofs = new ArrayList<>();
    for (Map.Entry<Integer, List<Bytes>> column : columns.entrySet()) {
      for (int blob = 0; blob < column.getValue().size(); blob++) {
        commitments.add(sidecar.commitments().get(blob));
        numbers.add(column.getKey());
        cells.add(column.getValue().get(blob));
        proofs.add(sidecar.proofs().get(blob * CellMask.COLUMNS + column.getKey()));
      }
    }
    return kzg.verifyCells(commitments, numbers, cells, proofs);
  }

  /**
   * What is held once cells of a sidecar of version 1 have been fetched and verified: of 64 columns
   * or more all cells are recovered, which takes milliseconds for the first 64 columns and tenths
   * of a second for others.
   */
  public static Blobs ofColumns(BlobSidecar sidecar, Map<Integer, List<Bytes>> columns, Kzg kzg) {
    if (columns.size() < PAYLOAD_COLUMNS || columns.size() == CellMask.COLUMNS) {
      return new Blobs(sidecar, sidecar.proofs(), columns);
    }
    List<List<Bytes>> cells = new ArrayList<>();
    for (int blob = 0; blob < sidecar.commitments().size(); blob++) {
      cells.add(recovered(new TreeMap<>(columns), blob, kzg));
    }
    return new Blobs(sidecar, sidecar.proofs(), columns(cells));
  }

  private static List<Bytes> recovered(TreeMap<Integer, List<Bytes>> columns, int blob, Kzg kzg) {
    List<Bytes> cells = columns.values().stream().map(column -> column.get(blob)).toList();
    if (columns.headMap(PAYLOAD_COLUMNS).size() == PAYLOAD_COLUMNS) {
      return kzg.cells(Bytes.concatenate(cells.subList(0, PAYLOAD_COLUMNS)))
          .orElseThrow(() -> new IllegalStateException("BUG: cells that were verified are none"));
    }
    return kzg.recover(List.copyOf(columns.keySet()), cells).cells();
  }

  private static Map<Integer, List<Bytes>> columns(List<List<Bytes>> cellsOfBlobs) {
    Map<Integer, List<Bytes>> columns = new TreeMap<>();
    for (int column = 0; column < CellMask.COLUMNS; column++) {
      int index = column;
      columns.put(column, cellsOfBlobs.stream().map(cells -> cells.get(index)).toList());
    }
    return columns;
  }

  /** The columns that are held of every blob. */
  public CellMask mask() {
    return CellMask.of(columns.keySet().stream().mapToInt(Integer::intValue).toArray());
  }

  /** Whether the blobs can be given as a whole. */
  public boolean areWhole() {
    return columns.size() == CellMask.COLUMNS;
  }

  /** By column, within a column by blob; empty if one of the columns is not held. */
  public Optional<List<Bytes>> cells(CellMask wanted) {
    return mask().hasAll(wanted)
        ? Optional.of(wanted.columns().boxed().flatMap(c -> column(c).stream()).toList())
        : Optional.empty();
  }

  private List<Bytes> column(int column) {
    return columns.getOrDefault(column, List.of());
  }

  /**
   * What PooledTransactions carries.
   *
   * @param elided as on eth/72, always of version 1; before, empty unless the blobs are whole
   */
  public Optional<Bytes> pooled(Transaction tx, boolean elided) {
    if (elided) {
      return Optional.of(elided(tx).networkForm(true));
    }
    if (!areWhole()) {
      return Optional.empty();
    }
    List<Bytes> blobs =
        IntStream.range(0, sidecar.commitments().size()).mapToObj(this::blob).toList();
    BlobSidecar whole =
        new BlobSidecar(sidecar.version(), blobs, sidecar.commitments(), sidecar.proofs());
    return Optional.of(new PooledTransaction(tx, Optional.of(whole)).networkForm(false));
  }

  private PooledTransaction elided(Transaction tx) {
    BlobSidecar carried = new BlobSidecar(1, List.of(), sidecar.commitments(), cellProofs);
    return new PooledTransaction(tx, Optional.of(carried));
  }

  private Bytes blob(int blob) {
    return Bytes.concatenate(
        IntStream.range(0, PAYLOAD_COLUMNS).mapToObj(c -> column(c).get(blob)).toList());
  }

  /**
   * The size that announcements have, without making the blobs.
   *
   * @param elided as on eth/72; before, it is that with blobs
   */
  public int announcedSize(Transaction tx, boolean elided) {
    return elided
        ? elided(tx).size(true)
        : AnnouncedSize.withBlobs(
            new PooledTransaction(tx, Optional.of(sidecar)).size(true),
            sidecar.commitments().size());
  }

  /** Bytes of memory. */
  long bytes() {
    long cells = (long) columns.size() * sidecar.commitments().size() * EthAnswer.Cells.CELL;
    int points = sidecar.commitments().size() + sidecar.proofs().size() + cellProofs.size();
    return cells + (long) points * BlobSidecar.POINT;
  }
}
