package io.devp2p.wire.tx;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.wire.eth.AccessListEntry;
import io.devp2p.wire.eth.Address;
import io.devp2p.wire.eth.Authorization;
import io.devp2p.wire.eth.BlobSidecar;
import io.devp2p.wire.eth.CellMask;
import io.devp2p.wire.eth.PooledTransaction;
import io.devp2p.wire.eth.Transaction;
import io.devp2p.wire.eth.TransactionFields;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.units.bigints.UInt256;

/** Transactions for tests, signed; blobs without meaning, whose cells tell where they belong. */
public final class Txs {

  public static final UInt256 CHAIN = UInt256.valueOf(7);
  public static final NodeKey ALICE = NodeKey.generate(new Random(1));
  public static final NodeKey BOB = NodeKey.generate(new Random(2));
  public static final Address NOBODY = new Address(Bytes.repeat((byte) 9, 20));
  public static final UInt256 ETHER = UInt256.valueOf(1_000_000_000_000_000_000L);
  public static final Account RICH = new Account(0, ETHER.multiply(1000), false);
  public static final PoolHead HEAD =
      new PoolHead(Bytes32.repeat((byte) 3), CHAIN, GasSchedule.PRAGUE, 30_000_000);

  private Txs() {}

  /** A transfer of 1 wei at a price in gwei. */
  public static TransactionFields transfer(long nonce, long gwei) {
    UInt256 price = UInt256.valueOf(gwei * 1_000_000_000L);
    return new TransactionFields(
        Transaction.FEE_MARKET,
        CHAIN,
        nonce,
        price,
        price,
        21_000,
        Optional.of(NOBODY),
        UInt256.ONE,
        Bytes.EMPTY,
        List.of(),
        UInt256.ZERO,
        List.of(),
        List.of());
  }

  public static Transaction make(
      int type, long gas, Optional<Address> to, Bytes input, List<AccessListEntry> list) {
    return fields(type, gas, to, input, list, List.of()).sign(ALICE);
  }

  static TransactionFields fields(
      int type,
      long gas,
      Optional<Address> to,
      Bytes input,
      List<AccessListEntry> list,
      List<Authorization> authorizations) {
    TransactionFields t = transfer(0, 1);
    return new TransactionFields(
        type,
        CHAIN,
        0,
        t.maxPriorityFee(),
        t.maxFee(),
        gas,
        to,
        t.value(),
        input,
        list,
        UInt256.ZERO,
        List.of(),
        authorizations);
  }

  public static PoolTransaction of(NodeKey key, long nonce, long gwei) {
    return new PoolTransaction(
        transfer(nonce, gwei).sign(key), Address.of(key.publicKey()), Optional.empty());
  }

  public static Candidate candidate(PoolTransaction tx) {
    return new Candidate(
        new PooledTransaction(tx.transaction(), Optional.empty()),
        tx.sender(),
        RICH,
        Optional.empty());
  }

  static Judged fit(PoolTransaction tx) {
    return new Judged.Fit(candidate(tx));
  }

  /** A transaction of Bob with so many blobs, without them. */
  public static PooledTransaction blobs(long nonce, int count) {
    List<Bytes> commitments =
        IntStream.range(0, count).mapToObj(i -> Bytes.repeat((byte) (i + 1), 48)).toList();
    TransactionFields t = transfer(nonce, 1);
    Transaction tx =
        new TransactionFields(
                Transaction.BLOB,
                CHAIN,
                nonce,
                t.maxPriorityFee(),
                t.maxFee(),
                t.gas(),
                t.to(),
                t.value(),
                t.input(),
                List.of(),
                UInt256.valueOf(1_000_000_000L),
                commitments.stream().map(BlobSidecar::versionedHash).toList(),
                List.of())
            .sign(BOB);
    List<Bytes> proofs = Collections.nCopies(CellMask.COLUMNS * count, Bytes.repeat((byte) 7, 48));
    return new PooledTransaction(
        tx, Optional.of(new BlobSidecar(1, List.of(), commitments, proofs)));
  }

  public static Candidate candidate(PooledTransaction blobs) {
    return new Candidate(blobs, Address.of(BOB.publicKey()), RICH, Optional.empty());
  }

  /** A cell of a column of a blob. */
  public static Bytes cell(int column, int blob) {
    return Bytes.repeat((byte) (column + 2 * blob), 2048);
  }

  /** By column, within a column by blob. */
  public static List<Bytes> cells(CellMask mask, int blobs) {
    return mask.columns()
        .boxed()
        .flatMap(c -> IntStream.range(0, blobs).mapToObj(blob -> cell(c, blob)))
        .toList();
  }

  static Map<Integer, List<Bytes>> columns(CellMask mask, int blobs) {
    Map<Integer, List<Bytes>> columns = new TreeMap<>();
    mask.columns()
        .forEach(c ->
            columns.put(c, IntStream.range(0, blobs).mapToObj(blob -> cell(c, blob)).toList()));
    return columns;
  }

  /** With these columns of its blobs. */
  static PoolTransaction held(PooledTransaction tx, CellMask mask) {
    BlobSidecar sidecar = tx.sidecar().orElseThrow();
    int count = sidecar.commitments().size();
    return new PoolTransaction(
        tx.transaction(),
        Address.of(BOB.publicKey()),
        Optional.of(new Blobs(sidecar, sidecar.proofs(), columns(mask, count))));
  }
}
