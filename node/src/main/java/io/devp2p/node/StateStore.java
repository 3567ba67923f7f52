package io.devp2p.node;

import io.devp2p.core.crypto.Keccak;
import io.devp2p.node.store.ItemLog;
import io.devp2p.node.store.Kind;
import io.devp2p.wire.eth.Address;
import io.devp2p.wire.snap.Account;
import io.devp2p.wire.trie.MissingNode;
import io.devp2p.wire.trie.NodeSource;
import io.devp2p.wire.trie.Trie;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * States: the nodes of tries and the codes, each by its hash, so states share what they have in
 * common. Thread-safe.
 */
public final class StateStore {

  private final ItemLog log;
  private final NodeSource nodes;

  StateStore(ItemLog log) {
    this.log = log;
    this.nodes = hash -> log.get(Kind.NODE, hash).orElseThrow(() -> new MissingNode(hash));
  }

  /** Whether a state is there as a whole: all nodes, all storage, all codes. */
  public boolean has(Bytes32 root) {
    return log.has(Kind.STATE, root);
  }

  /** All nodes that are there. */
  public NodeSource nodes() {
    return nodes;
  }

  /** A code. */
  public Optional<Bytes> code(Bytes32 hash) {
    return log.get(Kind.CODE, hash);
  }

  /**
   * An account of a state; empty if the state does not have it.
   *
   * @throws MissingNode if the state is not there
   */
  public Optional<Account> account(Bytes32 root, Address address) {
    return Trie.of(nodes, root).get(Keccak.hash(address.bytes())).map(Account::decode);
  }
}
