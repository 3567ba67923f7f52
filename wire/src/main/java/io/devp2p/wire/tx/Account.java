package io.devp2p.wire.tx;

import io.devp2p.wire.eth.Transaction;
import java.util.Optional;
import org.apache.tuweni.units.bigints.UInt256;

/**
 * What a pool needs to know of an account of the head state.
 *
 * @param nonce of its next transaction, unsigned
 * @param balance in wei
 * @param hasCode whether it has code that is no delegation: then it sends nothing (EIP-3607, 7702)
 */
public record Account(long nonce, UInt256 balance, boolean hasCode) {

  /** An account that does not exist. */
  public static final Account NONE = new Account(0, UInt256.ZERO, false);

  /** Whether it may send a transaction at all, whatever else it sends. */
  public Optional<Refusal> check(Transaction tx) {
    if (hasCode) {
      return Optional.of(Refusal.SENDER_HAS_CODE);
    }
    if (Long.compareUnsigned(tx.nonce(), nonce) < 0) {
      return Optional.of(Refusal.NONCE_TOO_LOW);
    }
    return Cost.of(tx).compareTo(balance.toUnsignedBigInteger()) > 0
        ? Optional.of(Refusal.UNFUNDED)
        : Optional.empty();
  }
}
