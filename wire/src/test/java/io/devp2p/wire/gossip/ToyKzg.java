package io.devp2p.wire.gossip;

import io.devp2p.core.crypto.Keccak;
import io.devp2p.wire.eth.BlobSidecar;
import io.devp2p.wire.eth.CellMask;
import io.devp2p.wire.eth.Kzg;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes;

/**
 * Commitments without mathematics: a blob is committed to by its hash, its proofs are its
 * commitment, and the second half of its cells repeats the first.
 */
final class ToyKzg implements Kzg {

  @Override
  public boolean verifyBlobs(List<Bytes> blobs, List<Bytes> commitments, List<Bytes> proofs) {
    return blobs.stream().map(this::commit).toList().equals(commitments)
        && proofs.equals(commitments);
  }

  /** Only cells of whole blobs can be told from others: all columns must be there. */
  @Override
  public boolean verifyCells(
      List<Bytes> commitments, List<Integer> columns, List<Bytes> cells, List<Bytes> proofs) {
    for (Bytes commitment : Set.copyOf(commitments)) {
      Bytes blob =
          Bytes.concatenate(
              IntStream.range(0, cells.size())
                  .filter(i -> commitments.get(i).equals(commitment))
                  .boxed()
                  .sorted((a, b) -> columns.get(a) - columns.get(b))
                  .limit(CellMask.COLUMNS / 2)
                  .map(cells::get)
                  .toList());
      if (!commit(blob).equals(commitment)) {
        return false;
      }
    }
    return proofs.equals(commitments);
  }

  @Override
  public Bytes commit(Bytes blob) {
    return Bytes.concatenate(Keccak.hash(blob), Bytes.wrap(new byte[16]));
  }

  @Override
  public Optional<List<Bytes>> cells(Bytes blob) {
    return Optional.of(compute(blob).cells());
  }

  @Override
  public CellsAndProofs compute(Bytes blob) {
    List<Bytes> cells =
        IntStream.range(0, CellMask.COLUMNS)
            .mapToObj(i -> blob.slice(i % 64 * 2048, 2048))
            .toList();
    return new CellsAndProofs(cells, Collections.nCopies(CellMask.COLUMNS, commit(blob)));
  }

  @Override
  public CellsAndProofs recover(List<Integer> columns, List<Bytes> cells) {
    return compute(Bytes.concatenate(cells.subList(0, BlobSidecar.BLOB / 2048)));
  }
}
