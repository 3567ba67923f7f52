package io.devp2p.wire.eth;

import io.devp2p.core.Violation;
import io.devp2p.core.rlp.RlpReader;
import io.devp2p.core.rlp.RlpWriter;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * What travels with a blob transaction and is in no block (EIP-4844, EIP-7594, EIP-8070).
 *
 * @param version 0: one proof for each blob; 1: 128 cell proofs for each blob, number blob * 128 +
 *     column
 * @param blobs 131,072 bytes each; empty where they are left out, as on eth/72
 * @param commitments 48 bytes each
 * @param proofs 48 bytes each
 */
public record BlobSidecar(
    int version, List<Bytes> blobs, List<Bytes> commitments, List<Bytes> proofs) {

  /** Bytes of a blob. */
  public static final int BLOB = 131_072;

  /** Bytes of a commitment, and of a proof. */
  public static final int POINT = 48;

  /** First byte of the hash of a commitment (EIP-4844, VERSIONED_HASH_VERSION_KZG). */
  static final byte HASH_VERSION = 1;

  public BlobSidecar {
    blobs = List.copyOf(blobs);
    commitments = List.copyOf(commitments);
    proofs = List.copyOf(proofs);
  }

  /** The versioned hash that a transaction has of a commitment. */
  public static Bytes32 versionedHash(Bytes commitment) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(commitment.toArrayUnsafe());
      hash[0] = HASH_VERSION;
      return Bytes32.wrap(hash);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("BUG: every JVM has SHA-256", impossible);
    }
  }

  /** Without the blobs. */
  public BlobSidecar elided() {
    return new BlobSidecar(version, List.of(), commitments, proofs);
  }

  /**
   * Reads what follows the transaction in the wrapper.
   *
   * @param bytes what {@code in} reads; the blobs are slices of it
   * @param elided whether the blobs must be left out; otherwise they must be there
   */
  static BlobSidecar read(RlpReader in, Bytes bytes, boolean elided) {
    int version = 0;
    if (!in.nextIsList()) {
      version = in.uint(Integer.MAX_VALUE);
      Violation.unless(version == 1, TransactionRule.TX_SIDECAR_VERSION);
    }
    Violation.unless(version == 1 || !elided, TransactionRule.TX_SIDECAR_VERSION);
    List<Bytes> blobs = readBlobs(in.list(), bytes);
    Violation.unless(blobs.isEmpty() == elided, TransactionRule.TX_SIDECAR_BLOBS);
    BlobSidecar sidecar = new BlobSidecar(version, blobs, points(in.list()), points(in.list()));
    in.end();
    return sidecar;
  }

  private static List<Bytes> readBlobs(RlpReader in, Bytes bytes) {
    List<Bytes> blobs = new ArrayList<>();
    while (!in.isAtEnd()) {
      in.skipBytes(BLOB);
      blobs.add(bytes.slice(in.position() - BLOB, BLOB));
    }
    return blobs;
  }

  private static List<Bytes> points(RlpReader in) {
    List<Bytes> points = new ArrayList<>();
    while (!in.isAtEnd()) {
      points.add(in.bytes(POINT));
    }
    return points;
  }

  /**
   * Refuses a sidecar that is not that of a transaction. Proofs are not looked at: that takes a
   * {@link Kzg}.
   *
   * @param hashes the versioned hashes of the transaction
   * @throws Violation of a {@link TransactionRule}
   */
  public void check(List<Bytes32> hashes) {
    int count = hashes.size();
    int proofsPerBlob = version == 0 ? 1 : CellMask.COLUMNS;
    Violation.unless(
        commitments.size() == count
            && (blobs.isEmpty() || blobs.size() == count)
            && proofs.size() == count * proofsPerBlob,
        TransactionRule.TX_SIDECAR_COUNTS);
    for (int i = 0; i < count; i++) {
      Violation.unless(
          versionedHash(commitments.get(i)).equals(hashes.get(i)), TransactionRule.TX_COMMITMENT);
    }
  }

  /** Writes what follows the transaction in the wrapper. */
  void write(RlpWriter out) {
    if (version != 0) {
      out.uint(version);
    }
    out.list(blobs, RlpWriter::bytes)
        .list(commitments, RlpWriter::bytes)
        .list(proofs, RlpWriter::bytes);
  }
}
