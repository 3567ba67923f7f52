package io.devp2p.wire.eth;

import io.devp2p.core.Violation;
import io.devp2p.core.node.ForkId;
import io.devp2p.core.rlp.RlpReader;
import io.devp2p.core.rlp.RlpWriter;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/** The layouts of Status. */
final class StatusCodec {

  private StatusCodec() {}

  static Bytes encode(Status status) {
    return RlpWriter.encodeList(w -> {
      w.uint(status.version()).uint(status.networkId());
      switch (status) {
        case Status.Status68 s -> {
          w.uint(s.totalDifficulty()).bytes(s.latestHash()).bytes(s.genesis());
          s.forkId().write(w);
        }
        case Status.Status69 s -> {
          w.bytes(s.genesis());
          s.forkId().write(w);
          w.uint(s.earliest()).uint(s.latest()).bytes(s.latestHash());
        }
      }
    });
  }

  static Status read(int version, RlpReader in) {
    Violation.unless(in.uint64() == version, EthRule.ETH_VERSION);
    return version <= 68 ? read68(version, in) : read69(version, in);
  }

  private static Status read68(int version, RlpReader in) {
    return new Status.Status68(
        version, in.uint64(), in.uint256(), in.bytes32(), in.bytes32(), ForkId.read(in, false));
  }

  private static Status read69(int version, RlpReader in) {
    Status.Status69 status =
        new Status.Status69(
            version,
            in.uint64(),
            in.bytes32(),
            ForkId.read(in, false),
            in.uint64(),
            in.uint64(),
            in.bytes32());
    checkRange(status.earliest(), status.latest(), status.latestHash());
    return status;
  }

  /** What holds of the range in Status and in BlockRangeUpdate. */
  static void checkRange(long earliest, long latest, Bytes32 latestHash) {
    Violation.unless(Long.compareUnsigned(earliest, latest) <= 0, EthRule.ETH_BLOCK_RANGE);
    Violation.unless(!latestHash.isZero(), EthRule.ETH_ZERO_HASH);
  }
}
