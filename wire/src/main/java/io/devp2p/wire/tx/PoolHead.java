package io.devp2p.wire.tx;

import io.devp2p.wire.eth.Address;
import io.devp2p.wire.eth.Transaction;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.units.bigints.UInt256;

/**
 * What a pool needs to know of the head of the chain.
 *
 * @param hash of the block
 * @param gas the prices of the fork of the next block
 * @param gasLimit of a block, unsigned
 */
public record PoolHead(Bytes32 hash, UInt256 chainId, GasSchedule gas, long gasLimit) {

  /** Whether fork and block allow a transaction whose fields are in order. */
  public Optional<Refusal> check(Transaction tx, Address sender) {
    return gas.check(tx, sender, gasLimit);
  }
}
