package io.devp2p.wire.eth;

import io.devp2p.core.Violation;
import io.devp2p.core.node.ForkId;
import io.devp2p.core.rlp.RlpReader;
import io.devp2p.core.rlp.RlpWriter;
import org.apache.tuweni.bytes.Bytes;

/** Status on the wire, for eth/68 to eth/72 (devp2p caps/eth.md). Pure; any thread. */
public final class EthCodec {

  private EthCodec() {}

  /** Writes a Status. */
  public static Bytes encode(Status status) {
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

  /**
   * Reads a Status.
   *
   * @param version the negotiated version, which decides the layout
   * @throws Violation of an {@link EthRule} or an RLP rule
   */
  public static Status decode(int version, Bytes payload) {
    RlpReader in = RlpReader.list(payload);
    Violation.unless(in.uint64() == version, EthRule.ETH_VERSION);
    Status status = version <= 68 ? decode68(version, in) : decode69(version, in);
    in.end();
    return status;
  }

  private static Status decode68(int version, RlpReader in) {
    return new Status.Status68(
        version, in.uint64(), in.uint256(), in.bytes32(), in.bytes32(), ForkId.read(in, false));
  }

  private static Status decode69(int version, RlpReader in) {
    Status.Status69 status =
        new Status.Status69(
            version,
            in.uint64(),
            in.bytes32(),
            ForkId.read(in, false),
            in.uint64(),
            in.uint64(),
            in.bytes32());
    Violation.unless(
        Long.compareUnsigned(status.earliest(), status.latest()) <= 0, EthRule.ETH_BLOCK_RANGE);
    Violation.unless(!status.latestHash().isZero(), EthRule.ETH_ZERO_HASH);
    return status;
  }
}
