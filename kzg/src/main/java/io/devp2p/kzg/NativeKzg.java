package io.devp2p.kzg;

import ethereum.ckzg4844.CKZG4844JNI;
import ethereum.ckzg4844.CKZGException;
import io.devp2p.wire.eth.BlobSidecar;
import io.devp2p.wire.eth.CellMask;
import io.devp2p.wire.eth.EthAnswer;
import io.devp2p.wire.eth.Kzg;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes;

/**
 * The polynomial commitments of blobs by c-kzg-4844, with the public ceremony's trusted setup.
 * Thread-safe. The setup belongs to the whole JVM and is never given back.
 */
public final class NativeKzg implements Kzg {

  private static final String SETUP = "trusted_setup.txt";

  /** No tables are computed ahead: they cost seconds and tens of MiB, and only proofs gain. */
  private static final long NO_TABLES = 0;

  /** Initialised once, by the first who asks: the class loader sees to it. */
  private static final class Loaded {
    private static final NativeKzg KZG = new NativeKzg();
  }

  private NativeKzg() {
    CKZG4844JNI.loadNativeLibrary();
    CKZG4844JNI.loadTrustedSetupFromResource(SETUP, NativeKzg.class, NO_TABLES);
  }

  /**
   * Loads library and trusted setup, the first time: takes tens of milliseconds, so call it before
   * the first peer waits.
   *
   * @throws LinkageError where the platform is none of Linux, macOS and Windows on amd64 or arm64
   */
  public static NativeKzg load() {
    return Loaded.KZG;
  }

  @Override
  public boolean verifyBlobs(List<Bytes> blobs, List<Bytes> commitments, List<Bytes> proofs) {
    return blobs.size() == commitments.size()
        && blobs.size() == proofs.size()
        && areOf(blobs, BlobSidecar.BLOB)
        && arePoints(commitments, proofs)
        && accepts(() ->
            CKZG4844JNI.verifyBlobKzgProofBatch(
                join(blobs), join(commitments), join(proofs), blobs.size()));
  }

  @Override
  public boolean verifyCells(
      List<Bytes> commitments, List<Integer> columns, List<Bytes> cells, List<Bytes> proofs) {
    return cells.size() == commitments.size()
        && cells.size() == columns.size()
        && cells.size() == proofs.size()
        && areOf(cells, EthAnswer.Cells.CELL)
        && arePoints(commitments, proofs)
        && accepts(() ->
            CKZG4844JNI.verifyCellKzgProofBatch(
                join(commitments), numbers(columns), join(cells), join(proofs)));
  }

  @Override
  public Bytes commit(Bytes blob) {
    checkSize(blob);
    return computed(() -> Bytes.wrap(CKZG4844JNI.blobToKzgCommitment(blob.toArrayUnsafe())));
  }

  @Override
  public Optional<List<Bytes>> cells(Bytes blob) {
    if (blob.size() != BlobSidecar.BLOB) {
      return Optional.empty();
    }
    try {
      byte[] cells = CKZG4844JNI.computeCells(blob.toArrayUnsafe());
      return Optional.of(split(cells, EthAnswer.Cells.CELL));
    } catch (CKZGException e) {
      if (isOfInput(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * All cells of a blob, with their proofs: about a tenth of a second of one core.
   *
   * @throws IllegalArgumentException if it is no blob
   */
  @Override
  public CellsAndProofs compute(Bytes blob) {
    checkSize(blob);
    return computed(() -> split(CKZG4844JNI.computeCellsAndKzgProofs(blob.toArrayUnsafe())));
  }

  /**
   * All cells of a blob, with their proofs.
   *
   * @throws IllegalArgumentException if fewer than 64 columns are given, or the cells are none
   */
  @Override
  public CellsAndProofs recover(List<Integer> columns, List<Bytes> cells) {
    if (columns.size() != cells.size()
        || columns.size() < CellMask.COLUMNS / 2
        || !areOf(cells, EthAnswer.Cells.CELL)) {
      throw new IllegalArgumentException("64 cells of 2,048 bytes are needed");
    }
    return computed(
        () -> split(CKZG4844JNI.recoverCellsAndKzgProofs(numbers(columns), join(cells))));
  }

  private static void checkSize(Bytes blob) {
    if (blob.size() != BlobSidecar.BLOB) {
      throw new IllegalArgumentException("a blob has 131,072 bytes");
    }
  }

  private static CellsAndProofs split(ethereum.ckzg4844.CellsAndProofs result) {
    return new CellsAndProofs(
        split(result.getCells(), EthAnswer.Cells.CELL),
        split(result.getProofs(), BlobSidecar.POINT));
  }

  private static <T> T computed(Supplier<T> computation) {
    try {
      return computation.get();
    } catch (CKZGException e) {
      throw isOfInput(e) ? new IllegalArgumentException("these are no cells of a blob", e) : e;
    }
  }

  /** What is no point of the curve or no element of the field fails the check. */
  private static boolean accepts(BooleanSupplier check) {
    try {
      return check.getAsBoolean();
    } catch (CKZGException e) {
      if (isOfInput(e)) {
        return false;
      }
      throw e;
    }
  }

  private static boolean isOfInput(CKZGException e) {
    return e.getError() == CKZGException.CKZGError.C_KZG_BADARGS;
  }

  private static boolean areOf(List<Bytes> items, int size) {
    return items.stream().allMatch(item -> item.size() == size);
  }

  private static boolean arePoints(List<Bytes> commitments, List<Bytes> proofs) {
    return areOf(commitments, BlobSidecar.POINT) && areOf(proofs, BlobSidecar.POINT);
  }

  private static byte[] join(List<Bytes> parts) {
    return Bytes.concatenate(parts).toArrayUnsafe();
  }

  private static long[] numbers(List<Integer> columns) {
    return columns.stream().mapToLong(Integer::longValue).toArray();
  }

  private static List<Bytes> split(byte[] all, int size) {
    Bytes bytes = Bytes.wrap(all);
    return IntStream.range(0, all.length / size)
        .mapToObj(i -> bytes.slice(i * size, size))
        .toList();
  }
}
