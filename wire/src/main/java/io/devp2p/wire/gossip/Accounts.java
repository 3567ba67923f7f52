package io.devp2p.wire.gossip;

import io.devp2p.wire.eth.Address;
import io.devp2p.wire.tx.Account;

/** The accounts of the head state. Called by several threads at once; may block. */
@FunctionalInterface
public interface Accounts {

  /** An account; {@link Account#NONE} where there is none. */
  Account account(Address address);
}
