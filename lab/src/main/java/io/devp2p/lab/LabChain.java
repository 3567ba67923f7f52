package io.devp2p.lab;

import io.devp2p.core.crypto.Keccak;
import io.devp2p.core.node.ForkId;
import io.devp2p.core.node.ForkSchedule;
import io.devp2p.wire.eth.ChainHead;
import java.nio.charset.StandardCharsets;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.units.bigints.UInt256;

/** The chains whose Status the nodes tell. They have no blocks. */
@SuppressWarnings("ImmutableEnumChecker") // schedules and hashes do not change
enum LabChain {
  HOME(1337, 0),
  OTHER_FORK(1337, 2_000),
  OTHER_NETWORK(4242, 0);

  private static final long HEAD = 1_000;
  private static final long HEAD_TIME = 12_000;

  private final long networkId;
  private final ForkSchedule forks;
  private final Bytes32 genesis;

  LabChain(long networkId, long extraForkTime) {
    this.networkId = networkId;
    this.genesis = hash("genesis " + networkId);
    long[] times =
        extraForkTime == 0 ? new long[] {6_000, 20_000} : new long[] {extraForkTime, 6_000, 20_000};
    this.forks = new ForkSchedule(genesis, 0, new long[] {100, 500}, times);
  }

  ForkId forkId() {
    return forks.forkId(HEAD, HEAD_TIME);
  }

  boolean isCompatible(ForkId remote) {
    return forks.check(remote, HEAD, HEAD_TIME) == ForkSchedule.Verdict.COMPATIBLE;
  }

  ChainHead head() {
    return new ChainHead(
        networkId, genesis, forkId(), 0, HEAD, hash("head of " + name()), UInt256.valueOf(HEAD));
  }

  private static Bytes32 hash(String text) {
    return Keccak.hash(Bytes.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }
}
