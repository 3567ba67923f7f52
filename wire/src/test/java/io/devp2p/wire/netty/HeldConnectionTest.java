package io.devp2p.wire.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.wire.Cause;
import io.devp2p.wire.DisconnectReason;
import io.devp2p.wire.Session;
import io.devp2p.wire.SessionOutbox;
import io.devp2p.wire.dial.Verdict;
import io.devp2p.wire.netty.Ends.End;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A connection whose Hello is held back until another one with the same node has ended. */
final class HeldConnectionTest {

  private static final class Mute implements Session {
    @Override
    public void onMessage(long now, int code, Bytes payload, SessionOutbox out) {}
  }

  private final Random random = new Random(9);
  private final NodeKey alice = NodeKey.generate(random);
  private final NodeKey bob = NodeKey.generate(random);
  private final InboundBytes bytes = new InboundBytes(1 << 20);
  private final End<Mute> a = Ends.end(alice, Optional.of(bob), bytes, context -> new Mute());
  private final End<Mute> b = Ends.end(bob, Optional.empty(), bytes, context -> new Mute());

  @BeforeEach
  void hold() {
    b.log().entry = Verdict.HOLD;
    Ends.pump(a, b);
    assertThat(b.connection().key()).contains(alice.publicKey());
    assertThat(b.log().told).isEmpty();
    assertThat(b.connection().hello()).as("the Hello of Alice waits").isEmpty();
    assertThat(a.log().told).isEmpty();
  }

  @Test
  void goesOnWhenTold() {
    b.connection().proceed();
    b.connection().proceed();
    b.channel().runPendingTasks();
    Ends.pump(a, b);
    assertThat(a.log().told).containsExactly("open");
    assertThat(b.log().told).containsExactly("open");
  }

  @Test
  void isRefusedWithoutHello() {
    b.connection().disconnect(DisconnectReason.ALREADY_CONNECTED, Cause.ALREADY_CONNECTED);
    b.channel().runPendingTasks();
    assertThat(b.log().told)
        .containsExactly(DisconnectReason.ALREADY_CONNECTED, Cause.ALREADY_CONNECTED, "closed");
    a.receive(b.sent());
    assertThat(a.log().told)
        .containsExactly(
            DisconnectReason.ALREADY_CONNECTED, Cause.DISCONNECT_BEFORE_HELLO, "closed");
  }

  @Test
  void whoWaitsForItsHelloGivesUp() {
    a.advance(Duration.ofSeconds(5));
    assertThat(a.log().told).startsWith(DisconnectReason.PING_TIMEOUT, Cause.HELLO_TIMEOUT);
  }

  @Test
  void hasNoMoreTimeThanOthers() {
    b.advance(Duration.ofSeconds(5));
    assertThat(b.log().told).contains(Cause.HELLO_TIMEOUT);
    b.connection().proceed();
    b.channel().runPendingTasks();
    assertThat(bytes.used()).isZero();
  }
}
