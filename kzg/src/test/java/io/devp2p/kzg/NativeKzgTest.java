package io.devp2p.kzg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devp2p.core.Vectors;
import io.devp2p.core.crypto.Keccak;
import io.devp2p.core.rlp.RlpReader;
import io.devp2p.core.rlp.RlpWriter;
import io.devp2p.wire.eth.BlobSidecar;
import io.devp2p.wire.eth.CellMask;
import io.devp2p.wire.eth.EthAnswer;
import io.devp2p.wire.eth.EthCodec;
import io.devp2p.wire.eth.Kzg;
import io.devp2p.wire.eth.PooledTransaction;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.MutableBytes;
import org.junit.jupiter.api.Test;

/** Blobs, cells and proofs that go-ethereum and reth made. */
final class NativeKzgTest {

  private static final Kzg KZG = NativeKzg.load();
  private static final Kzg.CellsAndProofs FIRST = KZG.compute(blob(0));

  /** The sidecar of the vectors' transaction with two blobs, made by go-ethereum. */
  private static BlobSidecar twoBlobs() {
    Bytes wrapper = Vectors.hex(Vectors.load("blob-tx").get("v1_real"), "elided_wrapper");
    return PooledTransaction.decode(RlpWriter.encode(w -> w.bytes(wrapper)), true)
        .sidecar()
        .orElseThrow();
  }

  /** A blob of that transaction, by the recipe of the vector. */
  private static Bytes blob(long number) {
    return Bytes.concatenate(
        IntStream.range(0, 4096)
            .mapToObj(i ->
                Bytes.concatenate(
                    Bytes.of(0),
                    Keccak.hash(
                            Bytes.concatenate(
                                Bytes.ofUnsignedLong(number), Bytes.ofUnsignedLong(i)))
                        .slice(0, 31)))
            .toArray(Bytes[]::new));
  }

  /** Columns 5 and 70 of both blobs as go-ethereum sends them. */
  private static EthAnswer.Cells cells() {
    Bytes message =
        Vectors.each(Vectors.load("eth-messages").get("eth"))
            .filter(m -> m.get("name").asText().equals("geth-cells-two-blobs-real"))
            .map(m -> Vectors.hex(m, "encoding"))
            .findFirst()
            .orElseThrow();
    return (EthAnswer.Cells) EthCodec.decode(72, 0x15, message);
  }

  private static boolean verify(List<Bytes> cells) {
    BlobSidecar sidecar = twoBlobs();
    List<Integer> columns = List.of(5, 5, 70, 70);
    List<Bytes> proofs =
        IntStream.range(0, 4)
            .mapToObj(i -> sidecar.proofs().get(i % 2 * CellMask.COLUMNS + columns.get(i)))
            .toList();
    List<Bytes> commitments =
        Stream.of(0, 1, 0, 1).map(blob -> sidecar.commitments().get(blob)).toList();
    return KZG.verifyCells(commitments, columns, cells, proofs);
  }

  private static Bytes flipped(Bytes bytes) {
    MutableBytes copy = bytes.mutableCopy();
    copy.set(31, (byte) (copy.get(31) ^ 1)); // the lowest bit of an element: it stays in the field
    return copy;
  }

  @Test
  void verifiesCellsOfGoEthereum() {
    assertThat(verify(cells().cells().getFirst())).isTrue();
  }

  @Test
  void refusesCellsOfWhichOneBitIsWrong() {
    List<Bytes> cells = cells().cells().getFirst();
    assertThat(
            verify(
                Stream.concat(Stream.of(flipped(cells.get(0))), cells.stream().skip(1)).toList()))
        .isFalse();
    assertThat(verify(cells.reversed())).isFalse();
  }

  @Test
  void computesCellsAndProofsAsGoEthereum() {
    BlobSidecar sidecar = twoBlobs();
    assertThat(FIRST.proofs()).isEqualTo(sidecar.proofs().subList(0, CellMask.COLUMNS));
    assertThat(FIRST.cells().get(5)).isEqualTo(cells().cells().getFirst().get(0));
    assertThat(FIRST.cells().get(70)).isEqualTo(cells().cells().getFirst().get(2));
  }

