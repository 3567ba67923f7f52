package io.devp2p.wire.trie;

import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/** Where finished nodes of a trie go. */
@FunctionalInterface
public interface NodeSink {

  /**
   * Takes a node.
   *
   * @param hash keccak256 of {@code node}
   * @param node its RLP: 32 bytes and more, or the root
   */
  void put(Bytes32 hash, Bytes node);
}
