package io.devp2p.wire.snap;

import org.apache.tuweni.bytes.Bytes32;

/**
 * An access list that is missing here.
 *
 * @param block hash of its block
 * @param hash keccak256 of the access list, as the header of the block has it
 */
public record WantedAccessList(Bytes32 block, Bytes32 hash) {}