  @Test
  void commitsAsGoEthereum() {
    assertThat(KZG.commit(blob(1))).isEqualTo(twoBlobs().commitments().get(1));
    assertThatThrownBy(() -> KZG.commit(Bytes.EMPTY)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void computesCellsWithoutProofs() {
    assertThat(KZG.cells(blob(0))).contains(FIRST.cells());
    assertThat(KZG.cells(Bytes.repeat((byte) 0xff, BlobSidecar.BLOB))).isEmpty();
    assertThat(KZG.cells(Bytes.EMPTY)).isEmpty();
  }

  @Test
  void theFirstHalfOfTheCellsIsTheBlob() {
    assertThat(Bytes.concatenate(FIRST.cells().subList(0, 64))).isEqualTo(blob(0));
  }

  @Test
  void recoversCellsFromHalfOfThem() {
    List<Integer> columns = IntStream.range(0, 64).mapToObj(i -> 2 * i + 1).toList();
    Kzg.CellsAndProofs recovered =
        KZG.recover(columns, columns.stream().map(FIRST.cells()::get).toList());
    assertThat(recovered).isEqualTo(FIRST);
  }

  @Test
  void verifiesBlobProofsOfVersion0() {
    BlobSidecar sidecar =
        items(Vectors.hex(Vectors.load("blob-tx").get("pooled_transactions_v0"), "encoding"))
            .map(item -> PooledTransaction.decode(item, false))
            .flatMap(tx -> tx.sidecar().stream())
            .findFirst()
            .orElseThrow();
    assertThat(KZG.verifyBlobs(sidecar.blobs(), sidecar.commitments(), sidecar.proofs())).isTrue();
    List<Bytes> other = List.of(flipped(sidecar.blobs().getFirst()));
    assertThat(KZG.verifyBlobs(other, sidecar.commitments(), sidecar.proofs())).isFalse();
  }

  private static Stream<Bytes> items(Bytes list) {
    RlpReader in = RlpReader.list(list);
    Stream.Builder<Bytes> items = Stream.builder();
    while (!in.isAtEnd()) {
      items.add(in.raw());
    }
    return items.build();
  }

  @Test
  void whatIsNoPointNoCellOrOfOtherNumberIsRefused() {
    Bytes point = Bytes.repeat((byte) 0xff, 48);
    Bytes cell = FIRST.cells().getFirst();
    Bytes outOfField = Bytes.repeat((byte) 0xff, 2048);
    Bytes commitment = twoBlobs().commitments().getFirst();
    Bytes proof = FIRST.proofs().getFirst();
    assertThat(verifyCell(commitment, 0, cell, proof)).isTrue();
    assertThat(verifyCell(point, 0, cell, proof)).isFalse();
    assertThat(verifyCell(commitment, 0, cell, point)).isFalse();
    assertThat(verifyCell(commitment, 0, outOfField, proof)).isFalse();
    assertThat(verifyCell(commitment, 128, cell, proof)).isFalse();
    assertThat(verifyCell(commitment, 0, cell.slice(1), proof)).isFalse();
    assertThat(KZG.verifyCells(List.of(), List.of(0), List.of(cell), List.of(proof))).isFalse();
    assertThat(KZG.verifyBlobs(List.of(cell), List.of(commitment), List.of(proof))).isFalse();
  }

  private static boolean verifyCell(Bytes commitment, int column, Bytes cell, Bytes proof) {
    return KZG.verifyCells(List.of(commitment), List.of(column), List.of(cell), List.of(proof));
  }

  @Test
  void computesNothingOfWhatIsNoBlob() {
    assertThatThrownBy(() -> KZG.compute(Bytes.repeat((byte) 0xff, BlobSidecar.BLOB)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> KZG.compute(Bytes.EMPTY)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> KZG.recover(List.of(1), List.of(FIRST.cells().get(1))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() ->
            KZG.recover(Collections.nCopies(64, 1), Collections.nCopies(64, FIRST.cells().get(1))))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
