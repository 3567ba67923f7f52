package io.devp2p.wire.dial;

import io.devp2p.wire.Cause;
import io.devp2p.wire.DialFailure;
import io.devp2p.wire.DisconnectReason;
import io.devp2p.wire.PeerDown;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long a node is left alone after a failure, by what it was. The classes are those of reth. */
public enum Backoff {
  /** Will pass soon: the node is full or restarts, or the fault was ours. */
  LOW(Duration.ofSeconds(30)),
  /** May pass: the node is not there. */
  MEDIUM(Duration.ofMinutes(3)),
  /** Will hardly pass: the node does not want us, or does not speak as we do. */
  HIGH(Duration.ofMinutes(15));

  /** Longest pause, whatever happened and how often. */
  public static final long LONGEST = Duration.ofHours(1).toNanos();

  /** Longest pause for a node that somebody wants: it is back within minutes of its return. */
  public static final long LONGEST_STATIC = Duration.ofMinutes(5).toNanos();

  private final long first;

  Backoff(Duration first) {
    this.first = first.toNanos();
  }

  /** After a dial that failed. */
  static Backoff of(DialFailure failure) {
    return failure.why() == Cause.DISCONNECT_BEFORE_HELLO
        ? of(failure.reason().orElse(DisconnectReason.UNKNOWN))
        : of(failure.why());
  }

  /** After a session. */
  static Backoff of(PeerDown down) {
    return down.why() == Cause.REMOTE ? of(down.reason()) : of(down.why());
  }

  private static Backoff of(Cause why) {
    return switch (why) {
      case NET_UNREACHABLE,
          LOCAL_SOCKET_ERROR,
          AUTH_OVERLOAD,
          NO_FREE_SLOT,
          ALREADY_CONNECTED,
          PING_TIMEOUT,
          NOT_READING,
          SOCKET_CLOSED,
          LOCAL_CLOSE,
          LOCAL_BUG ->
          LOW;
      case AUTH_INVALID,
          HELLO_INVALID,
          IDENTITY_MISMATCH,
          NO_SHARED_CAPABILITY,
          NOT_ADMITTED,
          SELF,
          RULE,
          SUBPROTOCOL,
          LOCAL_REPUTATION ->
          HIGH;
      default -> MEDIUM;
    };
  }

  private static Backoff of(DisconnectReason reason) {
    return switch (reason.code()) {
      case 0x00, 0x01, 0x04, 0x05, 0x08, 0x0b -> LOW;
      case 0x02, 0x03, 0x06, 0x07, 0x09, 0x0a, 0x10 -> HIGH;
      default -> MEDIUM;
    };
  }

  /**
   * A pause in nanoseconds: doubled for each further failure, and up to half as long again, so that
   * nodes that failed together are not tried together.
   *
   * @param failures in a row, at least 1
   * @param longest the pause is not longer
   */
  long pause(int failures, long longest, RandomGenerator random) {
    long doubled = first << Math.min(failures - 1, 16);
    return Math.min(longest, doubled + random.nextLong(doubled / 2));
  }
}
