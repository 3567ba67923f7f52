package io.devp2p.core.node;

import java.util.Arrays;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.zip.CRC32;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * The forks of a chain, and the judgement of EIP-2124 and EIP-6122 about the fork ids of others.
 * Immutable. Block numbers and times are those of a head, unsigned.
 */
public final class ForkSchedule {

  /**
   * Values of {@code next} above this are times, not block numbers: the time of mainnet's genesis
   * (EIP-6122).
   */
  private static final long TIME_THRESHOLD = 1_438_269_973L;

  /** What a fork id of a peer means to us. */
  public enum Verdict {
    /** Same chain, as far as both can know. */
    COMPATIBLE,
    /** The peer has not passed a fork that we passed, and does not know of it. */
    REMOTE_STALE,
    /** Another chain, or the peer passed a fork that we do not know. */
    LOCAL_INCOMPATIBLE_OR_STALE
  }

  private final Bytes32 genesisHash;
  private final long[] forks;
  private final int blockForks;
  private final int[] sums;

  /**
   * A schedule.
   *
   * @param genesisTime time of the genesis block in UNIX seconds: forks at or before it never enter
   *     a fork id
   * @param blocks activation blocks in any order, 0 and repetitions are dropped
   * @param times activation times in any order, in UNIX seconds
   */
  public ForkSchedule(Bytes32 genesisHash, long genesisTime, long[] blocks, long[] times) {
    this.genesisHash = genesisHash;
    long[] byBlock = LongStream.of(blocks).filter(b -> b > 0).sorted().distinct().toArray();
    long[] byTime = LongStream.of(times).filter(t -> t > genesisTime).sorted().distinct().toArray();
    blockForks = byBlock.length;
    forks = LongStream.concat(Arrays.stream(byBlock), Arrays.stream(byTime)).toArray();
    sums = new int[forks.length + 1];
    CRC32 crc = new CRC32();
    crc.update(genesisHash.toArray());
    sums[0] = (int) crc.getValue();
    for (int i = 0; i < forks.length; i++) {
      crc.update(Bytes.ofUnsignedLong(forks[i]).toArray());
      sums[i + 1] = (int) crc.getValue();
    }
  }

  /** Hash of the genesis block. */
  public Bytes32 genesisHash() {
    return genesisHash;
  }

  /** The fork id at a head of this block number and time. */
  public ForkId forkId(long headNumber, long headTime) {
    int passed = passed(headNumber, headTime);
    return new ForkId(sums[passed], passed < forks.length ? forks[passed] : 0);
  }

  /** The fork id at a head. */
  public ForkId forkId(Head head) {
    return forkId(head.number(), head.time());
  }

  /** The first fork by time that comes after a time, both in UNIX seconds and unsigned. */
  public OptionalLong forkAfter(long time) {
    return LongStream.of(forks)
        .skip(blockForks)
        .filter(fork -> Long.compareUnsigned(fork, time) > 0)
        .findFirst();
  }

  /**
   * Judges the fork id of a peer, from a head of this block number and time (EIP-2124, validation
   * rules).
   */
  public Verdict check(ForkId remote, long headNumber, long headTime) {
    int passed = passed(headNumber, headTime);
    if (remote.hash() == sums[passed]) {
      boolean passedTheirNext =
          remote.next() != 0
              && (Long.compareUnsigned(headNumber, remote.next()) >= 0
                  || (Long.compareUnsigned(remote.next(), TIME_THRESHOLD) > 0
                      && Long.compareUnsigned(headTime, remote.next()) >= 0));
      return passedTheirNext ? Verdict.LOCAL_INCOMPATIBLE_OR_STALE : Verdict.COMPATIBLE;
    }
    for (int i = 0; i < passed; i++) {
      if (remote.hash() == sums[i]) {
        return remote.next() == forks[i] ? Verdict.COMPATIBLE : Verdict.REMOTE_STALE;
      }
    }
    for (int i = passed + 1; i < sums.length; i++) {
      if (remote.hash() == sums[i]) {
        return Verdict.COMPATIBLE;
      }
    }
    return Verdict.LOCAL_INCOMPATIBLE_OR_STALE;
  }

  /** As above, from a head. */
  public Verdict check(ForkId remote, Head head) {
    return check(remote, head.number(), head.time());
  }

  /** Whether a hash belongs to this chain at any of its forks. */
  public boolean knows(int forkHash) {
    return Arrays.stream(sums).anyMatch(sum -> sum == forkHash);
  }

  private int passed(long headNumber, long headTime) {
    int i = 0;
    while (i < forks.length
        && Long.compareUnsigned(i < blockForks ? headNumber : headTime, forks[i]) >= 0) {
      i++;
    }
    return i;
  }
}
