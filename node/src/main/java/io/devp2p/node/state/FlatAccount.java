package io.devp2p.node.state;

import io.devp2p.wire.eth.Address;
import java.util.Map;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.units.bigints.UInt256;

/**
 * An account with all that belongs to it, as files have it.
 *
 * @param nonce unsigned
 * @param storage values that are not zero, by slot
 */
public record FlatAccount(
    Address address, long nonce, UInt256 balance, Bytes code, Map<UInt256, UInt256> storage) {

  public FlatAccount {
    storage = Map.copyOf(storage);
  }
}
