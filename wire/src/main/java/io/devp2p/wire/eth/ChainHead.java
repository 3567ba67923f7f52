package io.devp2p.wire.eth;

import io.devp2p.core.node.ForkId;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.units.bigints.UInt256;

/**
 * Where a chain stands: all that a Status of any version needs.
 *
 * @param networkId unsigned
 * @param genesis hash of the genesis block
 * @param earliest number of the oldest block that is served, unsigned
 * @param latest number of the head, unsigned, not below {@code earliest}
 * @param latestHash hash of the head, not zero
 * @param totalDifficulty of the head; only eth/68 says it
 */
public record ChainHead(
    long networkId,
    Bytes32 genesis,
    ForkId forkId,
    long earliest,
    long latest,
    Bytes32 latestHash,
    UInt256 totalDifficulty) {

  public ChainHead {
    if (Long.compareUnsigned(earliest, latest) > 0) {
      throw new IllegalArgumentException("the earliest block is above the latest");
    }
    if (latestHash.isZero()) {
      throw new IllegalArgumentException("the hash of the latest block is zero");
    }
  }

  /** The Status of an eth version. */
  public Status status(int version) {
    return version <= 68
        ? new Status.Status68(version, networkId, totalDifficulty, latestHash, genesis, forkId)
        : new Status.Status69(version, networkId, genesis, forkId, earliest, latest, latestHash);
  }
}
