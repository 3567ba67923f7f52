package io.devp2p.node.state;

import io.devp2p.wire.eth.BlockAccessList.AccountChanges;
import io.devp2p.wire.eth.BlockAccessList.Change;
import io.devp2p.wire.eth.BlockAccessList.SlotChanges;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.units.bigints.UInt256;

/** What an account was after which block, as far as access lists tell. Not thread-safe. */
final class AccountHistory {

  private final History<Long> nonces = new History<>(0L);
  private final History<UInt256> balances = new History<>(UInt256.ZERO);
  private final History<Bytes> codes = new History<>(Bytes.EMPTY);
  private final Map<UInt256, History<UInt256>> slots = new HashMap<>();

  /** What the account was in block 0. */
  void begin(FlatAccount account) {
    nonces.put(0, account.nonce());
    balances.put(0, account.balance());
    codes.put(0, account.code());
    account.storage().forEach((slot, value) -> slot(slot).put(0, value));
  }

  /** What it became in a block: of several values in one block the last one counts. */
  void add(long block, AccountChanges changes) {
    add(block, changes.nonces(), nonces);
    add(block, changes.balances(), balances);
    add(block, changes.codes(), codes);
    for (SlotChanges slot : changes.changes()) {
      add(block, slot.changes(), slot(slot.slot()));
    }
  }

  private static <T> void add(long block, List<Change<T>> changes, History<T> history) {
    if (!changes.isEmpty()) {
      history.put(block, changes.getLast().value());
    }
  }

  History<Long> nonces() {
    return nonces;
  }

  History<UInt256> balances() {
    return balances;
  }

  History<Bytes> codes() {
    return codes;
  }

  History<UInt256> slot(UInt256 slot) {
    return slots.computeIfAbsent(slot, key -> new History<>(UInt256.ZERO));
  }
}
