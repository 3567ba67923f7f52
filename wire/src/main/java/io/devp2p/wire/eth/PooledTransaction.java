package io.devp2p.wire.eth;

import io.devp2p.core.Violation;
import io.devp2p.core.rlp.RlpReader;
import io.devp2p.core.rlp.RlpWriter;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * A transaction as PooledTransactions carries it: a blob transaction with its sidecar.
 *
 * @param sidecar present for blob transactions, and for them only
 */
public record PooledTransaction(Transaction transaction, Optional<BlobSidecar> sidecar) {

  public PooledTransaction {
    if (sidecar.isPresent() != (transaction.type() == Transaction.BLOB)) {
      throw new IllegalArgumentException("a sidecar belongs to a blob transaction");
    }
  }

  /**
   * Reads an item of PooledTransactions. The sidecar is checked against the transaction, but for
   * its proofs; blobs are slices of what is read.
   *
   * @param form a list, or a byte string of type and payload
   * @param elided whether blobs must be left out, as on eth/72; before they must be there
   * @throws Violation of a {@link TransactionRule} or an RLP rule
   */
  public static PooledTransaction decode(Bytes form, boolean elided) {
    Bytes content = Transaction.consensusForm(form);
    if (content.get(0) != Transaction.BLOB) {
      return new PooledTransaction(Transaction.decode(content), Optional.empty());
    }
    RlpReader outer = RlpReader.of(content);
    outer.skip();
    RlpReader in = outer.list();
    outer.end();
    Violation.unless(in.nextIsList(), TransactionRule.TX_SIDECAR);
    Transaction transaction =
        Transaction.decode(Bytes.concatenate(Bytes.of(Transaction.BLOB), in.raw()));
    BlobSidecar sidecar = BlobSidecar.read(in, content, elided);
    sidecar.check(transaction.blobHashes());
    return new PooledTransaction(transaction, Optional.of(sidecar));
  }

  /**
   * The item of PooledTransactions.
   *
   * @param elided without the blobs, as on eth/72; before, they must be there
   */
  public Bytes networkForm(boolean elided) {
    return sidecar.isEmpty()
        ? transaction.networkForm()
        : RlpWriter.encode(w -> w.bytes(wrapper(sidecar.get(), elided)));
  }

  /** Bytes as announcements say them. */
  public int size(boolean elided) {
    return sidecar.isEmpty() ? transaction.size() : wrapper(sidecar.get(), elided).size();
  }

  private Bytes wrapper(BlobSidecar whole, boolean elided) {
    BlobSidecar carried = elided ? whole.elided() : whole;
    if (carried.blobs().isEmpty() && !elided) {
      throw new IllegalArgumentException("the blobs are not there");
    }
    Bytes fields = transaction.encoding().slice(1);
    return RlpWriter.encode(w -> {
      w.uint(Transaction.BLOB);
      w.list(x -> carried.write(x.raw(fields)));
    });
  }
}
