package io.devp2p.interop.suite.eth;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.interop.dialogue.EthDialogue;
import io.devp2p.interop.dialogue.KnownChain;
import io.devp2p.node.state.FlatAccount;
import io.devp2p.wire.eth.Address;
import io.devp2p.wire.eth.BlobSidecar;
import io.devp2p.wire.eth.CellMask;
import io.devp2p.wire.eth.EthAnswer;
import io.devp2p.wire.eth.EthMessage.Announced;
import io.devp2p.wire.eth.EthRequest;
import io.devp2p.wire.eth.Kzg;
import io.devp2p.wire.eth.PooledTransaction;
import io.devp2p.wire.eth.Transaction;
import io.devp2p.wire.eth.TransactionFields;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.units.bigints.UInt256;

/** An account of the test chain, and transactions of it. */
final class Sender {

  /** Of what pays as little as can be. */
  private static final long TRANSFER_GAS = 30_000;

  static final long CREATION_GAS = 75_000;
  private static final long BLOB_GAS = 100_000;

  /** Far above what a blob costs on the chain. */
  private static final UInt256 BLOB_FEE = UInt256.valueOf(1_000_000_000L);

  private static final Address PAYEE =
      new Address(Bytes.concatenate(Bytes.of(0xaa), Bytes.wrap(new byte[19])));

  private final NodeKey key;
  private final UInt256 chainId;
  private final UInt256 baseFee;
  private final FlatAccount account;

  /** The account of a number, in the order of addresses; no two cases share one. */
  Sender(EthDialogue d, int number) {
    KnownChain chain = d.chain();
    this.key = chain.senders().get(number);
    this.chainId = UInt256.valueOf(chain.genesis().networkId());
    this.baseFee = chain.head().baseFee().orElse(UInt256.ONE);
    this.account = chain.account(key);
  }

  UInt256 balance() {
    return account.balance();
  }

  /** A transfer. */
  Transaction transfer(long index, UInt256 value) {
    return payment(index, TRANSFER_GAS, Optional.of(PAYEE), value, Bytes.EMPTY);
  }

  /** A contract without code. */
  Transaction creation(long index) {
    return payment(index, CREATION_GAS, Optional.empty(), UInt256.ZERO, Bytes.EMPTY);
  }

  /** A contract, or what has none. */
  Transaction creation(long index, long gas, UInt256 value, Bytes code) {
    return payment(index, gas, Optional.empty(), value, code);
  }

  /** A call with data. */
  Transaction call(long index, long gas, Bytes input) {
    return payment(index, gas, Optional.of(PAYEE), UInt256.ZERO, input);
  }

  private Transaction payment(
      long index, long gas, Optional<Address> to, UInt256 value, Bytes input) {
    return fields(Transaction.FEE_MARKET, index, gas, to, value, input, List.of()).sign(key);
  }

  private TransactionFields fields(
      int type,
      long index,
      long gas,
      Optional<Address> to,
      UInt256 value,
      Bytes input,
      List<Bytes32> blobHashes) {
    return new TransactionFields(
        type,
        chainId,
        account.nonce() + index,
        UInt256.ONE,
        baseFee,
        gas,
        to,
        value,
        input,
        List.of(),
        blobHashes.isEmpty() ? UInt256.ZERO : BLOB_FEE,
        blobHashes,
        List.of());
  }

  /**
   * A blob transaction.
   *
   * @param transaction with its sidecar, blobs included
   * @param cells all cells of each blob; the blobs are the same
   * @param count how many blobs
   */
  record Blobby(PooledTransaction transaction, List<Bytes> cells, int count) {

    Bytes32 hash() {
      return transaction.transaction().hash();
    }

    /** As it is announced and delivered on a version. */
    Announced announced(int version) {
      return new Announced(Transaction.BLOB, transaction.size(version >= 72), hash());
    }

    Bytes delivered(int version) {
      return transaction.networkForm(version >= 72);
    }

    /** The cells that are asked for: by column, within a column by blob. */
    EthAnswer.Cells answer(EthRequest.GetCells request) {
      List<Bytes> wanted = new ArrayList<>();
      request
          .mask()
          .columns()
          .forEach(column -> wanted.addAll(Collections.nCopies(count, cells.get(column))));
      return new EthAnswer.Cells(
          request.requestId(), List.of(hash()), List.of(wanted), request.mask());
    }
  }

  /**
   * Blob transactions whose blobs are all the same, and which nobody has seen.
   *
   * @param first first byte of each blob
   */
  List<Blobby> blobs(EthDialogue d, int transactions, int blobs, int first) {
    Bytes blob = Bytes.concatenate(Bytes.of(first), Bytes.wrap(new byte[BlobSidecar.BLOB - 1]));
    Kzg kzg = d.kzg();
    Bytes commitment = kzg.commit(blob);
    Kzg.CellsAndProofs computed = kzg.compute(blob);
    List<Bytes> proofs = new ArrayList<>();
    for (int i = 0; i < blobs; i++) {
      proofs.addAll(computed.proofs());
    }
    BlobSidecar sidecar =
        new BlobSidecar(
            1, Collections.nCopies(blobs, blob), Collections.nCopies(blobs, commitment), proofs);
    List<Bytes32> hashes = Collections.nCopies(blobs, BlobSidecar.versionedHash(commitment));
    List<Blobby> all = new ArrayList<>();
    for (int i = 0; i < transactions; i++) {
      Transaction transaction =
          fields(
                  Transaction.BLOB,
                  i,
                  BLOB_GAS,
                  Optional.of(PAYEE),
                  UInt256.ZERO,
                  d.bytes(8),
                  hashes)
              .sign(key);
      all.add(
          new Blobby(
              new PooledTransaction(transaction, Optional.of(sidecar)), computed.cells(), blobs));
    }
    return all;
  }

  /** The columns that the announcements of these cases have on a version. */
  static CellMask mask(int version) {
    return version >= 72 ? CellMask.ALL : CellMask.NONE;
  }
}
