package io.devp2p.node;

import io.devp2p.wire.eth.Header;
import io.devp2p.wire.snap.SnapBackend;
import io.devp2p.wire.trie.NodeSource;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/** What snap serves of a chain: the states of its last blocks that are there as a whole. */
record StateBackend(ChainStore chain, StateStore states, BalStore accessLists)
    implements SnapBackend {

  @Override
  public Optional<NodeSource> state(Bytes32 root) {
    return chain.isRecentState(root) && states.has(root)
        ? Optional.of(states.nodes())
        : Optional.empty();
  }

  @Override
  public Optional<Bytes> code(Bytes32 hash) {
    return states.code(hash);
  }

  @Override
  public Optional<Bytes> accessList(Bytes32 block) {
    return chain.header(block).map(Header::decode).flatMap(accessLists::get);
  }
}
