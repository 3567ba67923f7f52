package io.devp2p.discovery.v5;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.crypto.Curves;
import io.devp2p.core.node.NodeId;
import io.devp2p.discovery.guard.Place;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;

/** How many sessions, challenges and talks there may be, and for how long (security.md, 3.4). */
final class V5SessionsTest {

  private final V5Sessions sessions = new V5Sessions(new V5Crypto(Curves.bouncyCastle()));

  @Test
  void ofAMillionSessionsTheLastTwoThousandAreKept() {
    for (int i = 0; i < 1_000_000; i++) {
      sessions.install(place(i), session());
    }
    assertThat(sessions.size()).isEqualTo(2_048);
    assertThat(sessions.session(0, place(1_000_000 - 2_048))).isPresent();
    assertThat(sessions.session(0, place(1_000_000 - 2_049))).isEmpty();
  }

  @Test
  void aSessionLastsADay() {
    sessions.install(place(1), session());
    long day = Duration.ofDays(1).toNanos();
    assertThat(sessions.session(day - 1, place(1))).isPresent();
    assertThat(sessions.session(day, place(1))).isEmpty();
  }

  @Test
  void aSessionEndsBeforeItsNoncesComeAgain() {
    V5Sessions.Session session = session();
    sessions.install(place(1), session);
    for (int i = 1; i < Integer.MAX_VALUE; i++) {
      session.next();
    }
    assertThat(sessions.session(0, place(1))).isPresent();
    session.next();
    assertThat(sessions.session(0, place(1))).isEmpty();
  }

  @Test
  void aChallengeIsRepeatedForASecondAndAnsweredOnceWithinFifteen() {
    sessions.challenged(place(1), challenge());
    assertThat(sessions.repeatable(999_999_999L, place(1))).isPresent();
    assertThat(sessions.repeatable(1_000_000_000L, place(1))).isEmpty();
    assertThat(sessions.take(14_999_999_999L, place(1))).isPresent();
    assertThat(sessions.take(14_999_999_999L, place(1))).isEmpty();
    sessions.challenged(place(2), challenge());
    assertThat(sessions.take(15_000_000_000L, place(2))).isEmpty();
  }

  @Test
  void eightThousandChallengesAreKept() {
    for (int i = 0; i < 100_000; i++) {
      sessions.challenged(place(i), challenge());
    }
    assertThat(sessions.take(0, place(100_000 - 8_193))).isEmpty();
    assertThat(sessions.take(0, place(100_000 - 8_192))).isPresent();
  }

  @Test
  void twoHundredAndFiftySixTalksWaitAndFourOfANode() {
    V5Talks talks = new V5Talks();
    for (int i = 0; i < 256; i++) {
      assertThat(talks.open(0, talk(i / 4))).isPresent();
    }
    assertThat(talks.open(0, talk(64))).isEmpty();
    assertThat(talks.close(1)).isPresent();
    assertThat(talks.open(0, talk(1))).as("the fifth of a node").isEmpty();
    assertThat(talks.open(0, talk(64))).isPresent();
  }

  private static V5Talks.Talk talk(int node) {
    return new V5Talks.Talk(place(node), Bytes.of(1));
  }

  private static V5Sessions.Session session() {
    return new V5Sessions.Session(V5Crypto.key(new byte[16], 0), V5Crypto.key(new byte[16], 0), 0);
  }

  private static V5Sessions.Challenge challenge() {
    return new V5Sessions.Challenge(Bytes.EMPTY, Bytes.EMPTY, Optional.empty(), 0);
  }

  private static Place place(int i) {
    NodeId id = new NodeId(Bytes32.leftPad(Bytes.ofUnsignedInt(i)));
    return new Place(id, new InetSocketAddress(InetAddress.getLoopbackAddress(), 9));
  }
}
