package io.devp2p.wire.eth;

import io.devp2p.core.node.ForkId;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.units.bigints.UInt256;

/** What a node says of its chain, as its first eth message (devp2p caps/eth.md, Status). */
public sealed interface Status extends EthMessage {

  /** The eth version of the session. */
  int version();

  /** Unsigned. */
  long networkId();

  /** Hash of the genesis block. */
  Bytes32 genesis();

  ForkId forkId();

  /** Hash of the newest block that the node has. */
  Bytes32 latestHash();

  /**
   * The layout of eth/68 and before.
   *
   * @param totalDifficulty of the head
   * @param latestHash hash of the head
   */
  record Status68(
      int version,
      long networkId,
      UInt256 totalDifficulty,
      Bytes32 latestHash,
      Bytes32 genesis,
      ForkId forkId)
      implements Status {

    public Status68 {
      if (version < 64 || version > 68) {
        throw new IllegalArgumentException("not a version with this layout: eth/" + version);
      }
    }
  }

  /**
   * The layout of eth/69 and later (EIP-7642).
   *
   * @param earliest number of the oldest block that the node serves, unsigned
   * @param latest number of the newest block, unsigned
   */
  record Status69(
      int version,
      long networkId,
      Bytes32 genesis,
      ForkId forkId,
      long earliest,
      long latest,
      Bytes32 latestHash)
      implements Status {

    public Status69 {
      if (version < 69) {
        throw new IllegalArgumentException("not a version with this layout: eth/" + version);
      }
    }
  }
}
