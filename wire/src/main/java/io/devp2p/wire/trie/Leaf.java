package io.devp2p.wire.trie;

import org.apache.tuweni.bytes.Bytes;

/**
 * A key of a trie and what it leads to.
 *
 * @param value not empty
 */
public record Leaf(Bytes key, Bytes value) {}
