package io.devp2p.node;

import io.devp2p.node.engine.EngineChain;
import io.devp2p.wire.eth.Address;
import io.devp2p.wire.eth.CellMask;
import io.devp2p.wire.eth.Header;
import io.devp2p.wire.gossip.Accounts;
import io.devp2p.wire.gossip.TxGossip;
import io.devp2p.wire.snap.Account;
import io.devp2p.wire.tx.GasSchedule;
import io.devp2p.wire.tx.PoolHead;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.units.bigints.UInt256;

/** The state by which transactions are judged: that of the head of the consensus client. */
final class HeadState implements Accounts {

  /** First bytes of the code of an account that delegates to another (EIP-7702). */
  private static final Bytes DELEGATION = Bytes.of(0xef, 0x01, 0x00);

  private final Stores stores;
  private volatile Bytes32 root;

  /** At the head of the stores, until the consensus client says another. */
  HeadState(Stores stores) {
    this.stores = stores;
    this.root = stores.chain().head().stateRoot();
  }

  @Override
  public io.devp2p.wire.tx.Account account(Address address) {
    return stores
        .states()
        .account(root, address)
        .map(a -> new io.devp2p.wire.tx.Account(a.nonce(), a.balance(), isContract(a)))
        .orElse(io.devp2p.wire.tx.Account.NONE);
  }

  private boolean isContract(Account account) {
    return account.hasCode()
        && !stores
            .states()
            .code(account.codeHash())
            .map(code -> code.size() > 3 && code.slice(0, 3).equals(DELEGATION))
            .orElse(false);
  }

  /** What the Engine API does to gossip. */
  EngineChain leading(TxGossip gossip) {
    return new EngineChain() {
      @Override
      public boolean head(Bytes32 hash) {
        Optional<Header> header =
            stores
                .chain()
                .header(hash)
                .map(Header::decode)
                .filter(h -> stores.states().has(h.stateRoot()));
        header.ifPresent(h -> {
          root = h.stateRoot();
          schedule(h).ifPresent(gas -> gossip.head(poolHead(h, gas)));
        });
        return header.isPresent();
      }

      @Override
      public void custody(CellMask columns) {
        gossip.custody(columns);
      }
    };
  }

  private PoolHead poolHead(Header head, GasSchedule gas) {
    UInt256 chainId = UInt256.fromBytes(Bytes.ofUnsignedLong(stores.chain().genesis().networkId()));
    return new PoolHead(head.hash(), chainId, gas, head.gasLimit());
  }

  /**
   * By what is in the header; Prague and Osaka have the same, and the wider of them is taken.
   * Before Cancun there is no gossip: those chains have no consensus client.
   */
  private static Optional<GasSchedule> schedule(Header head) {
    if (head.blockAccessListHash().isPresent()) {
      return Optional.of(GasSchedule.AMSTERDAM);
    }
    if (head.requestsHash().isPresent()) {
      return Optional.of(GasSchedule.PRAGUE);
    }
    return head.excessBlobGas().isPresent() ? Optional.of(GasSchedule.CANCUN) : Optional.empty();
  }
}
