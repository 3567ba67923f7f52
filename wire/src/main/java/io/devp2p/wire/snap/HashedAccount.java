package io.devp2p.wire.snap;

import org.apache.tuweni.bytes.Bytes32;

/**
 * An account where it is in the account trie.
 *
 * @param hash keccak256 of its address
 */
public record HashedAccount(Bytes32 hash, Account account) {}
