package io.devp2p.node.files;

import io.devp2p.node.state.FlatAccount;
import io.devp2p.wire.eth.Address;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.units.bigints.UInt256;

/** An account as {@code genesis.json} and {@code headstate.json} have it. */
final class AccountJson {

  private AccountJson() {}

  static FlatAccount read(Json address, Json account) throws ChainFileException {
    Optional<Json> nonce = account.optional("nonce");
    Optional<Json> code = account.optional("code");
    Optional<Json> storage = account.optional("storage");
    return new FlatAccount(
        new Address(address.bytes(Address.SIZE)),
        nonce.isPresent() ? nonce.get().uint64() : 0,
        account.field("balance").uint256(),
        code.isPresent() ? code.get().bytes() : Bytes.EMPTY,
        storage.isPresent() ? slots(storage.get()) : Map.of());
  }

  private static Map<UInt256, UInt256> slots(Json storage) throws ChainFileException {
    Map<UInt256, UInt256> slots = new HashMap<>();
    for (Json.Field slot : storage.fields()) {
      UInt256 value = UInt256.fromBytes(slot.value().bytes32());
      if (!value.isZero()) {
        slots.put(UInt256.fromBytes(slot.name().bytes32()), value);
      }
    }
    return slots;
  }
}
