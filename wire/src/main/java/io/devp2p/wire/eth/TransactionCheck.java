package io.devp2p.wire.eth;

import io.devp2p.core.Violation;
import java.math.BigInteger;
import java.util.List;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.units.bigints.UInt256;

/** What is judged of a transaction without a state. */
final class TransactionCheck {

  /** Most blobs of a transaction (EIP-7594). */
  static final int MAX_BLOBS = 6;

  private static final long BLOB_GAS = 1 << 17;
  private static final long NO_NONCE = -1;

  /** 64 bits of gas at a price of so many bits never exceed 256 bits. */
  private static final int NARROW_PRICE = 192;

  private static final BigInteger UINT64 = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

  private TransactionCheck() {}

  static void check(Transaction tx, UInt256 chainId) {
    Violation.unless(
        tx.chainId().isEmpty() || tx.chainId().get().equals(chainId), TransactionRule.TX_CHAIN_ID);
    Violation.unless(tx.yParity() <= 1, TransactionRule.TX_V);
    Violation.unless(
        tx.s().compareTo(Transaction.HIGHEST_S) <= 0 && !tx.s().isZero() && !tx.r().isZero(),
        TransactionRule.TX_SIGNATURE);
    Violation.unless(tx.nonce() != NO_NONCE, TransactionRule.TX_NONCE);
    Violation.unless(tx.maxPriorityFee().compareTo(tx.maxFee()) <= 0, TransactionRule.TX_TIP);
    Violation.unless(
        fits(tx.gas(), tx.maxFee()) && fits(BLOB_GAS * MAX_BLOBS, tx.maxBlobFee()),
        TransactionRule.TX_COST);
    if (tx.type() == Transaction.BLOB) {
      Violation.unless(areBlobHashes(tx.blobHashes()), TransactionRule.TX_BLOB_HASHES);
    }
    Violation.unless(
        tx.type() != Transaction.SET_CODE || !tx.authorizations().isEmpty(),
        TransactionRule.TX_AUTHORIZATIONS);
  }

  private static boolean areBlobHashes(List<Bytes32> hashes) {
    return !hashes.isEmpty()
        && hashes.size() <= MAX_BLOBS
        && hashes.stream().allMatch(hash -> hash.get(0) == BlobSidecar.HASH_VERSION);
  }

  private static boolean fits(long amount, UInt256 price) {
    return price.bitLength() <= NARROW_PRICE
        || BigInteger.valueOf(amount).and(UINT64).multiply(price.toUnsignedBigInteger()).bitLength()
            <= 256;
  }
}
