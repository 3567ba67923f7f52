package io.devp2p.interop.peers;

import io.devp2p.core.node.ForkId;
import org.apache.tuweni.bytes.Bytes32;

/**
 * The chain that a node says it is on.
 *
 * @param networkId the network id
 * @param genesis the genesis hash
 * @param forkId the fork id
 * @param head hash of its newest block
 */
public record Chain(long networkId, Bytes32 genesis, ForkId forkId, Bytes32 head) {}
