package io.devp2p.discovery.guard;

import io.devp2p.discovery.Profile;
import java.net.InetAddress;

/**
 * How often what may happen, before any cryptography. Limits per address and prefix do not hold for
 * loopback and local networks unless the config says so: laboratories and test suites live there.
 * Not thread-safe.
 */
public final class RateLimit {

  /** Addresses and prefixes remembered: about 100 bytes each. */
  private static final int KEYS = 16_384;

  private static final int PACKETS_PER_ADDRESS = 10;
  private static final int PACKETS_BURST = 40;
  private static final int PACKETS_PER_PREFIX = 40;
  private static final int PREFIX_BURST = 160;

  /**
   * Packets from an address that an answer is awaited from: sixteen questions side by side may have
   * five parts each.
   */
  private static final int ANSWERS_PER_ADDRESS = 100;

  private static final int ANSWERS_BURST = 200;
  private static final int RECOVERIES_PER_ADDRESS = 5;
  // A bond with two answers of two packets each needs 8 recoveries within a second.
  private static final int RECOVERIES_BURST = 20;
  private static final int CHALLENGES_PER_ADDRESS = 10;
  private static final int CHALLENGES_PER_PREFIX = 50;
  private static final int CHALLENGES = 2_000;

  private static final Boolean GLOBAL = Boolean.TRUE;

  private final boolean limitLocal;
  private final TokenBuckets<Origin> packets =
      new TokenBuckets<>(PACKETS_PER_ADDRESS, PACKETS_BURST, KEYS);
  private final TokenBuckets<Origin> answers =
      new TokenBuckets<>(ANSWERS_PER_ADDRESS, ANSWERS_BURST, KEYS);
  private final TokenBuckets<Origin> answerRecoveries =
      new TokenBuckets<>(ANSWERS_PER_ADDRESS, ANSWERS_BURST, KEYS);
  private final TokenBuckets<Prefix> prefixPackets =
      new TokenBuckets<>(PACKETS_PER_PREFIX, PREFIX_BURST, KEYS);
  private final TokenBuckets<Origin> recoveries =
      new TokenBuckets<>(RECOVERIES_PER_ADDRESS, RECOVERIES_BURST, KEYS);
  private final TokenBuckets<Boolean> allRecoveries;
  private final TokenBuckets<Origin> challenges =
      new TokenBuckets<>(CHALLENGES_PER_ADDRESS, CHALLENGES_PER_ADDRESS, KEYS);
  private final TokenBuckets<Prefix> prefixChallenges =
      new TokenBuckets<>(CHALLENGES_PER_PREFIX, CHALLENGES_PER_PREFIX, KEYS);
  private final TokenBuckets<Boolean> allChallenges = new TokenBuckets<>(CHALLENGES, CHALLENGES, 1);

  /** Full buckets. */
  public RateLimit(Profile profile, boolean limitLocal) {
    this.limitLocal = limitLocal;
    int perSecond = profile.recoveriesPerSecond();
    this.allRecoveries = new TokenBuckets<>(perSecond, perSecond, 1);
  }

  /** Whether limits per address do not hold for an address. */
  public boolean exempts(InetAddress address) {
    return !limitLocal && AddressPolicy.isLocal(address);
  }

  /**
   * Whether one more packet from an address is looked at.
   *
   * @param awaited whether we wait for an answer from there
   */
  public boolean admitsPacket(long now, InetAddress from, boolean awaited) {
    if (exempts(from)) {
      return true;
    }
    return awaited
        ? answers.take(now, Origin.of(from))
        : packets.take(now, Origin.of(from)) && prefixPackets.take(now, Prefix.of(from));
  }

  /**
   * Whether one more signature from an address is worth its cost.
   *
   * @param awaited whether we wait for an answer from there
   */
  public boolean admitsRecovery(long now, InetAddress from, boolean awaited) {
    TokenBuckets<Origin> own = awaited ? answerRecoveries : recoveries;
    return (exempts(from) || own.take(now, Origin.of(from))) && allRecoveries.take(now, GLOBAL);
  }

  /** Whether one more WHOAREYOU goes to an address. */
  public boolean admitsChallenge(long now, InetAddress to) {
    return (exempts(to)
            || (challenges.take(now, Origin.of(to)) && prefixChallenges.take(now, Prefix.of(to))))
        && allChallenges.take(now, GLOBAL);
  }
}
