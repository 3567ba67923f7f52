package io.devp2p.wire.tx;

import io.devp2p.wire.eth.Address;
import io.devp2p.wire.eth.EthMessage;
import io.devp2p.wire.eth.Transaction;
import java.math.BigInteger;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * A transaction with what is known of it. Immutable.
 *
 * @param sender who signed it
 * @param blobs of blob transactions, and of them only
 */
public record PoolTransaction(Transaction transaction, Address sender, Optional<Blobs> blobs) {

  /** Bytes that an entry takes beside its encoding: objects and places in maps. */
  private static final long OVERHEAD = 512;

  public PoolTransaction {
    if (blobs.isPresent() != (transaction.type() == Transaction.BLOB)) {
      throw new IllegalArgumentException("blobs belong to a blob transaction");
    }
  }

  /** The hash that names it. */
  public Bytes32 hash() {
    return transaction.hash();
  }

  /**
   * An item of PooledTransactions.
   *
   * @param elided as on eth/72; before, empty where the blobs are not whole
   */
  public Optional<Bytes> pooled(boolean elided) {
    return blobs.isPresent()
        ? blobs.get().pooled(transaction, elided)
        : Optional.of(transaction.networkForm());
  }

  /** Whether a peer of that eth version can be served with it. */
  boolean isFor(int version) {
    return version >= 72 || blobs.isEmpty() || blobs.get().areWhole();
  }

  /** As it is announced to a peer of that eth version. */
  EthMessage.Announced announced(int version) {
    int size =
        blobs.map(b -> b.announcedSize(transaction, version >= 72)).orElse(transaction.size());
    return new EthMessage.Announced(transaction.type(), size, hash());
  }

  /** Bytes of memory that it takes. */
  public long bytes() {
    return transaction.size() + blobs.map(Blobs::bytes).orElse(0L) + OVERHEAD;
  }

  /** The most that the sender pays, in wei. */
  BigInteger cost() {
    return Cost.of(transaction);
  }
}
