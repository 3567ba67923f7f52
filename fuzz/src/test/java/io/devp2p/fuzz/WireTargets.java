package io.devp2p.fuzz;

import io.devp2p.wire.eth.BlockAccessList;
import io.devp2p.wire.eth.BlockBody;
import io.devp2p.wire.eth.EthCodec;
import io.devp2p.wire.eth.EthMessage;
import io.devp2p.wire.eth.Header;
import io.devp2p.wire.eth.PooledTransaction;
import io.devp2p.wire.eth.Receipt;
import io.devp2p.wire.eth.Receipts;
import io.devp2p.wire.eth.Transaction;
import io.devp2p.wire.snap.Account;
import org.apache.tuweni.bytes.Bytes;

/** Messages of eth, and what they carry. */
final class WireTargets {

  private static final int OLDEST = 68;
  private static final int VERSIONS = 5;
  private static final long GAS_LIMIT = 60_000_000;

  private WireTargets() {}

  static void status(Bytes input) {
    message(OLDEST + Target.choice(input, VERSIONS), 0, Target.after(1, input));
  }

  static void ethMessage(Bytes input) {
    message(
        OLDEST + Target.choice(input, VERSIONS),
        Target.choice(Target.after(1, input), 32),
        Target.after(2, input));
  }

  private static void message(int version, int code, Bytes payload) {
    EthMessage message = EthCodec.decode(version, code, payload);
    Bytes written = EthCodec.encode(version, message);
    Target.same(message, EthCodec.decode(version, code, written));
  }

  static void chainView(Bytes input) {
    Bytes item = Target.after(1, input);
    switch (Target.choice(input, 9)) {
      case 0 -> Header.decode(item);
      case 1 -> BlockBody.decode(item);
      case 2 -> Transaction.decode(item);
      case 3 -> Transaction.ofNetworkForm(item);
      case 4 -> PooledTransaction.decode(item, false);
      case 5 -> PooledTransaction.decode(item, true);
      case 6 -> {
        Receipt.decode(item);
        Receipts.consensus(item);
      }
      case 7 -> BlockAccessList.decode(item, GAS_LIMIT);
      default -> Account.decode(item);
    }
  }
}
