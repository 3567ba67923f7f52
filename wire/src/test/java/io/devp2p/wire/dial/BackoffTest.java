package io.devp2p.wire.dial;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.NetworkException;
import io.devp2p.wire.Cause;
import io.devp2p.wire.DialFailure;
import io.devp2p.wire.DisconnectReason;
import io.devp2p.wire.PeerDown;
import io.devp2p.wire.Stage;
import io.devp2p.wire.Timings;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class BackoffTest {

  private static PeerDown by(boolean peer, int reason) {
    return new PeerDown(new DisconnectReason(reason), peer, Optional.empty());
  }

  /** The reading of product.md 5.4, which is reth's. */
  @ParameterizedTest
  @CsvSource({
    "0x00, LOW", "0x01, LOW", "0x04, LOW", "0x05, LOW", "0x08, LOW", "0x0b, LOW",
    "0x02, HIGH", "0x03, HIGH", "0x06, HIGH", "0x07, HIGH", "0x09, HIGH", "0x0a, HIGH",
    "0x10, HIGH", "0x0f, MEDIUM", "0xff, MEDIUM", "-1, LOW", "-2, MEDIUM"
  })
  void byTheReasonOfThePeer(String reason, Backoff backoff) {
    int code = Integer.decode(reason);
    assertThat(Backoff.of(by(true, code))).isEqualTo(backoff);
    if (code != -1) {
      DialFailure failure =
          new DialFailure(
              Stage.HELLO,
              new NetworkException.Disconnected(code, true),
              Optional.empty(),
              Timings.NONE);
      assertThat(Backoff.of(failure)).isEqualTo(backoff);
    }
  }

  /** Each class has causes, and each cause a class. */
  @Test
  void byTheCause() {
    Map<Backoff, Set<Cause>> classes = new EnumMap<>(Backoff.class);
    for (Cause cause : Cause.values()) {
      classes
          .computeIfAbsent(Backoff.of(DialFailure.unsent(cause)), b -> new HashSet<>())
          .add(cause);
    }
    assertThat(classes.get(Backoff.LOW))
        .contains(Cause.NET_UNREACHABLE, Cause.NO_FREE_SLOT, Cause.SOCKET_CLOSED);
    assertThat(classes.get(Backoff.MEDIUM))
        .contains(Cause.CONNECT_REFUSED, Cause.CONNECT_TIMEOUT, Cause.AUTH_CLOSED);
    assertThat(classes.get(Backoff.HIGH))
        .contains(Cause.NO_SHARED_CAPABILITY, Cause.IDENTITY_MISMATCH, Cause.RULE);
  }

  @ParameterizedTest
  @EnumSource
  void doublesWithJitterUpToAnHour(Backoff backoff) {
    Random random = new Random(5);
    long first = backoff.pause(1, Backoff.LONGEST, random);
    assertThat(first).isGreaterThanOrEqualTo(Duration.ofSeconds(30).toNanos());
    Set<Long> seen = new HashSet<>();
    for (int failures = 1; failures < 100; failures++) {
      long pause = backoff.pause(failures, Backoff.LONGEST, random);
      assertThat(pause).isPositive().isLessThanOrEqualTo(Duration.ofHours(1).toNanos());
      seen.add(backoff.pause(1, Backoff.LONGEST, random));
    }
    assertThat(backoff.pause(50, Backoff.LONGEST, random)).isEqualTo(Backoff.LONGEST);
    assertThat(seen).as("spread").hasSizeGreaterThan(90);
    assertThat(seen).allMatch(p -> p < 3 * first);
  }
}
