package io.devp2p.wire.snap;

import io.devp2p.wire.trie.TriePath;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;

/**
 * A node of a state's tries that is missing here.
 *
 * @param account whose storage it belongs to; empty for the account trie
 * @param path its place there
 * @param hash keccak256 of the node
 */
public record WantedNode(Optional<Bytes32> account, TriePath path, Bytes32 hash) {}
