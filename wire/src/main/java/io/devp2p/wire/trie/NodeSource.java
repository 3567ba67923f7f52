package io.devp2p.wire.trie;

import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/** Where the nodes of tries are: a store in which the address of a node is its hash. */
@FunctionalInterface
public interface NodeSource {

  /**
   * A node. The source answers for its content: a trie does not hash it again.
   *
   * @param hash keccak256 of the node
   * @return its RLP
   * @throws MissingNode if it is not there
   */
  Bytes node(Bytes32 hash);
}
