package io.devp2p.wire.tx;

import io.devp2p.wire.eth.Transaction;
import java.math.BigInteger;

/** What a transaction costs its sender at most. */
final class Cost {

  /** Gas of a blob (EIP-4844, GAS_PER_BLOB). */
  private static final long BLOB_GAS = 1 << 17;

  private Cost() {}

  /** In wei: it may have more than 256 bits. */
  static BigInteger of(Transaction tx) {
    BigInteger gas = new BigInteger(Long.toUnsignedString(tx.gas()));
    BigInteger blobGas = BigInteger.valueOf(BLOB_GAS * tx.blobHashes().size());
    return gas.multiply(tx.maxFee().toUnsignedBigInteger())
        .add(tx.value().toUnsignedBigInteger())
        .add(blobGas.multiply(tx.maxBlobFee().toUnsignedBigInteger()));
  }
}
